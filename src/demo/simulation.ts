import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { compileFlows } from './flow-program'
import { FlowRunner } from './flow-runner'
import { type AskedIncident, createIncidentClock } from './incidents'
import { createLevelMetrics } from './level-metrics'
import { type CoarseTicks, createLevels } from './levels'
import { createSlotTable, type TargetSlots } from './metric-slots'
import type { Incident, PlatformModel } from './platform-model'

export interface SimulationOptions {
  readonly seed: number
  readonly startMs: UnixMs
  readonly tickMs: DurationMs
  /** For ticks that may be longer than what happens in them; `grownAtMs` is when levels that grow are grown. Nothing can be asked for. */
  readonly coarse?: Pick<CoarseTicks, 'grownAtMs'>
}

/** One platform that runs. */
export interface Simulation {
  readonly model: PlatformModel
  readonly targets: readonly TargetSlots[]
  /** All samples as they are now, by slot. Whoever reads them never writes to them. */
  readonly values: Float64Array
  /** Runs every tick that is over at this time; a time before the present one changes nothing. */
  advanceTo(timeMs: UnixMs): void
  /** Whether a scrape of the target fails at a time. */
  isDown(job: string, timeMs: UnixMs): boolean
  incidentsAt(timeMs: UnixMs): readonly Incident[]
  /** Adds an incident by hand; it changes only ticks that were not run yet. Throws for an id the model does not have. */
  ask(incident: AskedIncident): void
}

/**
 * Runs one platform model from `startMs`, tick by tick. The draws of a tick depend on (seed, platform, flow, tick) alone
 * and ticks are never skipped, so the state at a time does not depend on how the clock got there. Throws, at once, for what
 * the model lacks.
 */
export function createSimulation(
  model: PlatformModel,
  { seed, startMs, tickMs, coarse }: SimulationOptions,
): Simulation {
  const tickSeconds = tickMs / 1000
  const slots = createSlotTable(model)
  const incidents = createIncidentClock(model, coarse && tickMs)
  const levels = createLevels(model, seed, coarse && { ...coarse, tickMs })
  const startTimesMs = new Float64Array(slots.targets.length).fill(startMs)
  const flows = compileFlows({ model, seed, levels, slots, tickSeconds })
  const levelMetrics = createLevelMetrics({ model, seed, levels, slots, tickSeconds, startTimesMs })
  const runner = new FlowRunner(slots.values, levels.values, tickSeconds)
  const restarting = slots.targets.filter(({ spec }) => model.incidents.some(({ targets }) => targets?.[spec.job]))
  let nextTick = Math.ceil(startMs / tickMs)

  // The first scrape can come before the first tick: gauges that follow levels have their values even then.
  incidents.tick(startMs)
  levels.update(startMs, incidents.strengths)
  levelMetrics.setGauges(startMs)

  function restart(target: TargetSlots, timeMs: UnixMs): void {
    for (const { spec, base, rows, stride } of target.metrics) {
      if (spec.type !== 'gauge') slots.values.fill(0, base, base + rows.length * stride)
    }
    for (const flow of flows) if (flow.diesWith === target.spec.job) runner.kill(flow)
    startTimesMs[slots.targets.indexOf(target)] = timeMs
  }

  function step(): void {
    const tickStartMs = nextTick * tickMs
    incidents.tick(tickStartMs)
    levels.update(tickStartMs, incidents.strengths)
    for (const target of restarting) {
      if (incidents.hasRestarted(target.spec.job)) restart(target, tickStartMs)
    }
    levelMetrics.beginTick()
    for (const flow of flows) runner.run(flow, nextTick)
    nextTick++
    levelMetrics.endTick(nextTick, nextTick * tickMs)
  }

  return {
    model,
    targets: slots.targets,
    values: slots.values,
    advanceTo(timeMs) {
      const wanted = Math.floor(timeMs / tickMs)
      while (nextTick < wanted) step()
    },
    isDown: (job, timeMs) => incidents.isDown(job, timeMs),
    incidentsAt: (timeMs) => incidents.activeAt(timeMs),
    ask: (incident) => incidents.ask(incident),
  }
}
