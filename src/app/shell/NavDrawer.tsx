import { type ReactNode, useEffect, useRef } from 'react'
import styles from './shell.module.css'

export interface NavDrawerProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The navigation over the page, where there is no room beside it; the browser's own modal dialog keeps the focus in it. */
export function NavDrawer({ open, onClose, children }: NavDrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal()
    if (!open) dialog.current?.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a modal dialog by itself; the click is the one beside it
    <dialog
      ref={dialog}
      aria-label="Navigation"
      className={styles['drawer']}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {open && children}
    </dialog>
  )
}
