import { useLayoutEffect } from 'react'

/** Gives the whole page text of this size, in CSS pixels of a rem, while it is shown; null leaves it as it is. */
export function useRootRem(remPx: number | null): void {
  useLayoutEffect(() => {
    if (remPx === null) return undefined
    const { style } = document.documentElement
    style.setProperty('--scale', String(remPx / readerPx()))
    return () => void style.removeProperty('--scale')
  }, [remPx])
}

/** The reader's own font size, which the scale multiplies. */
function readerPx(): number {
  const style = getComputedStyle(document.documentElement)
  const scale = Number.parseFloat(style.getPropertyValue('--scale'))
  return Number.parseFloat(style.fontSize) / (scale > 0 ? scale : 1) || 16
}
