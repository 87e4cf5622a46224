/** Seconds of a duration as it is written, such as 1h2m3s. */
export function secondsOf(text: string): number {
  const factors: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 }
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (factors[unit ?? ''] ?? 0),
    0,
  )
}
