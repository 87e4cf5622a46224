import { type RefCallback, useCallback, useState } from 'react'

export interface Box {
  readonly width: number
  readonly height: number
}

/** Size of an element in CSS pixels, as it changes; null until it is in the page. */
export function useBox(): readonly [RefCallback<HTMLElement>, Box | null] {
  const [box, setBox] = useState<Box | null>(null)
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined
    const read = () => {
      const { clientWidth: width, clientHeight: height } = element
      setBox((before) => (before?.width === width && before.height === height ? before : { width, height }))
    }
    read()
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, box]
}
