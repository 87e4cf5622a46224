import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import type { EvalOptions } from '~/domain/promql/eval/options'
import { compareLabels, sortLabels } from '~/domain/promql/labels'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Queryable, SeriesSlice } from '~/domain/promql/queryable'
import type { QueryResult } from '~/domain/promql/result'
import type { Labels } from '~/domain/series/frame'

/** A value a sample, `stale` where the series ends for a while, null for no sample at all. */
export type Points = readonly (number | 'stale' | null)[]

interface Timing {
  /** 0 unless told. */
  readonly startMs?: number
  /** A minute unless told. */
  readonly everyMs?: number
}

/** A series from a selector such as `x{a="1"}` and its values, one for each instant. */
export function seriesOf(
  selector: string,
  points: Points,
  { startMs = 0, everyMs = 60_000 }: Timing = {},
): SeriesSlice {
  const samples = points.flatMap((value, i) => (value === null ? [] : [{ timeMs: startMs + i * everyMs, value }]))
  return {
    labels: labelsOf(selector),
    timesMs: Float64Array.from(samples, ({ timeMs }) => timeMs),
    values: Float64Array.from(samples, ({ value }) => (value === 'stale' ? Number.NaN : value)),
    stale: points.includes('stale') ? Uint8Array.from(samples, ({ value }) => (value === 'stale' ? 1 : 0)) : null,
  }
}

/** The labels that a selector with `=` matchers alone asks for. */
function labelsOf(selector: string): Labels {
  const expr = parsePromql(selector)
  if (expr.kind !== 'vectorSelector') throw new Error(`${selector} is no selector`)
  return sortLabels(expr.matchers.map(({ name, value }) => [name, value] as const))
}

/** A store that holds these series and nothing else, and knows regular expressions of JavaScript. */
export function sourceOf(series: readonly SeriesSlice[]): Queryable {
  const sorted = [...series].sort((a, b) => compareLabels(a.labels, b.labels))
  return {
    select: (matchers, startMs, endMs) =>
      sorted
        .filter(({ labels }) => matchers.every((matcher) => isMatch(matcher, labels.get(matcher.name) ?? '')))
        .map((one) => windowOf(one, startMs, endMs))
        .filter(({ timesMs }) => timesMs.length > 0),
  }
}

function isMatch({ op, value }: LabelMatcher, text: string): boolean {
  const isEqual = op === '=' || op === '!=' ? text === value : new RegExp(`^(?:${value})$`, 'u').test(text)
  return op.startsWith('!') ? !isEqual : isEqual
}

function windowOf({ labels, timesMs, values, stale }: SeriesSlice, startMs: number, endMs: number): SeriesSlice {
  const from = timesMs.findIndex((timeMs) => timeMs >= startMs)
  const to = timesMs.findLastIndex((timeMs) => timeMs <= endMs) + 1
  const cut = from < 0 ? to : from
  return {
    labels,
    timesMs: timesMs.subarray(cut, to),
    values: values.subarray(cut, to),
    stale: stale?.subarray(cut, to) ?? null,
  }
}

/** The answer of an instant query as lines: `x{a="1"} 5`, and for ranges `x{a="1"} 5@60 6@120` with times in seconds. */
export function askInstant(source: Queryable, expr: string, timeMs: number, options: EvalOptions = {}): string[] {
  return printResult(evaluateInstant(parsePromql(expr, { dialect: '3' }), source, { timeMs }, options))
}

/** The answer of a range query as such lines. */
export function askRange(
  source: Queryable,
  expr: string,
  range: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
  options: EvalOptions = {},
): string[] {
  return printResult(evaluateRange(parsePromql(expr, { dialect: '3' }), source, range, options))
}

function printResult(result: QueryResult): string[] {
  switch (result.type) {
    case 'string':
      return [result.value]
    case 'scalar':
      return [printNumber(result.value)]
    case 'vector':
      return result.samples.map(({ labels, value }) => `${printLabels(labels)} ${printNumber(value)}`)
    case 'matrix':
      return result.series.map(({ labels, timesMs, values }) => {
        const points = Array.from(values, (value, i) => `${printNumber(value)}@${(timesMs[i] ?? 0) / 1000}`)
        return `${printLabels(labels)} ${points.join(' ')}`
      })
  }
}

function printLabels(labels: Labels): string {
  const pairs = [...labels].filter(([name]) => name !== '__name__').map(([name, value]) => `${name}="${value}"`)
  return `${labels.get('__name__') ?? ''}{${pairs.join(',')}}`
}

function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
