import type { UnixMs } from '~/domain/units-of-measure'
import type { Span, Trace } from './model'

/** A stretch of time in which the whole trace waited for one span and none of its children. */
export interface CriticalStretch {
  readonly spanId: string
  readonly startMs: UnixMs
  readonly endMs: UnixMs
}

/**
 * What a trace's end waited for, from its start to its end: at each moment the deepest span that had to finish, found backwards
 * from the end of the longest root by the child that finished last. Children that outlive their parent count up to its end. Null
 * where nobody told which span called which: order alone does not say what waited for what.
 *
 * As Jaeger computes it: https://www.jaegertracing.io/docs/latest/frontend-ui/ (critical path).
 */
export function criticalPath({ spans, madeOf }: Trace): readonly CriticalStretch[] | null {
  if (madeOf === 'log-order') return null
  const children = childrenOf(spans)
  const root = longest(spans.filter(({ parentId }) => parentId === null))
  if (root === undefined) return null
  const stretches: CriticalStretch[] = []
  // A stack instead of recursion: a hostile trace is 50,000 deep.
  const stack: { span: Span; fromMs: UnixMs; untilMs: UnixMs; rest: Span[] }[] = []
  const open = (span: Span, fromMs: UnixMs, untilMs: UnixMs) => {
    const begin = Math.max(span.startMs, fromMs)
    const rest = (children.get(span.id) ?? []).filter((child) => child.startMs < untilMs && endOf(child) > begin)
    stack.push({ span, fromMs: begin, untilMs, rest: rest.toSorted((a, b) => endOf(a) - endOf(b)) })
  }
  const add = (spanId: string, startMs: UnixMs, endMs: UnixMs) => {
    if (endMs > startMs) stretches.push({ spanId, startMs, endMs })
  }
  open(root, root.startMs, endOf(root))
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.rest.pop()
    if (child === undefined) {
      add(top.span.id, top.fromMs, top.untilMs)
      stack.pop()
      continue
    }
    // It began only after what is already on the path: it held up nothing.
    if (child.startMs >= top.untilMs) continue
    const endMs = Math.min(endOf(child), top.untilMs)
    if (endMs <= top.fromMs) continue
    add(top.span.id, endMs, top.untilMs)
    top.untilMs = Math.max(child.startMs, top.fromMs)
    open(child, top.untilMs, endMs)
  }
  return stretches.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
}

/** Spans by the id of their parent. */
export function childrenOf(spans: readonly Span[]): ReadonlyMap<string, readonly Span[]> {
  const children = new Map<string, Span[]>()
  for (const span of spans) {
    if (span.parentId === null) continue
    const list = children.get(span.parentId)
    if (list === undefined) children.set(span.parentId, [span])
    else list.push(span)
  }
  return children
}

export function endOf({ startMs, durationMs }: Span): UnixMs {
  return startMs + durationMs
}

function longest(spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>(
    (best, span) => (best === undefined || span.durationMs > best.durationMs ? span : best),
    undefined,
  )
}
