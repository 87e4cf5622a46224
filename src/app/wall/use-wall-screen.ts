import { useEffect, useState } from 'react'
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

/** Hides a pointer that nobody moves. */
function usePointerRest(): void {
  const [isResting, setResting] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), POINTER_REST_MS)
    const onMove = () => {
      clearTimeout(timer)
      setResting(false)
      timer = setTimeout(() => setResting(true), POINTER_REST_MS)
    }
    document.addEventListener('pointermove', onMove)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointermove', onMove)
    }
  }, [])
  useEffect(() => {
    if (!isResting) return undefined
    document.body.dataset['pointer'] = 'resting'
    return () => {
      delete document.body.dataset['pointer']
    }
  }, [isResting])
}
