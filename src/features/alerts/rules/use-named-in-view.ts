import { useEffect, useRef } from 'react'

/** Whoever does one of these has taken hold of the page. */
const HANDS = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const

/**
 * Brings the line that the address names into view: once, and again where it moves while the list is not settled, unless somebody
 * has taken hold of the page. What is opened by hand later is in view already. `place` is -1 while there is no such line.
 */
export function useNamedInView(place: number, isSettled: boolean, show: (place: number) => void): void {
  const isDone = useRef(false)
  const latest = useRef(show)
  latest.current = show
  useEffect(() => {
    const done = () => {
      isDone.current = true
    }
    for (const name of HANDS) window.addEventListener(name, done, { capture: true, passive: true })
    return () => {
      for (const name of HANDS) window.removeEventListener(name, done, { capture: true })
    }
  }, [])
  useEffect(() => {
    if (isDone.current) return
    if (place >= 0) latest.current(place)
    isDone.current = isSettled
  }, [place, isSettled])
}
