let context: OffscreenCanvasRenderingContext2D | null = null
// The same labels come back at every refresh.
const known = new Map<string, number>()
const MAX_KNOWN = 2000

/** Width of a text in pixels, measured apart from the page: on a canvas of the page it would force a layout. */
export function textWidth(text: string, font: string): number {
  const key = `${font}\n${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  context ??= new OffscreenCanvas(1, 1).getContext('2d')
  if (context === null) return text.length * 7
  if (context.font !== font) context.font = font
  const { width } = context.measureText(text)
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, width)
  return width
}

/** Forgets all widths: the same font name may now be another face. */
export function forgetTextWidths(): void {
  known.clear()
}
