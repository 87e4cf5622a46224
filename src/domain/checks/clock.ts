import type { DurationMs, UnixMs } from '../units-of-measure'
import { type Finding, finding } from './finding'
import type { ClockReading, Observation } from './observation'

/** Beyond this much Lookout says it: ages and ranges are off by as much. */
const WORTH_MS: DurationMs = 30_000
/** Beyond this much silences, rules and staleness go wrong. */
const GRAVE_MS: DurationMs = 5 * 60_000

/**
 * Reads a clock from a Date header (RFC 9110, 5.6.7): it is cut to the second, so half a second has passed on average, and it was
 * written somewhere between asking and hearing. Null for no date.
 */
export function readDate(header: string | null, sentMs: UnixMs, heardMs: UnixMs): ClockReading | null {
  const dateMs = Date.parse(header ?? '')
  if (Number.isNaN(dateMs) || heardMs < sentMs) return null
  return readTime(dateMs + 500, 500, sentMs, heardMs)
}

/** Reads a clock from a time that a server told while it was asked, right to within `roundedMs`. */
export function readTime(timeMs: UnixMs, roundedMs: DurationMs, sentMs: UnixMs, heardMs: UnixMs): ClockReading {
  return {
    offsetMs: Math.round(timeMs - (sentMs + heardMs) / 2),
    uncertaintyMs: Math.round(roundedMs + (heardMs - sentMs) / 2),
  }
}

/** By how much a clock is wrong for sure: 0 within what could not be told. */
function sureMs({ offsetMs, uncertaintyMs }: ClockReading): DurationMs {
  return Math.max(0, Math.abs(offsetMs) - uncertaintyMs)
}

/**
 * How far this computer's own clock is from what the servers agree on; null where fewer than two tell their time, or where they do
 * not agree: then nobody knows who is wrong.
 */
export function ownOffset(observations: readonly Observation[]): DurationMs | null {
  const offsets = observations.flatMap(({ clock }) => clock?.offsetMs ?? []).sort((a, b) => a - b)
  const middle = offsets[Math.floor(offsets.length / 2)]
  if (offsets.length < 2 || middle === undefined) return null
  const agreeing = offsets.filter((offsetMs) => Math.abs(offsetMs - middle) <= WORTH_MS)
  return agreeing.length * 2 > offsets.length ? middle : null
}

/** What is wrong with a server's clock. `ownMs` is what `ownOffset` found: a server is held against the others then. */
export function findClock({ title, clock }: Observation, ownMs: DurationMs | null): readonly Finding[] {
  if (clock === null) return []
  const against = { ...clock, offsetMs: clock.offsetMs - (ownMs ?? 0) }
  if (sureMs(against) <= WORTH_MS) return []
  const than = ownMs === null ? "this computer's" : "the other servers'"
  return [
    finding(
      sureMs(against) > GRAVE_MS ? 'crit' : 'warn',
      'clock',
      `The clock of ${title} is ${spellOffset(against)} ${than}.`,
      ownMs === null
        ? 'Turn on time synchronisation (NTP) there and here; which of the two is wrong cannot be told from one server.'
        : 'Turn on time synchronisation (NTP) on that server: silences, rules and ages are off by as much.',
    ),
  ]
}

/** What is wrong with this computer's own clock. */
export function findOwnClock(ownMs: DurationMs | null): readonly Finding[] {
  if (ownMs === null || Math.abs(ownMs) <= WORTH_MS) return []
  return [
    finding(
      'warn',
      'own-clock',
      `This computer's clock is ${spellMs(Math.abs(ownMs))} ${ownMs > 0 ? 'behind' : 'ahead of'} that of the servers.`,
      'Lookout goes by the servers, so what it shows is right. Turn on time synchronisation here for everything else.',
    ),
  ]
}

/** Such as "2 min ahead of"; for `offsetMs` of a server held against another clock. */
function spellOffset({ offsetMs, uncertaintyMs }: ClockReading): string {
  return `${spellMs(Math.abs(offsetMs))} (± ${spellMs(uncertaintyMs)}) ${offsetMs > 0 ? 'ahead of' : 'behind'}`
}

/** A reading in few words: "+0.3 s ± 0.6 s". */
export function formatReading({ offsetMs, uncertaintyMs }: ClockReading): string {
  const sign = offsetMs < 0 ? '−' : '+'
  return `${sign}${spellMs(Math.abs(offsetMs))} ± ${spellMs(uncertaintyMs)}`
}

function spellMs(ms: DurationMs): string {
  if (ms < 100_000) return `${(Math.round(ms / 100) / 10).toString()} s`
  if (ms < 2 * 3_600_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 2 * 86_400_000) return `${Math.round(ms / 360_000) / 10} h`
  return `${Math.round(ms / 8_640_000) / 10} d`
}
