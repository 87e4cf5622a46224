import { useIsFetching } from '@tanstack/react-query'
import { ChevronDown, RefreshCw } from 'lucide-react'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { printRefresh, REFRESH_CHOICES, type Refresh } from '~/domain/time/refresh'
import { classNames } from '~/ui/primitives/class-names'
import { IconButton } from '~/ui/primitives/IconButton'
import { MenuButton } from '~/ui/primitives/MenuButton'
import groups from '../time/time-controls.module.css'
import styles from './refresh-control.module.css'

export interface RefreshControlProps {
  readonly refresh: Refresh
  readonly onRefresh: (refresh: Refresh) => void
  readonly onNow: () => void
}

/** Asks now, and how often the page asks by itself. */
export function RefreshControl({ refresh, onRefresh, onNow }: RefreshControlProps) {
  const isFetching = useIsFetching({ queryKey: [METRICS_KEY] }) > 0
  const choices = REFRESH_CHOICES.includes(refresh) ? REFRESH_CHOICES : [...REFRESH_CHOICES, refresh]
  return (
    <fieldset aria-label="Refresh" className={groups['group']}>
      <IconButton label="Refresh now" shortcut="d r" onClick={onNow}>
        <RefreshCw size="1rem" aria-hidden className={classNames(isFetching && styles['turning'])} />
      </IconButton>
      <MenuButton
        menuLabel="Refresh interval"
        aria-label={`Refresh interval: ${printRefresh(refresh)}`}
        groups={() => [
          {
            id: 'intervals',
            label: 'Refresh',
            items: choices.map((choice) => ({
              id: printRefresh(choice),
              label: wordOf(choice),
              checked: choice === refresh,
              onSelect: () => onRefresh(choice),
            })),
          },
        ]}
      >
        <span className={styles['interval']}>{printRefresh(refresh)}</span>
        <ChevronDown size="0.875rem" aria-hidden />
      </MenuButton>
    </fieldset>
  )
}

function wordOf(choice: Refresh): string {
  if (choice === 'off') return 'Off'
  return choice === 'auto' ? 'Auto, as new points come' : `Every ${printRefresh(choice)}`
}
