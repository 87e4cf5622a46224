import type { UnixMs } from '~/domain/units-of-measure'
import type { RoundPlan } from '~/domain/wall/plan-round'

/** What the foot says of the round, such as "1 of 4, next in 0:22". `skipped` are paths of pages that nobody has. */
export function roundNote(plan: RoundPlan, nowMs: UnixMs, skipped: readonly string[]): string {
  const { round, turn, next, untilMs } = plan
  const place = round.index === null ? -1 : turn.indexOf(round.index)
  const parts = place < 0 ? [] : [`${place + 1} of ${turn.length}`]
  if (round.pausedMs !== null) parts.push('paused')
  else if (round.cause === 'alert' && next === null) parts.push('stays while critical')
  else if (next !== null && untilMs !== null) parts.push(`next in ${clockOf(Math.max(0, untilMs - nowMs))}`)
  if (skipped.length > 0) parts.push(`skipped: ${skipped.join(' ')}`)
  return parts.join(', ')
}

function clockOf(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const pad = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}
