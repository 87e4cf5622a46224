import type { Span, SpanEvent, Trace } from './model'

/** A span as it was told: nothing about it is believed yet. */
export interface ToldSpan {
  readonly id: string
  readonly parentId: string | null
  readonly service: string
  readonly name: string
  readonly startMs: number
  readonly durationMs: number
  readonly durationIs: Span['durationIs']
  readonly failed: boolean
  readonly tags: Span['tags']
  readonly events: readonly SpanEvent[]
}

/** More are left out, with a warning. */
export const MOST_SPANS = 50_000
const MOST_WARNINGS = 20

/**
 * Makes a trace of what was told about its spans. A parent that is not there, a circle of parents, a negative duration, one id told
 * twice: each is mended as little as can be and becomes a warning, so that every span is shown.
 */
export function assembleTrace(id: string, told: readonly ToldSpan[], madeOf: Trace['madeOf']): Trace {
  const warnings = new Set<string>()
  const kept = told.length > MOST_SPANS ? told.slice(0, MOST_SPANS) : told
  if (kept.length < told.length) warnings.add(`${told.length - kept.length} of ${told.length} spans are left out.`)

  const unique = new Map<string, ToldSpan>()
  /** For ids that were told again, the number to try next: fifty thousand of one id must not be counted from two each time. */
  const nextCopy = new Map<string, number>()
  for (const span of kept) {
    let own = span.id
    if (unique.has(own)) {
      warnings.add(`Several spans have the id ${quoted(span.id)}; each is shown.`)
      let n = nextCopy.get(span.id) ?? 2
      while (unique.has(`${span.id}#${n}`)) n++
      own = `${span.id}#${n}`
      nextCopy.set(span.id, n + 1)
    }
    unique.set(own, own === span.id ? span : { ...span, id: own })
  }

  const circles = findCircles(unique)
  const spans = [...unique.values()].map((span): Span => {
    const { parentId, startMs, durationMs, ...rest } = span
    const isCircle = circles.has(span.id)
    if (isCircle) warnings.add(`The span ${quoted(span.id)} is its own ancestor; it is shown without a parent.`)
    const isMissing = parentId !== null && !unique.has(parentId)
    if (isMissing) warnings.add(`The parent ${quoted(parentId)} is not in the trace; its children are shown as roots.`)
    const isBackward = !(durationMs >= 0)
    if (isBackward) warnings.add(`The span ${quoted(span.id)} ends before it begins; it is shown without a length.`)
    return {
      ...rest,
      startMs,
      durationMs: isBackward ? 0 : durationMs,
      durationIs: isBackward ? 'unknown' : span.durationIs,
      parentId: isCircle || isMissing ? null : parentId,
      missingParentId: isMissing ? parentId : null,
    }
  })
  return { id, spans: parentsFirst(spans), madeOf, warnings: [...warnings].slice(0, MOST_WARNINGS) }
}

/** For each circle of parents, the one span of it at which it is cut: the one told first. */
function findCircles(spans: ReadonlyMap<string, ToldSpan>): ReadonlySet<string> {
  const cut = new Set<string>()
  const settled = new Set<string>()
  for (const start of spans.keys()) {
    if (settled.has(start)) continue
    const path = new Set<string>()
    let at: string | null = start
    while (at !== null && !settled.has(at) && !path.has(at)) {
      path.add(at)
      at = spans.get(at)?.parentId ?? null
    }
    // It came back to itself and was not known before: the circle begins where the path meets it.
    if (at !== null && path.has(at)) cut.add(at)
    for (const one of path) settled.add(one)
  }
  return cut
}

/** By start; of equal ones a parent before its child. */
function parentsFirst(spans: readonly Span[]): readonly Span[] {
  const depths = depthsOf(spans)
  return spans.toSorted((a, b) => a.startMs - b.startMs || (depths.get(a.id) ?? 0) - (depths.get(b.id) ?? 0))
}

/** How many ancestors each span has. Parents of these spans have no circles. */
export function depthsOf(spans: readonly Span[]): ReadonlyMap<string, number> {
  const parents = new Map(spans.map((span) => [span.id, span.parentId]))
  const depths = new Map<string, number>()
  for (const { id } of spans) {
    const path: string[] = []
    let at: string | null = id
    while (at !== null && !depths.has(at)) {
      path.push(at)
      at = parents.get(at) ?? null
    }
    let depth = at === null ? 0 : (depths.get(at) ?? 0) + 1
    for (const one of path.toReversed()) {
      depths.set(one, depth)
      depth += 1
    }
  }
  return depths
}

function quoted(id: string): string {
  return `"${id.length > 40 ? `${id.slice(0, 40)}…` : id}"`
}
