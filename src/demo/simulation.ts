import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { drawAttributes, drawSpread } from './draws'
import { type AttributeValues, createInstruments } from './instruments'
import { createLevels, isRecurring, type LevelReader } from './levels'
import type { MetricFamily } from './metric-family'
import type { Emission, Flow, Incident, PlatformModel } from './platform-model'
import { createRandom, drawPoisson, hashText, mixKeys, type Random } from './random'

interface Birth {
  readonly atMs: UnixMs
  readonly attributes: AttributeValues
}

interface RunningEvent {
  readonly attributes: AttributeValues
  readonly endMs: UnixMs
  readonly workSeconds: number
}

interface Tick {
  readonly index: number
  readonly startMs: UnixMs
  readonly levels: LevelReader
  /** Children to be born in this tick, by flow: parents stand before children, so the list is complete when it is read. */
  readonly births: Map<string, Birth[]>
}

/** An incident that someone asked for, besides the recurring ones. */
export interface AskedIncident {
  readonly incidentId: string
  readonly startMs: UnixMs
  readonly endMs: UnixMs
}

export interface SimulationOptions {
  readonly seed: number
  readonly startMs: UnixMs
  readonly tickMs: DurationMs
}

const NO_ATTRIBUTES: AttributeValues = new Map()

/**
 * Runs one platform model from `startMs`, tick by tick. The draws of a tick depend on (seed, platform, flow, tick) alone
 * and ticks are never skipped, so the state at a time does not depend on how the clock got there.
 */
