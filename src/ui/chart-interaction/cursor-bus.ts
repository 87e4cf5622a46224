/** Where the crosshair is, and who moved it; null where it is nowhere. */
export type CursorListener = (timeMs: number | null, source: object) => void

const groups = new Map<string, Set<CursorListener>>()

/** Listens to the crosshair of a group; returns how to stop. */
export function listenToCursor(group: string, listener: CursorListener): () => void {
  const listeners = groups.get(group) ?? new Set()
  groups.set(group, listeners.add(listener))
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && groups.get(group) === listeners) groups.delete(group)
  }
}

/** Moves the crosshair of a group, on the chart that moves it too. */
export function moveCursor(group: string, timeMs: number | null, source: object): void {
  for (const listener of groups.get(group) ?? []) listener(timeMs, source)
}
