import type { Status } from '~/domain/thresholds'
import { formatText } from '~/domain/units/format-value'
import { hashOf } from '~/lib/hash'
import { type LaneState, type Segment, TONE_PATTERNS } from '~/ui/chart/lane'
import type { PanelData, PanelFormat, PanelProps } from '../panel-kind'
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
  /** The newest state; null where there is no value now. */
  readonly current: LaneState | null
  /** Part of the known time in the state that is watched, 0 to 1; null where no time is known. No traffic is not known. */
  readonly share: number | null
}

export interface Lanes {
  readonly states: readonly LaneState[]
  /** Part of the known time of all lanes in each state; null for no traffic. */
  readonly shares: readonly (number | null)[]
  readonly lanes: readonly LaneFacts[]
  /** The state whose share is written; null where there is none. */
  readonly watched: LaneState | null
}

/** States as they are met, so that each has one number. */
class StateBook {
  readonly states: LaneState[] = []
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

  indexOfValue(value: number): number {
    if (Number.isNaN(value)) return this.indexOf(NO_TRAFFIC)
    const state = stateOfValue(value, this.options.mappings, this.options.steps)
    if (state !== null) return this.indexOf(statusState(state.text, state.status))
    const text = formatText(value, this.format)
    const isNew = !this.known.has(keyOf({ text, tone: 'unknown' }))
    if (isNew && this.states.length >= MAX_STATES) return this.indexOf(OTHERS)
    const colour = `--s${1 + (hashOf(text) % PALETTE)}`
    return this.indexOf({ text, tone: 'unknown', colour, pattern: 'solid' })
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

/** What a state timeline shows of a panel's data. */
export function buildLanes(
  data: PanelData,
  range: PanelProps<StateOptions>['range'],
  options: StateOptions,
  format: PanelFormat,
): Lanes {
  const book = new StateBook(options, format)
  const drawn = data.series.slice(0, options.limit).map((series) => {
    const segments = segmentsOf(series, data.timesMs, data.stepMs, range, (value) => book.indexOfValue(value))
    return { series, segments, now: series.last === null ? null : book.indexOfValue(series.last.value) }
  })
  const { states } = book
  const watchedAt = states.findIndex(({ text, tone }) =>
    options.share === undefined ? tone === 'ok' : text === options.share,
  )
  const times = drawn.map(({ segments }) => timeInStates(segments, states.length))
  const idle = states.findIndex(isNoTraffic)
  const knownOf = (one: readonly number[]) => one.reduce((sum, ms, i) => (i === idle ? sum : sum + ms), 0)
  const all = states.map((_, i) => times.reduce((sum, one) => sum + (one[i] ?? 0), 0))
  const shareOf = (ms: number, known: number) => (known > 0 ? ms / known : null)
  return {
    states,
    shares: all.map((ms, i) => (i === idle ? null : shareOf(ms, knownOf(all)))),
    watched: states[watchedAt] ?? null,
    lanes: drawn.map(({ series, segments, now }, i) => ({
      id: series.id,
      name: series.name,
      segments,
      current: now === null ? null : (states[now] ?? null),
      share: watchedAt < 0 ? null : shareOf(times[i]?.[watchedAt] ?? 0, knownOf(times[i] ?? [])),
    })),
  }
}
