import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

export interface Box {
  readonly width: number
  readonly height: number
  /** Pixels of one rem, which a wall has more of. */
  readonly rem: number
}

/** The size of an element, followed; null until it is laid out. */
export function useBox<Element extends HTMLElement>(): readonly [RefObject<Element | null>, Box | null] {
  const ref = useRef<Element>(null)
  const [box, setBox] = useState<Box | null>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
      if (width > 0 && height > 0) {
        setBox((before) =>
          before?.width === width && before.height === height && before.rem === rem ? before : { width, height, rem },
        )
      }
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, box]
}
