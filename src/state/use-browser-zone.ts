import { useSyncExternalStore } from 'react'

const LOOK_AGAIN_MS = 60_000

function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The IANA zone of the viewer's system; looks again once a minute, for laptops travel. */
export function useBrowserZone(): string {
  return useSyncExternalStore((listener) => {
    const timer = setInterval(listener, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, browserZone)
}
