interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Height of a label in font sizes. */
const LINE = 1.3

/**
 * Where the labels of horizontal lines stand, in pixels: at the left above their line, below it where the area has no room above,
 * and behind one that is there already. Null for one that has no room, which would make two unreadable.
 */
export function placeLabels(
  labels: readonly { readonly y: number; readonly width: number }[],
  area: Box,
  fontPx: number,
): (Box | null)[] {
  const gap = fontPx * 0.4
  const height = fontPx * LINE
  const right = area.left + area.width
  const taken: Box[] = []
  return labels.map(({ y, width }) => {
    const above = y - gap * 0.8 - fontPx * 1.15
    const below = y + gap - fontPx * 0.15
    const tops = y - area.top > fontPx * 1.6 ? [above, below] : [below]
    const candidates = tops
      .filter((top) => top + height <= area.top + area.height || top === tops[0])
      .map((top) => ({ left: freeLeft(top), top, width: width + gap, height }))
    // The first of all stands where it would alone, also where it is longer than the area.
    const place =
      candidates.find((box) => box.left + box.width <= right) ?? (taken.length === 0 ? (candidates[0] ?? null) : null)
    if (place !== null) taken.push(place)
    return place

    function freeLeft(top: number): number {
      const beside = taken.filter((box) => top < box.top + box.height && box.top < top + height)
      return Math.max(area.left + gap * 0.5, ...beside.map((box) => box.left + box.width + gap * 0.5))
    }
  })
}
