import { PromqlParseError, type VectorSelector } from '~/domain/promql/ast'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { printExpr } from '~/domain/promql/print-expr'
import { formatDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import { DecodeError } from '~/lib/decode'

/** A text as one vector selector that a range can be put behind. Throws a DecodeError at `path`. */
export function readSelectorText(text: string, path: string): VectorSelector {
  const fault = (message: string) => new DecodeError([{ path, message }])
  try {
    const expr = parsePromql(text)
    if (expr.kind !== 'vectorSelector') throw fault('must be one selector, such as jobs_total{platform="shorts"}')
    if (expr.offsetMs !== 0 || expr.at !== undefined) throw fault('must have no offset and no @')
    return expr
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error
    throw fault(`is not a selector: ${error.message}`)
  }
}

/** The selector over a window that ends at the evaluation time: `name{...}[5m]`. */
export function selectOver(selector: VectorSelector, windowMs: DurationMs): string {
  return `${printExpr(selector)}[${formatDuration(windowMs)}]`
}

/** Bases of the names that a histogram's parts may be given by. */
const PART = /_(?:bucket|count|sum)$/

/** The selector of a histogram's `_bucket` or `_count`, whichever part it was named by. */
export function histogramPart(histogram: VectorSelector, part: 'bucket' | 'count', le?: readonly string[]) {
  const name = `${(histogram.name ?? '').replace(PART, '')}_${part}`
  const others = histogram.matchers.filter(({ name: label }) => label !== '__name__')
  const bounds = le === undefined ? [] : [leMatcher(le)]
  const named = { name: '__name__', op: '=', value: name } as const
  return { ...histogram, name, matchers: [named, ...others, ...bounds] } satisfies VectorSelector
}

function leMatcher(texts: readonly string[]) {
  const [only = ''] = texts
  if (texts.length === 1) return { name: 'le', op: '=', value: only } as const
  const pattern = texts.map((text) => text.replace(/[.+]/g, '\\$&')).join('|')
  return { name: 'le', op: '=~', value: pattern } as const
}

/**
 * The texts by which libraries write one bound as `le`: Go `300`, Prometheus 3 and Java `300.0`, and from a million on with an exponent.
 */
export function leTexts(bound: number): readonly string[] {
  const plain = String(bound)
  const texts = Number.isInteger(bound) && !plain.includes('e') ? [plain, `${plain}.0`] : [plain]
  if (bound >= 1e6 || bound < 1e-4) {
    const [mantissa = '', exponent = '0'] = bound.toExponential().split('e')
    const power = Number(exponent)
    const digits = String(Math.abs(power)).padStart(2, '0')
    texts.push(`${mantissa}e${power < 0 ? '-' : '+'}${digits}`)
    texts.push(`${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${power}`)
  }
  return [...new Set(texts)]
}
