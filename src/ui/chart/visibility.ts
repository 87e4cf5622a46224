/** Which series are drawn; null is all of them. Held by id, so that a series that comes later stays out of an isolation. */
export type Shown = ReadonlySet<string> | null

/** Whether a series is drawn. An isolation of series that are all gone counts as none. */
export function isShown(shown: Shown, ids: readonly string[], id: string): boolean {
  return shown === null || shown.has(id) || !ids.some((other) => shown.has(other))
}

/** A click: this series alone, or all again where it was alone. */
export function isolateSeries(shown: Shown, ids: readonly string[], id: string): Shown {
  const alone = shown !== null && ids.every((other) => isShown(shown, ids, other) === (other === id))
  return alone ? null : new Set([id])
}

/** A click with ctrl or cmd: this series on or off; the last one does not go off, all come back. */
export function toggleSeries(shown: Shown, ids: readonly string[], id: string): Shown {
  const next = new Set(ids.filter((other) => isShown(shown, ids, other)))
  if (!next.delete(id)) next.add(id)
  return next.size === 0 || next.size === ids.length ? null : next
}
