/** An expression for comparison in tests: without places, and with matchers in one order. */
export function withoutSpans(expr: unknown): unknown {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(([key]) => key !== 'span')
    return Object.fromEntries(entries.map(([key, part]) => [key, key === 'matchers' ? sorted(part) : strip(part)]))
  }
  const sorted = (matchers: unknown) =>
    Array.isArray(matchers) ? [...matchers].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : matchers
  return strip(expr)
}
