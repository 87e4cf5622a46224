import { DialogSurface } from '~/ui/primitives/DialogSurface'
import { Kbd } from '~/ui/primitives/Kbd'
import type { Shortcut } from '~/ui/primitives/shortcuts/registry'
import { useRegisteredShortcuts } from '~/ui/primitives/shortcuts/use-shortcuts'
import styles from './shortcut-sheet.module.css'

export interface ShortcutSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Every shortcut that works on this page now. */
export function ShortcutSheet({ open, onOpenChange }: ShortcutSheetProps) {
  const registered = useRegisteredShortcuts()
  const groups = new Map<string, Shortcut[]>()
  for (const shortcut of registered) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut])
  }
  return (
    <DialogSurface open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" className={styles['sheet'] ?? ''}>
      <div className={styles['groups']}>
        {[...groups].map(([name, shortcuts]) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={`${keys} ${label}`} className={styles['row']}>
                  <dt>{label}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles['note']}>
        Point at a panel for its own keys; a drag over its chart zooms, with Shift it opens the logs of that span. No
        key acts while you type in a field.
      </p>
    </DialogSurface>
  )
}
