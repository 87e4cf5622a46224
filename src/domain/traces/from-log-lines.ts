import type { LogLine } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import { assembleTrace, type ToldSpan } from './assemble'
import type { SpanEvent, Trace } from './model'

/** Names under which lines tell what did the work. */
const SERVICE_FIELDS = ['service', 'service.name', 'service_name', 'app', 'application', 'component']

/** Fields that become no tags: they are the span itself. */
const OWN_FIELDS = new Set(['timestamp', 'level', 'logger', 'message', 'span_id', 'parent_span_id', 'duration_ms'])

/** What a line says of the span that it belongs to. */
interface Told {
  readonly line: LogLine
  readonly service: string
  readonly spanId: string | null
  readonly parentId: string | null
  /** Null where it is not a number. */
  readonly durationMs: number | null
}

/**
 * The trace that log lines of one id tell. A line with `duration_ms` is the end of a span of that length, one with `span_id` belongs
 * to that span, `parent_span_id` names what called it. Where no line has either, each service is a lane: a line lasts until
 * the next of its service, and nothing is said about what called what. Null for no lines.
 */
export function traceOfLines(id: string, lines: readonly LogLine[]): Trace | null {
  if (lines.length === 0) return null
  const told = lines.map(readLine).toSorted((a, b) => a.line.timeMs - b.line.timeMs)
  const hasSpans = told.some(({ spanId, parentId }) => spanId !== null || parentId !== null)
  return hasSpans ? assembleTrace(id, spansOf(told), 'log-spans') : assembleTrace(id, lanesOf(told), 'log-order')
}

function readLine(line: LogLine): Told {
  const duration = Number(fieldOf(line, 'duration_ms') ?? Number.NaN)
  return {
    line,
    service: serviceOf(line),
    spanId: fieldOf(line, 'span_id'),
    parentId: fieldOf(line, 'parent_span_id'),
    durationMs: Number.isFinite(duration) ? duration : null,
  }
}

/** A field by its path, or by the last name of one. */
export function fieldOf({ fields }: LogLine, name: string): string | null {
  const field = fields.find(({ path }) => path === name) ?? fields.find(({ path }) => path.endsWith(`.${name}`))
  return field === undefined || field.type === 'null' || field.value === '' ? null : field.value
}

export function serviceOf(line: LogLine): string {
  for (const name of SERVICE_FIELDS) {
    const service = fieldOf(line, name)
    if (service !== null) return service
  }
  return line.stream
}

function spansOf(told: readonly Told[]): readonly ToldSpan[] {
  const groups = new Map<string, Told[]>()
  const loose: Told[] = []
  for (const one of told) {
    // A line that names its caller and no span of its own is a span by itself.
    const key = one.spanId ?? (one.parentId === null ? null : `line ${one.line.id}`)
    if (key === null) loose.push(one)
    else listAt(groups, key).push(one)
  }
  const byService = new Map<string, GrowingSpan[]>()
  for (const [id, lines] of groups) {
    const span = spanOfLines(id, lines)
    listAt(byService, span.service).push(span)
  }
  const homeless: Told[] = []
  for (const one of loose) {
    const home = homeOf(one, byService.get(one.service) ?? [])
    if (home === undefined) homeless.push(one)
    else home.events.push(eventOf(one.line))
  }
  return [...[...byService.values()].flat(), ...lanesOf(homeless)]
}

function listAt<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

interface GrowingSpan extends ToldSpan {
  readonly events: SpanEvent[]
}

function spanOfLines(id: string, lines: readonly Told[]): GrowingSpan {
  const first = lines[0] as Told
  const last = lines.at(-1) as Told
  // The last one that says how long: a span is over when it tells.
  const end = lines.findLast(({ durationMs }) => durationMs !== null)
  const measuredMs = end?.durationMs ?? null
  const startMs = end !== undefined && measuredMs !== null ? end.line.timeMs - measuredMs : first.line.timeMs
  const leastMs = last.line.timeMs - first.line.timeMs
  const teller = end ?? first
  return {
    id,
    parentId: lines.find(({ parentId }) => parentId !== null)?.parentId ?? null,
    service: teller.service,
    name: nameOf(teller.line),
    startMs,
    durationMs: measuredMs ?? leastMs,
    durationIs: measuredMs !== null ? 'measured' : first.spanId !== null ? 'open' : 'unknown',
    failed: lines.some(({ line }) => isFailure(line)),
    tags: tagsOf(teller.line),
    events: lines.map(({ line }) => eventOf(line)),
  }
}

/** The shortest of a service's spans that was running when a line was written. */
function homeOf({ line }: Told, spans: readonly GrowingSpan[]): GrowingSpan | undefined {
  return spans
    .filter((span) => isWithin(line.timeMs, span))
    .reduce<GrowingSpan | undefined>(
      (best, span) => (best === undefined || span.durationMs < best.durationMs ? span : best),
      undefined,
    )
}

function isWithin(timeMs: UnixMs, { startMs, durationMs }: ToldSpan): boolean {
  return timeMs >= startMs && timeMs <= startMs + durationMs
}

/** A span a line, without parents: measured ones end with their line, others last until the next of their service. */
function lanesOf(told: readonly Told[]): readonly ToldSpan[] {
  /** When the next line of a service begins. */
  const nextStart = new Map<string, UnixMs>()
  const spans: ToldSpan[] = []
  for (const { line, service, durationMs } of told.toReversed()) {
    const startMs = line.timeMs - (durationMs ?? 0)
    const guessedMs = Math.max(0, (nextStart.get(service) ?? startMs) - startMs)
    nextStart.set(service, startMs)
    spans.push({
      id: `line ${line.id}`,
      parentId: null,
      service,
      name: nameOf(line),
      startMs,
      durationMs: durationMs ?? guessedMs,
      durationIs: durationMs !== null ? 'measured' : guessedMs > 0 ? 'guessed' : 'unknown',
      failed: isFailure(line),
      tags: tagsOf(line),
      events: [eventOf(line)],
    })
  }
  return spans.reverse()
}

/** What a line says it did: its operation or endpoint where it has one, else its message. */
function nameOf(line: LogLine): string {
  const method = fieldOf(line, 'method')
  const endpoint = fieldOf(line, 'operation') ?? fieldOf(line, 'endpoint')
  if (endpoint !== null) return method === null ? endpoint : `${method} ${endpoint}`
  return line.message.slice(0, 200)
}

function isFailure({ level }: LogLine): boolean {
  return level === 'error' || level === 'critical'
}

function tagsOf({ fields }: LogLine): ToldSpan['tags'] {
  return fields.filter(({ path }) => !OWN_FIELDS.has(path)).map(({ path, value }) => ({ key: path, value }))
}

function eventOf({ id, timeMs, message, exception }: LogLine): SpanEvent {
  return { timeMs, name: message, exception, lineId: id }
}
