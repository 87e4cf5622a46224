import { useEffect, useState } from 'react'

/** Whether the screen is kept awake. `impossible`: this browser cannot, or the page came over plain HTTP. */
export type WakeState = 'awake' | 'refused' | 'impossible'

/** Asks for a screen that does not sleep, again whenever the page is shown again or the lock was taken away. */
export function useWakeLock(): WakeState {
  const [state, setState] = useState<WakeState>('wakeLock' in navigator ? 'refused' : 'impossible')
  useEffect(() => {
    if (!('wakeLock' in navigator)) return undefined
    const ended = new AbortController()
    const { signal } = ended
    let lock: WakeLockSentinel | null = null
    const ask = async () => {
      if (document.visibilityState !== 'visible' || signal.aborted || lock?.released === false) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (signal.aborted) return void lock.release()
        setState('awake')
        lock.addEventListener('release', () => setState('refused'), { signal })
      } catch {
        // A battery that runs low, or an operator who has switched it off.
        if (!signal.aborted) setState('refused')
      }
    }
    void ask()
    document.addEventListener('visibilitychange', ask, { signal })
    return () => {
      ended.abort()
      void lock?.release()
    }
  }, [])
  return state
}
