let context: OffscreenCanvasRenderingContext2D | null = null

/** Width of a text in pixels, measured apart from the page: on a canvas of the page it would force a layout. */
export function textWidth(text: string, font: string): number {
  context ??= new OffscreenCanvas(1, 1).getContext('2d')
  if (context === null) return text.length * 7
  if (context.font !== font) context.font = font
  return context.measureText(text).width
}
