import { type Compute, compileFormula, compileSeries } from './formulas'
import type { Levels } from './levels'
import type { SlotTable } from './metric-slots'
import type { CounterSource, GaugeSource, PlatformModel, Stock } from './platform-model'
import { drawPoisson, hashText, mixKeys, RandomStream } from './random'

/** Gauges and counters that no event moves. */
export interface LevelMetrics {
  /** Sets the gauges that no tick has to pass for. */
  setGauges(timeMs: number): void
  /** Remembers what the stocks' sources were, before anything of the tick is counted. */
  beginTick(): void
  /** Moves counters, then gauges, by one tick. */
  endTick(tick: number, tickEndMs: number): void
}

export interface LevelMetricsContext {
  readonly model: PlatformModel
  readonly seed: number
  readonly levels: Levels
  readonly slots: SlotTable
  readonly tickSeconds: number
  /** When the process of each target started. */
  readonly startTimesMs: Float64Array
}

interface Mover {
  /** Of what grows by the tick. */
  begin?(): void
  /** Of what grows by the tick, and draws. */
  end?(random: RandomStream): void
  /** Of what depends on the moment alone. */
  set?(timeMs: number): void
}

/** Compiles the counters and gauges of a model that follow levels. Throws for what the model lacks. */
export function createLevelMetrics(context: LevelMetricsContext): LevelMetrics {
  const { model, seed } = context
  const movers = [
    ...(model.counters ?? []).flatMap((source) => compileCounter(source, context)),
    ...model.gauges.flatMap((source) => compileGauge(source, context)),
  ]
  const begins = movers.filter(({ begin }) => begin !== undefined)
  const stream = new RandomStream()
  const key = mixKeys(seed, hashText(model.id), hashText('level metrics'))
  return {
    setGauges(timeMs) {
      for (const mover of movers) mover.set?.(timeMs)
    },
    beginTick() {
      for (const mover of begins) mover.begin?.()
    },
    endTick(tick, tickEndMs) {
      stream.reset(mixKeys(key, tick))
      for (const mover of movers) {
        mover.end?.(stream)
        mover.set?.(tickEndMs)
      }
    },
  }
}

function compileCounter({ metric: ref, labels, rate, whole }: CounterSource, context: LevelMetricsContext): Mover[] {
  const { slots, levels, tickSeconds, model } = context
  const { metric, rows } = slots.rowsOf(labels ? { metric: ref, labels } : ref)
  if (metric.spec.type !== 'counter') throw new Error(`the model ${model.id} lets ${ref} grow, which is no counter`)
  const { values } = slots
  return rows.map((row) => {
    const slot = metric.base + row
    const compute = compileFormula(rate, metric.rows[row] ?? new Map(), slots, levels)
    return {
      end(random) {
        const growth = compute() * tickSeconds
        // A counter never falls, whatever the formula says.
        if (growth > 0) values[slot] = (values[slot] as number) + (whole ? drawPoisson(random, growth) : growth)
      },
    }
  })
}

function compileGauge(source: GaugeSource, context: LevelMetricsContext): Mover[] {
  const { slots, levels, model, startTimesMs } = context
  const { metric: ref, labels } = source
  const { metric, rows } = slots.rowsOf(labels ? { metric: ref, labels } : ref)
  if (metric.spec.type !== 'gauge') throw new Error(`the model ${model.id} sets ${ref}, which is no gauge`)
  const { values } = slots
  return rows.map((row): Mover => {
    const slot = metric.base + row
    if ('startTime' in source || 'uptime' in source) {
      const isStart = 'startTime' in source
      return {
        set(timeMs) {
          const startMs = startTimesMs[metric.target] as number
          values[slot] = (isStart ? startMs : timeMs - startMs) / 1000
        },
      }
    }
    const rowLabels = metric.rows[row] ?? new Map()
    const compile = (formula: Parameters<typeof compileFormula>[0]) => compileFormula(formula, rowLabels, slots, levels)
    if ('stock' in source) return compileStock(source.stock, slot, compile, context)
    const compute = compile(source.value)
    const isWhole = source.whole === true
    return {
      set() {
        const value = compute()
        values[slot] = isWhole ? Math.round(value) : value
      },
    }
  })
}

function compileStock(
  { initial, inflow, outflow, arriving, served, drain }: Stock,
  slot: number,
  compile: (formula: NonNullable<Stock['arriving']>) => Compute,
  { slots, tickSeconds }: LevelMetricsContext,
): Mover {
  const { values } = slots
  const readIn = inflow === undefined ? undefined : compileSeries(inflow, slots)
  const readOut = outflow === undefined ? undefined : compileSeries(outflow, slots)
  const [rateIn, rateOut, share] = [arriving, served, drain].map((part) =>
    part === undefined ? undefined : compile(part),
  )
  // Kept apart from the sample, which is rounded: a drain of less than one a tick would else never move it.
  let stock = initial
  let before = 0
  values[slot] = Math.round(stock)
  return {
    begin() {
      before = (readIn?.() ?? 0) - (readOut?.() ?? 0)
    },
    end(random) {
      const kept = share ? Math.max(0, 1 - share() * tickSeconds) : 1
      const grown = (readIn?.() ?? 0) - (readOut?.() ?? 0) - before
      const came = rateIn ? drawPoisson(random, rateIn() * tickSeconds) : 0
      const left = rateOut ? drawPoisson(random, rateOut() * tickSeconds) : 0
      stock = Math.max(0, stock * kept + grown + came - left)
      values[slot] = Math.round(stock)
    },
  }
}
