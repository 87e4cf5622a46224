import { useEffect } from 'react'
import { useWakeLock, type WakeState } from './use-wake-lock'

const POINTER_REST_MS = 3_000

/** What holds as long as a screen hangs on a wall, whichever page it shows: its colours, no pointer, no sleep. */
export function useWallScreen(): WakeState {
  // A class: charts read their colours again when it comes and goes.
  useEffect(() => {
    document.documentElement.classList.add('wall')
    return () => document.documentElement.classList.remove('wall')
  }, [])
  usePointerRest()
  return useWakeLock()
}

/**
 * Hides a pointer that nobody moves: by the element under it alone. A rule for all elements would have the browser work out the style of the whole page
 * whenever somebody moves it.
 */
function usePointerRest(): void {
  useEffect(() => {
    let hidden: HTMLElement | SVGElement | undefined
    const show = () => {
      delete hidden?.dataset['pointer']
      hidden = undefined
    }
    const hide = () => {
      show()
      hidden = [...document.querySelectorAll<HTMLElement | SVGElement>(':hover')].at(-1)
      if (hidden !== undefined) hidden.dataset['pointer'] = 'resting'
    }
    let isResting = false
    const rest = () => {
      isResting = true
      hide()
    }
    let timer = setTimeout(rest, POINTER_REST_MS)
    const onMove = () => {
      clearTimeout(timer)
      isResting = false
      show()
      timer = setTimeout(rest, POINTER_REST_MS)
    }
    // Also where the page moves under it, such as to the next one of a playlist.
    const onOver = () => {
      if (isResting) hide()
    }
    document.addEventListener('pointermove', onMove)
    document.addEventListener('mouseover', onOver)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointermove', onMove)
      document.removeEventListener('mouseover', onOver)
      show()
    }
  }, [])
}
