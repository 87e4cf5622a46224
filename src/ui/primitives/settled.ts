import { startTransition, useEffect, useState } from 'react'

/** Longest wait for the first content: a page whose sources are away needs its controls too. */
const PATIENCE_MS = 2_500
/** Longest wait for an idle moment after it. */
const IDLE_WAIT_MS = 500

let settled = false
let announced = false
let patience: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** Says that the first content is painted: what the first glance does not need may load now. */
export function announceContent(): void {
  if (announced) return
  announced = true
  clearTimeout(patience)
  const settle = () => {
    settled = true
    tellNext()
  }
  if (typeof requestIdleCallback === 'function') requestIdleCallback(settle, { timeout: IDLE_WAIT_MS })
  else setTimeout(settle, IDLE_WAIT_MS)
}

/** Each in a task of its own: together they would hold up a hand. */
function tellNext(): void {
  const [listener] = listeners
  if (listener === undefined) return
  listeners.delete(listener)
  setTimeout(tellNext)
  listener()
}

/** Calls back once the page has settled, at once if it has; returns the undo. */
export function onSettled(listener: () => void): () => void {
  if (settled) {
    listener()
    return () => undefined
  }
  patience ??= setTimeout(announceContent, PATIENCE_MS)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the first content is painted and the page has come to rest. It never goes back. What it shows is drawn in slices. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(settled)
  useEffect(() => onSettled(() => startTransition(() => setSettled(true))), [])
  return isSettled
}
