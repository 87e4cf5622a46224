import { pressOf } from './keys'
import { isMac } from './platform'
import { NOTHING_PENDING, type Pending, stepSequence } from './sequence'

export type ShortcutGroup = 'General' | 'Time' | 'Panel under the pointer' | 'Log lines'

export interface Shortcut {
  /** Chords with a space between them: `mod+k`, `g h`, `t left`, `?`. */
  readonly keys: string
  /** Other keys that do the same and need no line in the sheet. */
  readonly aliases?: readonly string[]
  readonly label: string
  readonly group: ShortcutGroup
  /** A shortcut that does not apply now lets the key through to the page. */
  readonly isActive?: () => boolean
  readonly run: () => void
}

export interface ShortcutRegistry {
  /** Adds shortcuts until the returned function is called. The last added wins over equal keys. */
  readonly add: (shortcuts: readonly Shortcut[]) => () => void
  /** What is registered now, in order of registration; the same array until it changes. */
  readonly list: () => readonly Shortcut[]
  readonly subscribe: (listener: () => void) => () => void
  /** Handles a `keydown` of the page; prevents its default when a shortcut ran. */
  readonly handle: (event: KeyboardEvent, nowMs: number) => void
}

/** A registry of keyboard shortcuts: what it lists is what works, so the help sheet cannot lie. */
export function createShortcutRegistry(mac: boolean = isMac()): ShortcutRegistry {
  let registered: readonly Shortcut[] = []
  let pending: Pending = NOTHING_PENDING
  const listeners = new Set<() => void>()
  const change = (next: readonly Shortcut[]) => {
    registered = next
    for (const listener of listeners) listener()
  }
  return {
    add(shortcuts) {
      change([...registered, ...shortcuts])
      return () => change(registered.filter((one) => !shortcuts.includes(one)))
    },
    list: () => registered,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    handle(event, nowMs) {
      if (event.defaultPrevented || isBusy(event.target)) return
      const press = pressOf(event)
      if (press === null) return
      const bindings = registered
        .filter((shortcut) => shortcut.isActive?.() ?? true)
        .flatMap((shortcut) => [shortcut.keys, ...(shortcut.aliases ?? [])].map((keys) => ({ keys, shortcut })))
      const step = stepSequence(pending, press, nowMs, bindings, mac)
      pending = step.pending
      if (step.fired === null) return
      event.preventDefault()
      step.fired.shortcut.run()
    },
  }
}

const TEXT_TYPES = new Set([
  'text',
  'search',
  'url',
  'tel',
  'email',
  'password',
  'number',
  'date',
  'time',
  'datetime-local',
])

/** Whether the key belongs to what has the focus: a field, or a dialog or menu with keys of its own. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  if (target instanceof HTMLInputElement) return TEXT_TYPES.has(target.type)
  if (target instanceof HTMLElement && target.isContentEditable) return true
  return target.closest('textarea, select, [role="dialog"], [role="menu"], [role="listbox"], [role="textbox"]') !== null
}

/** The page's own registry. */
export const pageShortcuts: ShortcutRegistry = createShortcutRegistry()
