import { type Status, statusOf } from '~/domain/thresholds'
import { formatText } from '~/domain/units/format-value'
import { hashOf } from '~/lib/hash'
import { type LaneState, type Segment, TONE_PATTERNS } from '~/ui/chart/lane'
import type { PanelData, PanelFormat, PanelOverlay, PanelProps, PanelSeries } from '../panel-kind'
import { stateOfValue } from '../value-state'
import type { StateOptions } from './options'
import { segmentsOf, timeInStates } from './segments'

/** More different values than these are no states. */
const MAX_STATES = 24
const PALETTE = 8
/** Of NaN: 0/0. */
const NO_TRAFFIC: LaneState = { text: 'no traffic', tone: 'unknown', colour: '--unknown', pattern: 'lines' }
const OTHERS: LaneState = { text: 'other values', tone: 'unknown', colour: '--unknown', pattern: 'lines' }

/** What a lane says beside its picture. */
export interface LaneFacts {
  readonly id: string
  readonly name: string
  readonly segments: readonly Segment[]
  /** Those of the earlier period and their share, at the same places; null where there is none. */
  readonly earlier: { readonly segments: readonly Segment[]; readonly share: number | null } | null
  /** The newest state; null where there is no value now. */
  readonly current: LaneState | null
  /** Part of the known time in the state that is watched, 0 to 1; null where no time is known. No traffic is not known. */
  readonly share: number | null
}

export interface Lanes {
  readonly states: readonly LaneState[]
  /** Part of the known time of all lanes in each state; null for no traffic, and for what may be good or not. */
  readonly shares: readonly (number | null)[]
  readonly lanes: readonly LaneFacts[]
  /** The state whose share is written; null where there is none. */
  readonly watched: LaneState | null
}

/** States as they are met, so that each has one number. */
class StateBook {
  readonly states: LaneState[] = []
  /** Places of states that do not say whether a value was good. */
  readonly unsure = new Set<number>()
  private readonly known = new Map<string, number>()
  private readonly options: StateOptions
  private readonly format: PanelFormat

  constructor(options: StateOptions, format: PanelFormat) {
    this.options = options
    this.format = format
    // Declared states first, in their order: the legend does not jump with the data.
    for (const { text, status } of options.mappings) this.indexOf(statusState(text, status))
    for (const step of options.steps) {
      const state = stateOfValue(step.value ?? Number.NEGATIVE_INFINITY, [], options.steps)
      if (state !== null) this.indexOf(statusState(state.text, state.status))
    }
  }

  /** `top`: a value that equals it is only known to be at least that. */
  indexOfValue(value: number, top: number | undefined): number {
    if (Number.isNaN(value)) return this.indexOf(NO_TRAFFIC)
    if (value === top) return this.indexOfLeast(value)
    const state = stateOfValue(value, this.options.mappings, this.options.steps)
    if (state !== null) return this.indexOf(statusState(state.text, state.status))
    const text = formatText(value, this.format)
    const isNew = !this.known.has(keyOf({ text, tone: 'unknown' }))
    if (isNew && this.states.length >= MAX_STATES) return this.indexOf(OTHERS)
    const colour = `--s${1 + (hashOf(text) % PALETTE)}`
    return this.indexOf({ text, tone: 'unknown', colour, pattern: 'solid' })
  }

  /** It may be anything above: no word stands for it, but for that of the highest step, and no status that a higher one would change. */
  private indexOfLeast(value: number): number {
    const { steps } = this.options
    const highest = steps.at(-1)
    const isHighest = highest !== undefined && (highest.value === null || value >= highest.value)
    const state = isHighest ? stateOfValue(value, [], steps) : null
    if (state !== null) return this.indexOf(statusState(state.text, state.status))
    const status = statusOf(value, steps, true)
    const at = this.indexOf(statusState(formatText(value, { ...this.format, atLeast: true }), status))
    if (status === 'unknown' && steps.length > 0) this.unsure.add(at)
    return at
  }

  private indexOf(state: LaneState): number {
    const key = keyOf(state)
    const known = this.known.get(key)
    if (known !== undefined) return known
    this.known.set(key, this.states.length)
    this.states.push(state)
    return this.states.length - 1
  }
}

function keyOf({ text, tone }: Pick<LaneState, 'text' | 'tone'>): string {
  return `${tone}\n${text}`
}

/** Also of a declared state that says the same: it is the same row of the legend. */
export function isNoTraffic(state: LaneState): boolean {
  return keyOf(state) === keyOf(NO_TRAFFIC)
}

function statusState(text: string, status: Status): LaneState {
  return { text, tone: status, colour: `--${status}`, pattern: TONE_PATTERNS[status] }
}

interface LaneOverlay {
  readonly earlier?: PanelData | null
  readonly topBounds?: PanelOverlay['topBounds'] | undefined
}

/** What a state timeline shows of a panel's data. */
export function buildLanes(
  data: PanelData,
  range: PanelProps<StateOptions>['range'],
  options: StateOptions,
  format: PanelFormat,
  { earlier = null, topBounds }: LaneOverlay = {},
): Lanes {
  const book = new StateBook(options, format)
  const stateOf = ({ id }: PanelSeries) => {
    const top = topBounds?.get(id)
    return (value: number) => book.indexOfValue(value, top)
  }
  const drawn = data.series.slice(0, options.limit).map((series) => {
    const segments = segmentsOf(series, data.timesMs, data.stepMs, range, stateOf(series))
    return { series, segments, now: series.last === null ? null : stateOf(series)(series.last.value) }
  })
  // After all of those, so that a state that is no more does not change the others' places.
  const before = drawn.map(({ series }) => {
    const then = earlier?.series.find(({ id }) => id === series.id)
    if (!earlier || !then) return null
    return segmentsOf(then, earlier.timesMs, earlier.stepMs, range, stateOf(then))
  })
  const { states, unsure } = book
  const watchedAt = states.findIndex(({ text, tone }) =>
    options.share === undefined ? tone === 'ok' : text === options.share,
  )
  const times = drawn.map(({ segments }) => timeInStates(segments, states.length))
  const idle = states.findIndex(isNoTraffic)
  const isKnown = (i: number) => i !== idle && !unsure.has(i)
  const knownOf = (one: readonly number[]) => one.reduce((sum, ms, i) => (isKnown(i) ? sum + ms : sum), 0)
  const all = states.map((_, i) => times.reduce((sum, one) => sum + (one[i] ?? 0), 0))
  const shareOf = (ms: number, known: number) => (known > 0 ? ms / known : null)
  const watchedShareOf = (one: readonly number[]) => (watchedAt < 0 ? null : shareOf(one[watchedAt] ?? 0, knownOf(one)))
  const earlierOf = (segments: readonly Segment[] | null) =>
    segments && { segments, share: watchedShareOf(timeInStates(segments, states.length)) }
  return {
    states,
    shares: all.map((ms, i) => (isKnown(i) ? shareOf(ms, knownOf(all)) : null)),
    watched: states[watchedAt] ?? null,
    lanes: drawn.map(({ series, segments, now }, i) => ({
      id: series.id,
      name: series.name,
      segments,
      earlier: earlierOf(before[i] ?? null),
      current: now === null ? null : (states[now] ?? null),
      share: watchedShareOf(times[i] ?? []),
    })),
  }
}
