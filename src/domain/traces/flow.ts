import { FLOW_FIELDS, type FlowField, LOG_LEVELS, type LogLevel, type LogLine } from '~/domain/logs/model'
import type { LogQuery } from '~/domain/logs/query/log-query'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { fieldOf, serviceOf, traceOfLines } from './from-log-lines'
import type { Span, TraceSummary } from './model'
import { summaryOf } from './summary'

/** Lines in which a field has exactly this value, whatever is in it. */
export function flowQuery(field: FlowField, id: string): LogQuery {
  const values = [{ text: id, wildcard: false }]
  return { terms: [{ kind: 'field', negated: false, field, op: '=', values }] }
}

/** The traces that lines belong to, each as far as these lines tell it, by start. */
export function tracesOfLines(lines: readonly LogLine[]): readonly TraceSummary[] {
  const groups = new Map<string, LogLine[]>()
  for (const line of lines) {
    const id = fieldOf(line, 'trace_id')
    if (id === null) continue
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [line])
    else group.push(line)
  }
  return [...groups]
    .flatMap(([id, own]) => {
      const trace = traceOfLines(id, own)
      return trace === null ? [] : [summaryOf(trace)]
    })
    .toSorted((a, b) => a.startMs - b.startMs)
}

/** Ids of other flows that lines belong to, the most frequent first. */
export interface RelatedIds {
  readonly field: FlowField
  readonly ids: readonly string[]
  /** How many more there are. */
  readonly others: number
}

const MOST_RELATED = 5

export function relatedIds(lines: readonly LogLine[], own: FlowField): readonly RelatedIds[] {
  return FLOW_FIELDS.filter((field) => field !== own).flatMap((field) => {
    const counts = new Map<string, number>()
    for (const line of lines) {
      const id = fieldOf(line, field)
      if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    if (counts.size === 0) return []
    const ids = [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id)
    return [{ field, ids: ids.slice(0, MOST_RELATED), others: Math.max(0, ids.length - MOST_RELATED) }]
  })
}

/** Lines of one service that lie close to each other in time. */
export interface LaneMark {
  /** The first of them, from 0 at the start of the whole to 1 at its end. */
  readonly at: number
  readonly count: number
  /** The worst of theirs. */
  readonly level: LogLevel
  readonly firstMs: UnixMs
}

export interface FlowLane {
  readonly service: string
  readonly lines: number
  readonly marks: readonly LaneMark[]
}

export interface FlowLanes {
  readonly startMs: UnixMs
  readonly durationMs: DurationMs
  /** In the order in which services are first heard of. */
  readonly lanes: readonly FlowLane[]
}

/** When each service said something; `places` are told apart along the way. Lines are in the order of time. */
export function flowLanes(lines: readonly LogLine[], places: number): FlowLanes {
  const startMs = lines[0]?.timeMs ?? 0
  const durationMs = (lines.at(-1)?.timeMs ?? 0) - startMs
  const lanes = new Map<string, Map<number, LaneMark>>()
  for (const line of lines) {
    const at = durationMs === 0 ? 0 : (line.timeMs - startMs) / durationMs
    const place = Math.min(places - 1, Math.floor(at * places))
    const service = serviceOf(line)
    const marks = lanes.get(service) ?? new Map<number, LaneMark>()
    lanes.set(service, marks)
    const mark = marks.get(place) ?? { at, count: 0, level: line.level, firstMs: line.timeMs }
    marks.set(place, { ...mark, count: mark.count + 1, level: worse(mark.level, line.level) })
  }
  return {
    startMs,
    durationMs,
    lanes: [...lanes].map(([service, marks]) => {
      const list = [...marks.values()]
      return { service, lines: list.reduce((sum, { count }) => sum + count, 0), marks: list }
    }),
  }
}

function worse(a: LogLevel, b: LogLevel): LogLevel {
  return LOG_LEVELS.indexOf(a) >= LOG_LEVELS.indexOf(b) ? a : b
}

/** The lines that tell of a span: those it is made of, and those that name it. */
export function linesOfSpan<Line extends { readonly line: LogLine }>(
  span: Span,
  lines: readonly Line[],
): readonly Line[] {
  const ids = new Set(span.events.flatMap(({ lineId }) => lineId ?? []))
  return lines.filter(({ line }) => ids.has(line.id) || fieldOf(line, 'span_id') === span.id)
}

/** Platforms that lines are of, by the names of their streams and services: those of a platform begin with its id. */
export function platformsOfLines(lines: readonly LogLine[], platforms: readonly string[]): readonly string[] {
  const names = new Set(lines.flatMap((line) => [line.stream, serviceOf(line), fieldOf(line, 'platform') ?? '']))
  return platforms.filter((id) =>
    [...names].some((name) => name === id || (name.startsWith(id) && /[^A-Za-z0-9]/.test(name.charAt(id.length)))),
  )
}
