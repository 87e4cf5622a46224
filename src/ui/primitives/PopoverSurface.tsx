import { CSPProvider } from '@base-ui/react/csp-provider'
import { Popover } from '@base-ui/react/popover'
import { type ReactNode, type RefObject, Suspense } from 'react'
import { classNames } from './class-names'
import styles from './surface.module.css'

export interface PopoverSurfaceProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly anchor: RefObject<HTMLElement | null>
  /** Name of the popover for the ear. */
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly className?: string
  readonly children: ReactNode
}

/** The popover itself, in the chunk that carries Base UI: reach it through `PopoverButton`. */
export function PopoverSurface({ open, onOpenChange, anchor, label, align, className, children }: PopoverSurfaceProps) {
  return (
    <CSPProvider disableStyleElements>
      <Popover.Root
        open={open}
        onOpenChange={(next, details) => {
          // A press on the button that opened it is the button's own business: it toggles.
          const target = details.event.target
          if (!next && target instanceof Node && anchor.current?.contains(target) === true) return
          onOpenChange(next)
        }}
      >
        <Popover.Portal>
          <Popover.Positioner
            anchor={anchor}
            align={align ?? 'end'}
            sideOffset={6}
            collisionPadding={8}
            className={styles['positioner'] ?? ''}
          >
            <Popover.Popup aria-label={label} className={classNames(styles['popup'], className)} finalFocus={anchor}>
              <Suspense fallback={<p className={styles['waiting']}>Loading…</p>}>{children}</Suspense>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </CSPProvider>
  )
}
