import { formatDuration, HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { estimatedExpr, unpricedExpr } from './cost-query'
import { type ActivePrice, activePrices, type PriceKey, priceChanges, priceKeysOf } from './match-price'
import type { Price, TokenUsage } from './price-book'

/** Pieces that a window is cut into where prices change. */
const MOST_PIECES = 24
/** Label that keeps the pieces apart while they are joined; no exporter has it. */
const PIECE = 'lookout_piece'
const MAX_LENGTH = 60_000

/** Why an expression over a time of several prices cannot be built, in words. */
export class TimedFault extends Error {}

/**
 * An expression of the newest value over a window, for any time of evaluation: a dashboard looks at the past, and stays open
 * when a price changes. Without changes of price it is the plain one. Else the window is cut into pieces of at least an hour, and each is
 * taken at the prices of its end, so that only the piece in which a price changes is not exact.
 */
function timedExpr(
  prices: readonly Price[],
  window: string,
  windowMs: DurationMs | null,
  exprOf: (active: readonly ActivePrice[], window: string) => string | null,
  labels: readonly string[],
): string | null {
  const keys = priceKeysOf(prices)
  const changes = priceChanges(keys, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
  if (changes.length === 0) return exprOf(activePrices(keys, 0), window)
  if (windowMs === null) {
    throw new TimedFault('prices change over time, so the window must be a length such as 24h and no variable')
  }
  const pieceMs = Math.min(windowMs, Math.max(HOUR_MS, Math.ceil(windowMs / MOST_PIECES / MINUTE_MS) * MINUTE_MS))
  const starts = Array.from({ length: Math.ceil(windowMs / pieceMs) }, (_, i) => i * pieceMs)
  const pieces = starts.flatMap((backMs) => {
    const lengthMs = Math.min(pieceMs, windowMs - backMs)
    return epochsOf(keys, changes).flatMap(({ fromMs, toMs, active }) => {
      const plain = exprOf(active, formatDuration(lengthMs))
      return plain === null ? [] : [{ backMs, expr: gated(shifted(plain, backMs), backMs, fromMs, toMs) }]
    })
  })
  if (pieces.length === 0) return null
  const joined = pieces.map(({ expr }, i) => `label_replace(${expr}, "${PIECE}", "${i}", "", "")`).join(' or ')
  const expr = `sum${labels.length === 0 ? '' : ` by (${labels.join(', ')}) `}(${joined})`
  if (expr.length > MAX_LENGTH) throw new TimedFault('there are too many prices and changes of prices for one query')
  return expr
}

/** Moves each window of an expression of this module back. */
function shifted(expr: string, backMs: DurationMs): string {
  return backMs === 0 ? expr : expr.replaceAll('])', `] offset ${formatDuration(backMs)})`)
}

/** The expression where its time, which lies back from the evaluation, is after `fromMs` and not after `toMs`. */
function gated(expr: string, backMs: DurationMs, fromMs: UnixMs, toMs: UnixMs): string {
  const time = backMs === 0 ? 'time()' : `time() - ${backMs / 1000}`
  const lower = Number.isFinite(fromMs) ? ` > ${fromMs / 1000}` : ''
  const upper = Number.isFinite(toMs) ? ` <= ${toMs / 1000}` : ''
  return `(${expr} and on () (vector(${time})${lower}${upper}))`
}

/** The times between changes, each with what holds in it. */
function epochsOf(keys: readonly PriceKey[], changes: readonly UnixMs[]) {
  const cuts = [Number.NEGATIVE_INFINITY, ...changes, Number.POSITIVE_INFINITY]
  return cuts.slice(1).map((toMs, i) => {
    const fromMs = cuts[i] ?? Number.NEGATIVE_INFINITY
    return { fromMs, toMs, active: activePrices(keys, fromMs) }
  })
}

/** Estimated money over a window by labels, at whatever time it is evaluated; null where no price applies. Throws a TimedFault. */
export function timedEstimate(
  usage: TokenUsage,
  prices: readonly Price[],
  labels: readonly string[],
  window: string,
  windowMs: DurationMs | null,
): string | null {
  return timedExpr(prices, window, windowMs, (active, w) => estimatedExpr(usage, active, labels, w), labels)
}

/** Tokens that no price is for over a window, by model and kind, at whatever time it is evaluated. */
export function timedUnpriced(
  usage: TokenUsage,
  prices: readonly Price[],
  window: string,
  windowMs: DurationMs | null,
  labels: readonly string[],
): string {
  const expr = timedExpr(prices, window, windowMs, (active, w) => unpricedExpr(usage, active, w), labels)
  return expr ?? unpricedExpr(usage, [], window)
}
