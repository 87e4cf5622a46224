/** Prints a sample's value as the text format reads it, without loss. */
export function printSampleValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return String(value)
}

/**
 * Prints the bound of a bucket for its `le` label. OpenMetrics asks for one canonical form (`1.0`, `0.25`, `1e+06`), which
 * client_python uses in both formats; a series would break in two if the formats differed.
 */
export function printBucketBound(bound: number): string {
  if (!Number.isFinite(bound)) return printSampleValue(bound)
  const size = Math.abs(bound)
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    return bound.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  return Number.isInteger(bound) ? `${bound}.0` : String(bound)
}
