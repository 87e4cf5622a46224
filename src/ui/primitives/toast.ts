/** A short note about something that the reader just did. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'fault'
}

const SHOWN_MS = 4_000
const MOST = 3

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Shows a note for four seconds, a fault for twice as long; literal text. */
export function showToast(text: string, tone: Toast['tone'] = 'plain'): void {
  lastId += 1
  const id = lastId
  change([...toasts, { id, text, tone }].slice(-MOST))
  setTimeout(() => change(toasts.filter((toast) => toast.id !== id)), tone === 'fault' ? SHOWN_MS * 2 : SHOWN_MS)
}

/** The notes on screen, for `useSyncExternalStore`. */
export const toastStore = {
  list: (): readonly Toast[] => toasts,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
