/** A gauge opens at the bottom: 240 degrees from lower left over the top to lower right. */
const SWEEP = (240 / 180) * Math.PI
const START = Math.PI - (SWEEP - Math.PI) / 2

function pointAt(share: number, radius: number): string {
  const angle = START + share * SWEEP
  return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`
}

/** SVG path of the arc between two shares (0 to 1) of a gauge around 0,0; empty where there is no length. */
export function arcPath(from: number, to: number, radius: number): string {
  if (!(to > from)) return ''
  const large = (to - from) * SWEEP > Math.PI ? 1 : 0
  return `M${pointAt(from, radius)}A${radius} ${radius} 0 ${large} 1 ${pointAt(to, radius)}`
}

/** SVG path of a tick across the arc at a share. */
export function tickPath(share: number, inner: number, outer: number): string {
  return `M${pointAt(share, inner)}L${pointAt(share, outer)}`
}

/** Where a value lies between two bounds, 0 to 1; infinities lie at the ends, NaN nowhere. */
export function shareOf(value: number, min: number, max: number): number | null {
  if (Number.isNaN(value) || !(max > min)) return null
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}
