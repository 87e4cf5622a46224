import { CSPProvider } from '@base-ui/react/csp-provider'
import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { RefObject } from 'react'
import { classNames } from './class-names'
import type { MenuGroup, MenuItem } from './menu-entry'
import styles from './surface.module.css'

export interface MenuSurfaceProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly anchor: RefObject<HTMLElement | null>
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly groups: readonly MenuGroup[]
}

/** The menu itself, in the chunk that carries Base UI: reach it through `MenuButton`. */
export function MenuSurface({ open, onOpenChange, anchor, label, align, groups }: MenuSurfaceProps) {
  return (
    <CSPProvider disableStyleElements>
      <Menu.Root
        open={open}
        onOpenChange={(next, details) => {
          const target = details.event.target
          if (
            !next &&
            details.reason === 'outside-press' &&
            target instanceof Node &&
            anchor.current?.contains(target)
          ) {
            return
          }
          onOpenChange(next)
        }}
      >
        <Menu.Portal>
          <Menu.Positioner
            anchor={anchor}
            align={align ?? 'end'}
            sideOffset={6}
            collisionPadding={8}
            className={styles['positioner'] ?? ''}
          >
            <Menu.Popup aria-label={label} className={classNames(styles['popup'], styles['menu'])} finalFocus={anchor}>
              {groups.map((group) => (
                <Menu.Group key={group.id} className={styles['group'] ?? ''}>
                  {group.label !== undefined && (
                    <Menu.GroupLabel className={styles['heading'] ?? ''}>{group.label}</Menu.GroupLabel>
                  )}
                  {group.items.map((item) => (
                    <Line key={item.id} item={item} />
                  ))}
                </Menu.Group>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </CSPProvider>
  )
}

function Line({ item }: { readonly item: MenuItem }) {
  const content = (
    <>
      <span className={styles['mark']}>
        {item.checked === true ? <Check size="0.875rem" aria-hidden /> : item.icon}
      </span>
      <span className={styles['words']}>{item.label}</span>
      {item.hint !== undefined && <span className={styles['hint']}>{item.hint}</span>}
    </>
  )
  const shared = { className: styles['item'] ?? '', disabled: item.disabled ?? false, label: item.label }
  if (item.checked === undefined) {
    return (
      <Menu.Item {...shared} onClick={item.onSelect}>
        {content}
      </Menu.Item>
    )
  }
  return (
    <Menu.CheckboxItem {...shared} checked={item.checked} onCheckedChange={item.onSelect} closeOnClick>
      {content}
    </Menu.CheckboxItem>
  )
}