export function createSimulation(model: PlatformModel, { seed, startMs, tickMs }: SimulationOptions) {
  const tickSeconds = tickMs / 1000
  const firstTick = Math.ceil(startMs / tickMs)
  const levels = createLevels(model, seed)
  const instruments = createInstruments(model.metrics)
  const incidents = new Map(model.incidents.map((incident) => [incident.id, incident]))
  const asked: AskedIncident[] = []
  /** Events by flow and by the tick in which they end. */
  const running = new Map(model.flows.map((flow) => [flow.id, new Map<number, RunningEvent[]>()]))
  const children = new Map(
    model.flows.map(({ id }) => [
      id,
      model.flows.filter(({ arrivals }) => 'parent' in arrivals && arrivals.parent === id),
    ]),
  )
  const keys = new Map(model.flows.map((flow) => [flow.id, mixKeys(seed, hashText(model.id), hashText(flow.id))]))
  const stocks = new Map<string, { value: number; inflowBefore: number }>()
  let nextTick = firstTick

  function incidentsAt(timeMs: UnixMs): readonly Incident[] {
    const found = new Set(model.incidents.filter((incident) => isRecurring(incident, timeMs)))
    for (const ask of asked) {
      const incident = incidents.get(ask.incidentId)
      if (incident && timeMs >= ask.startMs && timeMs < ask.endMs) found.add(incident)
    }
    return [...found]
  }

  function emit(
    emission: Emission,
    attributes: AttributeValues,
    workSeconds: number,
    tick: Tick,
    random: Random,
  ): void {
    if (emission.when && attributes.get(emission.when.attribute) !== emission.when.value) return
    const instrument = instruments.get(emission.metric)
    const { observe, amount } = emission
    if (observe === 'duration') instrument.observe(attributes, workSeconds)
    else if (observe) instrument.observe(attributes, drawSpread(observe, tick.levels, attributes, random))
    else instrument.add(attributes, amount ? drawSpread(amount, tick.levels, attributes, random) : 1)
  }

  function bearChildren(parent: Flow, at: 'start' | 'end', birth: Birth, tick: Tick, random: Random): void {
    for (const child of children.get(parent.id) ?? []) {
      const { arrivals } = child
      if (!('parent' in arrivals) || arrivals.at !== at) continue
      if (arrivals.when && birth.attributes.get(arrivals.when.attribute) !== arrivals.when.value) continue
      const count = arrivals.each === undefined ? 1 : drawPoisson(random, tick.levels.read(arrivals.each))
      const births = tick.births.get(child.id) ?? []
      for (let i = 0; i < count; i++) births.push(birth)
      tick.births.set(child.id, births)
    }
  }

  function arrivalsOf(flow: Flow, tick: Tick, random: Random): readonly Birth[] {
    if ('parent' in flow.arrivals) return tick.births.get(flow.id) ?? []
    const count = drawPoisson(random, tick.levels.read(flow.arrivals.rate) * tickSeconds)
    return Array.from({ length: count }, () => ({ atMs: tick.startMs + random() * tickMs, attributes: NO_ATTRIBUTES }))
  }

  function start(flow: Flow, birth: Birth, tick: Tick, random: Random): void {
    const attributes = drawAttributes(flow.attributes ?? [], birth.attributes, tick.levels, random)
    const waitSeconds = flow.wait ? drawSpread(flow.wait, tick.levels, attributes, random) : 0
    const workSeconds = flow.work ? drawSpread(flow.work, tick.levels, attributes, random) : 0
    const endMs = birth.atMs + (waitSeconds + workSeconds) * 1000
    for (const emission of flow.emissions) {
      if (emission.at !== 'end') emit(emission, attributes, workSeconds, tick, random)
    }
    bearChildren(flow, 'start', { atMs: birth.atMs, attributes }, tick, random)
    const endTick = Math.max(tick.index, Math.floor(endMs / tickMs))
    const byTick = running.get(flow.id)
    const ending = byTick?.get(endTick) ?? []
    ending.push({ attributes, endMs, workSeconds })
    byTick?.set(endTick, ending)
  }

  function end(flow: Flow, event: RunningEvent, tick: Tick, random: Random): void {
    for (const emission of flow.emissions) {
      if (emission.at === 'end') emit(emission, event.attributes, event.workSeconds, tick, random)
      if (emission.at === 'during') instruments.get(emission.metric).add(event.attributes, -1)
    }
    bearChildren(flow, 'end', { atMs: event.endMs, attributes: event.attributes }, tick, random)
  }

  function moveGauges(tick: Tick): void {
    for (const gauge of model.gauges) {
      const instrument = instruments.get(gauge.metric)
      if ('startTime' in gauge) {
        instrument.set(NO_ATTRIBUTES, startMs / 1000)
      } else if ('level' in gauge) {
        const value = tick.levels.read(gauge.level)
        instrument.set(new Map(Object.entries(gauge.labels ?? {})), gauge.whole ? Math.round(value) : value)
      } else {
        const stock = stocks.get(gauge.metric) ?? { value: gauge.initial, inflowBefore: 0 }
        const inflow = instruments.get(gauge.inflow).total()
        const kept = Math.max(0, 1 - tick.levels.read(gauge.drain) * tickSeconds)
        const value = stock.value * kept + inflow - stock.inflowBefore
        stocks.set(gauge.metric, { value, inflowBefore: inflow })
        instrument.set(NO_ATTRIBUTES, Math.round(value))
      }
    }
  }

  function step(): void {
    const tickStartMs = nextTick * tickMs
    const tick: Tick = {
      index: nextTick,
      startMs: tickStartMs,
      levels: levels.at(tickStartMs, incidentsAt(tickStartMs)),
      births: new Map(),
    }
    for (const flow of model.flows) {
      const random = createRandom(mixKeys(keys.get(flow.id) ?? 0, tick.index))
      for (const birth of arrivalsOf(flow, tick, random)) start(flow, birth, tick, random)
      const byTick = running.get(flow.id)
      for (const event of byTick?.get(tick.index) ?? []) end(flow, event, tick, random)
      byTick?.delete(tick.index)
    }
    moveGauges(tick)
    nextTick++
  }

  return {
    /** Runs every tick that is over at this time; a time before the present one changes nothing. */
    advanceTo(timeMs: UnixMs): void {
      const wanted = Math.floor(timeMs / tickMs)
      while (nextTick < wanted) step()
    },
    /** End of the last tick that was run. */
    nowMs: (): UnixMs => nextTick * tickMs,
    collect: (): readonly MetricFamily[] => instruments.collect(),
    incidentsAt,
    /** Adds an incident by hand; it changes only ticks that were not run yet. Throws for an id the model does not have. */
    ask(incident: AskedIncident): void {
      if (!incidents.has(incident.incidentId)) {
        throw new Error(
          `${model.id} has no incident ${incident.incidentId}; it has ${[...incidents.keys()].join(', ')}`,
        )
      }
      asked.push(incident)
    },
  }
}

export type Simulation = ReturnType<typeof createSimulation>
