import * as v from 'valibot'
import { isObject } from '~/data/decode/envelope'
import { assembleTrace, type ToldSpan } from '~/domain/traces/assemble'
import type { SpanEvent, Trace } from '~/domain/traces/model'

/*
 * The JSON of Jaeger's query service, as its UI reads it: https://www.jaegertracing.io/docs/latest/apis/#internal-http-json.
 * Times are microseconds since the epoch. Not promised to stay, so whatever is missing or of another type is left out.
 */

const text = v.fallback(v.string(), '')
const list = v.fallback(v.array(v.unknown()), [])
/** A string as it is, anything else as JSON prints it. */
const anyText = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))),
)
const tag = v.object({ key: v.string(), value: anyText })
const tags = v.pipe(
  list,
  v.transform((items) => readable(tag, items).slice(0, MOST_TAGS)),
)
const log = v.object({ timestamp: v.number(), fields: tags })
const reference = v.object({ refType: text, traceID: text, spanID: v.string() })
const span = v.object({
  spanID: v.string(),
  operationName: text,
  references: v.pipe(
    list,
    v.transform((items) => readable(reference, items)),
  ),
  startTime: v.number(),
  duration: v.number(),
  tags,
  logs: v.pipe(
    list,
    v.transform((items) => readable(log, items).slice(0, MOST_LOGS)),
  ),
  processID: text,
  warnings: v.fallback(v.array(v.string()), []),
})
const process = v.object({ serviceName: v.string() })
const trace = v.object({
  traceID: v.string(),
  spans: list,
  processes: v.fallback(v.custom<Readonly<Record<string, unknown>>>(isObject), {}),
})

const MOST_TAGS = 200
const MOST_LOGS = 1_000

/** `data` of an answer with traces; null where there is none. */
export const tracesSchema = v.object({ data: v.nullish(v.array(trace)) })
export const servicesSchema = v.object({ data: v.nullish(v.array(v.string())) })
type WireTrace = v.InferOutput<typeof trace>
type WireSpan = v.InferOutput<typeof span>

function readable<Schema extends v.GenericSchema>(schema: Schema, items: readonly unknown[]): v.InferOutput<Schema>[] {
  return items.flatMap((item) => {
    const result = v.safeParse(schema, item)
    return result.success ? [result.output] : []
  })
}

/** A trace as Jaeger tells it. Spans that cannot be read are left out, with a warning that counts them. */
export function traceOfWire({ traceID, spans, processes }: WireTrace): Trace {
  const known = readable(span, spans)
  const made = assembleTrace(
    traceID,
    known.map((one) => toldSpan(one, traceID, serviceOf(processes, one.processID))),
    'spans',
  )
  const lost = spans.length - known.length
  const own = known.flatMap((one) => one.warnings.map((warning) => `${one.operationName}: ${warning}`)).slice(0, 20)
  const warnings = [...(lost > 0 ? [`${lost} of ${spans.length} spans cannot be read.`] : []), ...made.warnings, ...own]
  return { ...made, warnings }
}

function serviceOf(processes: Readonly<Record<string, unknown>>, id: string): string {
  // An own property: "constructor" names no process.
  const result = v.safeParse(process, Object.hasOwn(processes, id) ? processes[id] : undefined)
  return result.success ? result.output.serviceName : 'unknown service'
}

function toldSpan(one: WireSpan, traceId: string, service: string): ToldSpan {
  return {
    id: one.spanID,
    parentId: parentOf(one, traceId),
    service,
    name: one.operationName,
    startMs: one.startTime / 1000,
    durationMs: one.duration / 1000,
    durationIs: 'measured',
    failed: one.tags.some(isFailure),
    tags: one.tags,
    events: one.logs.map(({ timestamp, fields }) => eventOf(timestamp / 1000, fields)),
  }
}

/** The span that called this one, else one that it follows; a reference to another trace is no parent. */
function parentOf({ references }: WireSpan, traceId: string): string | null {
  const own = references.filter(({ traceID }) => traceID === '' || traceID === traceId)
  return (own.find(({ refType }) => refType === 'CHILD_OF') ?? own[0])?.spanID ?? null
}

function isFailure({ key, value }: { readonly key: string; readonly value: string }): boolean {
  return (key === 'error' && value === 'true') || (key === 'otel.status_code' && value === 'ERROR')
}

/** A log of a span; exceptions by the names of OpenTelemetry's conventions. */
function eventOf(timeMs: number, fields: WireSpan['tags']): SpanEvent {
  const find = (...keys: readonly string[]) => fields.find(({ key }) => keys.includes(key))?.value
  const type = find('exception.type', 'error.kind')
  const stack = find('exception.stacktrace', 'stack')
  const message = find('exception.message', 'message') ?? ''
  const isException = type !== undefined || stack !== undefined
  const said = find('event', 'message', 'exception.message')
  return {
    timeMs,
    name: said ?? fields.map(({ key, value }) => `${key}=${value}`).join(' '),
    exception: isException ? { type: type ?? 'exception', message, traceback: stack ?? '' } : null,
    lineId: null,
  }
}
