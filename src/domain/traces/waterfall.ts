import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { depthsOf } from './assemble'
import { childrenOf, endOf } from './critical-path'
import type { Span, Trace } from './model'

/** A row of the waterfall. */
export interface WaterfallRow {
  readonly span: Span
  /** 0 for a root. */
  readonly depth: number
  /** Of all descendants. */
  readonly hidden: number
  readonly hasChildren: boolean
  /** It or one that is hidden under it failed. */
  readonly failed: boolean
}

/** From the first start to the last end. */
export interface TraceExtent {
  readonly startMs: UnixMs
  readonly durationMs: DurationMs
}

export function extentOf(spans: readonly Span[]): TraceExtent {
  let [startMs, endMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const span of spans) {
    startMs = Math.min(startMs, span.startMs)
    endMs = Math.max(endMs, endOf(span))
  }
  return spans.length === 0 ? { startMs: 0, durationMs: 0 } : { startMs, durationMs: endMs - startMs }
}

/**
 * Rows in the order of a waterfall: each span above its children, these by start. What is below a span whose id is in `folded` is
 * hidden and counted.
 */
export function waterfallRows({ spans }: Trace, folded: ReadonlySet<string>): readonly WaterfallRow[] {
  const children = childrenOf(spans)
  const depths = depthsOf(spans)
  const below = descendantsOf(spans)
  const rows: WaterfallRow[] = []
  const stack = spans.filter(({ parentId }) => parentId === null).toReversed()
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const own = children.get(span.id) ?? []
    const isFolded = folded.has(span.id) && own.length > 0
    const { count, failed } = below.get(span.id) ?? { count: 0, failed: false }
    rows.push({
      span,
      depth: depths.get(span.id) ?? 0,
      hidden: isFolded ? count : 0,
      hasChildren: own.length > 0,
      failed: span.failed || (isFolded && failed),
    })
    if (!isFolded) stack.push(...own.toReversed())
  }
  return rows
}

function descendantsOf(
  spans: readonly Span[],
): ReadonlyMap<string, { readonly count: number; readonly failed: boolean }> {
  const depths = depthsOf(spans)
  const below = new Map<string, { count: number; failed: boolean }>()
  // The deepest first, so that each is complete when its parent asks.
  for (const span of spans.toSorted((a, b) => (depths.get(b.id) ?? 0) - (depths.get(a.id) ?? 0))) {
    if (span.parentId === null) continue
    const own = below.get(span.id)
    const above = below.get(span.parentId) ?? { count: 0, failed: false }
    above.count += 1 + (own?.count ?? 0)
    above.failed ||= span.failed || (own?.failed ?? false)
    below.set(span.parentId, above)
  }
  return below
}

/** What each service did in a trace. */
export interface ServiceShare {
  readonly service: string
  readonly spans: number
  readonly failed: number
  /** Time in its spans that none of their children took, in milliseconds. */
  readonly selfMs: DurationMs
}

/** Services in the order in which they first appear. */
export function servicesOf({ spans }: Trace): readonly ServiceShare[] {
  const children = childrenOf(spans)
  const shares = new Map<string, { spans: number; failed: number; selfMs: number }>()
  for (const span of spans) {
    const share = shares.get(span.service) ?? { spans: 0, failed: 0, selfMs: 0 }
    share.spans += 1
    share.failed += span.failed ? 1 : 0
    share.selfMs += span.durationMs - coveredMs(span, children.get(span.id) ?? [])
    shares.set(span.service, share)
  }
  return [...shares].map(([service, share]) => ({ service, ...share }))
}

/** How much of a span its children cover together; children are in the order of their starts. */
function coveredMs(span: Span, children: readonly Span[]): DurationMs {
  let [covered, untilMs] = [0, span.startMs]
  for (const child of children) {
    const startMs = Math.max(child.startMs, untilMs)
    const endMs = Math.min(endOf(child), endOf(span))
    if (endMs <= startMs) continue
    covered += endMs - startMs
    untilMs = endMs
  }
  return covered
}
