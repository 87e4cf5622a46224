import { useSyncExternalStore } from 'react'

const SECOND_MS = 1_000

let count = 0
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function beat(): void {
  count += 1
  for (const listener of listeners) listener()
}

function adjust(): void {
  const wanted = listeners.size > 0 && document.visibilityState === 'visible'
  if (wanted && timer === undefined) timer = setInterval(beat, SECOND_MS)
  if (!wanted && timer !== undefined) {
    clearInterval(timer)
    timer = undefined
  }
}

function onVisibility(): void {
  adjust()
  if (document.visibilityState === 'visible') beat()
}

/** Calls back once a second while the page is visible, and at once when it becomes visible, until the returned function is called. */
export function eachSecond(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', onVisibility)
  listeners.add(listener)
  adjust()
  return () => {
    listeners.delete(listener)
    adjust()
    if (listeners.size === 0) document.removeEventListener('visibilitychange', onVisibility)
  }
}

/**
 * Renders again once a second while the page is visible, and at once when it becomes visible. One timer serves the whole
 * page. The number returned only grows; read the time from the server's clock.
 */
export function useSecondTick(): number {
  return useSyncExternalStore(eachSecond, () => count)
}
