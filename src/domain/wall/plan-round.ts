import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { Hours } from './hours'
import { isWithinHours, nextHoursChange } from './within-hours'

/** A page of a playlist, as far as the round goes. */
export interface RoundPage {
  readonly seconds: number
  /** None means always. */
  readonly hours: readonly Hours[]
  /** By whose clocks: IANA name. */
  readonly timeZone: string
  /** It can be shown: it is a page of this installation. */
  readonly isKnown: boolean
}

export interface RoundFacts {
  readonly pages: readonly RoundPage[]
  /** Server time. */
  readonly nowMs: UnixMs
  /** Pages with a firing critical alert. */
  readonly alarmed: ReadonlySet<number>
}

/** Where the round is. */
export interface Round {
  /** The page to show; null where none is due. */
  readonly index: number | null
  readonly sinceMs: UnixMs
  /** Why it is shown: its turn, a firing critical alert, or somebody asked for it. */
  readonly cause: 'turn' | 'alert' | 'hand'
  /** The page that an alert has interrupted. */
  readonly interrupted: number | null
  /** Since when somebody holds the page; null for nobody. */
  readonly pausedMs: UnixMs | null
}

export interface RoundPlan {
  readonly round: Round
  /** The page after this one; null where nobody can tell, or there is no other. */
  readonly next: number | null
  /** When it changes by itself; null for not before something happens. */
  readonly untilMs: UnixMs | null
  /** Pages that are due at this time, in their order. */
  readonly turn: readonly number[]
}

/** A page that was paused and left goes on after so long: a wall has nobody who remembers. */
export const LONGEST_PAUSE_MS: DurationMs = 600_000

/** What a wall shows now and when that changes. Missed turns are not made up for: after a night asleep the next page is shown. */
export function planRound(before: Round | null, facts: RoundFacts): RoundPlan {
  const { pages, nowMs } = facts
  const turn = indexesWhere(pages, (page) => page.isKnown && isOpen(page, nowMs))
  // An alert does not wait for the hours of its page.
  const alarmed = indexesWhere(pages, ({ isKnown }, index) => isKnown && facts.alarmed.has(index))
  const round = roundOf(before, { ...facts, turn, alarmed })
  const { index } = round
  if (index === null) return { round, next: null, untilMs: hoursChange(pages, facts), turn }
  if (round.pausedMs !== null) return { round, next: null, untilMs: round.pausedMs + LONGEST_PAUSE_MS, turn }
  const next = after(index, alarmed.length > 0 ? alarmed : turn)
  const isAlone = next === null || next === index
  // Alone it stays; only the hours of some page change that, and no hours end an alert.
  if (isAlone) return { round, next: null, untilMs: alarmed.length > 0 ? null : hoursChange(pages, facts), turn }
  const dueMs = round.sinceMs + secondsOf(pages, index) * 1000
  const own = alarmed.length === 0 ? pages.slice(index, index + 1) : []
  return { round, next, untilMs: Math.min(dueMs, hoursChange(own, facts) ?? dueMs), turn }
}

/** The page before or after, by hand: it has its full time. Goes among the pages that are due, and those with an alert. */
export function stepRound(round: Round, plan: RoundPlan, facts: RoundFacts, direction: 1 | -1): Round {
  const { pages, nowMs, alarmed } = facts
  const there = indexesWhere(pages, ({ isKnown }, i) => isKnown && (plan.turn.includes(i) || alarmed.has(i)))
  const ordered = direction === 1 ? there : [...there].reverse()
  const index = direction === 1 ? after(round.index, ordered) : before(round.index, ordered)
  if (index === null) return round
  return { ...round, index, sinceMs: nowMs, cause: 'hand', pausedMs: round.pausedMs === null ? null : nowMs }
}

interface Facts extends Omit<RoundFacts, 'alarmed'> {
  readonly turn: readonly number[]
  readonly alarmed: readonly number[]
}

function roundOf(last: Round | null, { pages, nowMs, turn, alarmed }: Facts): Round {
  const fresh = (index: number | null, more: Partial<Round> = {}): Round => ({
    ...{ index, sinceMs: nowMs, cause: 'turn', interrupted: null, pausedMs: null },
    ...more,
  })
  if (last === null || last.index === null) {
    return alarmed[0] === undefined ? fresh(turn[0] ?? null) : fresh(alarmed[0], { cause: 'alert' })
  }
  // A clock that was set back makes no page stay for hours.
  const held = { ...last, index: last.index, sinceMs: Math.min(last.sinceMs, nowMs) }
  const isOver = nowMs - held.sinceMs >= secondsOf(pages, held.index) * 1000
  if (alarmed.length > 0) {
    // Who went to another page by hand may look at it for its time.
    if (held.cause === 'hand' && !isOver) return { ...held, pausedMs: null }
    const interrupted = held.cause === 'alert' ? held.interrupted : held.index
    const alert = { cause: 'alert', interrupted } as const
    if (!alarmed.includes(held.index)) return fresh(after(held.index, alarmed), alert)
    if (held.cause !== 'alert') return { ...held, ...alert, sinceMs: isOver ? nowMs : held.sinceMs, pausedMs: null }
    return isOver && alarmed.length > 1 ? fresh(after(held.index, alarmed), alert) : held
  }
  if (held.cause === 'alert') {
    const { interrupted } = held
    return fresh(interrupted !== null && turn.includes(interrupted) ? interrupted : after(interrupted, turn))
  }
  if (held.pausedMs !== null && nowMs - held.pausedMs < LONGEST_PAUSE_MS) return held
  if (turn.includes(held.index) && !isOver && held.pausedMs === null) return held
  return fresh(after(held.index, turn))
}

/** Each once, then from the beginning; the page itself where there is no other. */
function after(index: number | null, among: readonly number[]): number | null {
  return among.find((each) => each > (index ?? -1)) ?? among[0] ?? null
}

function before(index: number | null, descending: readonly number[]): number | null {
  return descending.find((each) => each < (index ?? Number.POSITIVE_INFINITY)) ?? descending[0] ?? null
}

function secondsOf(pages: readonly RoundPage[], index: number): number {
  return pages[index]?.seconds ?? 0
}

function indexesWhere(pages: readonly RoundPage[], test: (page: RoundPage, index: number) => boolean): number[] {
  return pages.flatMap((page, index) => (test(page, index) ? [index] : []))
}

function isOpen({ hours, timeZone }: RoundPage, nowMs: UnixMs): boolean {
  return isWithinHours(hours, nowMs, timeZone)
}

function hoursChange(pages: readonly RoundPage[], { nowMs }: RoundFacts): UnixMs | null {
  const known = pages.filter(({ isKnown }) => isKnown)
  const changes = known.flatMap(({ hours, timeZone }) => nextHoursChange(hours, nowMs, timeZone) ?? [])
  return changes.length === 0 ? null : Math.min(...changes)
}
