import { CSPProvider } from '@base-ui/react/csp-provider'
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import buttons from './button.module.css'
import { classNames } from './class-names'
import styles from './surface.module.css'

export interface DialogSurfaceProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** Keeps the title for the ear: the content says it in its own way. */
  readonly titleHidden?: boolean
  readonly initialFocus?: RefObject<HTMLElement | null>
  readonly className?: string
  readonly children: ReactNode
}

/** A modal dialog. It carries Base UI, so import it from a lazily loaded file only. */
export function DialogSurface(props: DialogSurfaceProps) {
  const { open, onOpenChange, title, titleHidden = false, initialFocus, className, children } = props
  return (
    <CSPProvider disableStyleElements>
      <Dialog.Root open={open} onOpenChange={onOpenChange}>
        <Dialog.Portal>
          <Dialog.Backdrop className={styles['backdrop'] ?? ''} />
          <Dialog.Popup
            className={classNames(styles['dialog'], className)}
            {...(initialFocus !== undefined && { initialFocus })}
          >
            {titleHidden ? (
              <Dialog.Title className="sr-only">{title}</Dialog.Title>
            ) : (
              <header className={styles['top']}>
                <Dialog.Title className={styles['title'] ?? ''}>{title}</Dialog.Title>
                <Dialog.Close
                  aria-label="Close"
                  title="Close (Esc)"
                  className={classNames(buttons['button'], buttons['quiet'], buttons['icon'])}
                >
                  <X size="1rem" aria-hidden />
                </Dialog.Close>
              </header>
            )}
            {children}
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </CSPProvider>
  )
}
