import { ChevronLeft, ChevronRight, Undo2, ZoomOut } from 'lucide-react'
import { useServices } from '~/data/services-context'
import { describeTimeRange } from '~/domain/time/presets'
import { useZoomHistory } from '~/state/zoom-history'
import { IconButton } from '~/ui/primitives/IconButton'
import { PopoverButton } from '~/ui/primitives/PopoverButton'
import { preloadable } from '~/ui/primitives/preloadable'
import type { PageActions } from '../actions/use-page-actions'
import type { Page } from '../shell/use-page'
import styles from './time-controls.module.css'
import { zoneLabel } from './zone-label'

const picker = preloadable(() => import('./TimePicker').then((module) => module.TimePicker))

/** The range in words, its picker, and the ways to move it. */
export function TimeControls({ page, actions }: { readonly page: Page; readonly actions: PageActions }) {
  const { clock } = useServices()
  const canGoBack = useZoomHistory((history) => history.earlier.length > 0)
  const { view, change, timeZone, zoneWish, zoneIsKnown } = page
  const range = { from: view.from, to: view.to }
  return (
    <fieldset aria-label="Time range" className={styles['group']}>
      <IconButton label="Earlier" shortcut="t ←" onClick={() => actions.shift('back')}>
        <ChevronLeft size="1rem" aria-hidden />
      </IconButton>
      <PopoverButton
        className={styles['range'] ?? ''}
        popupLabel="Time range and zone"
        align="center"
        onPreload={picker.preload}
        data-testid="time-range"
        content={(close) => (
          <picker.Component
            range={range}
            timeZone={timeZone}
            zoneWish={zoneWish}
            onRange={actions.setRange}
            compare={view.compare}
            onCompare={actions.compareWith}
            onZone={(zone) => change({ timeZone: zone })}
            onDone={close}
          />
        )}
      >
        <span className={styles['words']}>{describeTimeRange(range, timeZone)}</span>
        {zoneWish !== 'browser' && (
          <span className={styles['zone']}>
            {zoneIsKnown ? zoneLabel(timeZone, clock.nowMs()) : `UTC: "${zoneWish}" is not known here`}
          </span>
        )}
      </PopoverButton>
      <IconButton label="Later" shortcut="t →" onClick={() => actions.shift('forward')}>
        <ChevronRight size="1rem" aria-hidden />
      </IconButton>
      <IconButton label="Zoom out" shortcut="t -" onClick={actions.zoomOut}>
        <ZoomOut size="1rem" aria-hidden />
      </IconButton>
      {canGoBack && (
        <IconButton label="Back to the range before" shortcut="Ctrl Z" onClick={actions.zoomBack}>
          <Undo2 size="1rem" aria-hidden />
        </IconButton>
      )}
    </fieldset>
  )
}
