/** What the page's heap holds. Chromium alone says it, and rounds it where the page is not isolated; null elsewhere. */
export function heapBytes(): number | null {
  const { memory } = performance as { readonly memory?: { readonly usedJSHeapSize?: unknown } }
  return typeof memory?.usedJSHeapSize === 'number' ? memory.usedJSHeapSize : null
}
