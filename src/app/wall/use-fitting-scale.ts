import { useEffect, useState } from 'react'

/** Smaller than this nobody reads it from afar; what does not fit then is below the screen's edge. */
const LEAST = 0.5

/** How much smaller text has to be for the whole page to be on the screen, 1 or less; 1 where it need not fit. */
export function useFittingScale(mustFit: boolean): number {
  const [scale, setScale] = useState(1)
  useEffect(() => {
    if (!mustFit) return undefined
    // A page of a playlist lies in a frame of its own, which cuts it.
    const stage = document.querySelector('[data-shown="true"]')
    const whole = stage ?? document.documentElement
    const shrink = () => {
      const share = innerHeight / whole.scrollHeight
      if (share < 1) setScale((before) => Math.max(LEAST, before * share))
    }
    const again = () => setScale(1)
    // What is smaller has another size, so this goes on until it fits.
    const observer = new ResizeObserver(shrink)
    observer.observe(stage?.querySelector('main') ?? document.body)
    window.addEventListener('resize', again)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', again)
      setScale(1)
    }
  }, [mustFit])
  return mustFit ? scale : 1
}
