import type { Labels } from '~/domain/series/frame'
import type { Levels } from './levels'
import type { SlotTable } from './metric-slots'
import type { Formula, SeriesRef } from './platform-model'

/** Computes a formula from the levels and samples as they are. */
export type Compute = () => number

/** The slots whose values a reference stands for: of a histogram its `_count`s. */
export function slotsOf(ref: SeriesRef, slots: SlotTable): readonly number[] {
  const { metric, rows } = slots.rowsOf(ref)
  return rows.map((row) => metric.base + row * metric.stride + metric.stride - 1)
}

/** Reads the sum of what a reference names. */
export function compileSeries(ref: SeriesRef, slots: SlotTable): Compute {
  const { values } = slots
  const indices = slotsOf(ref, slots)
  return () => {
    let sum = 0
    for (const index of indices) sum += values[index] as number
    return sum
  }
}

/** Compiles a formula for the series with these labels. Throws for a level or a series that the model lacks. */
export function compileFormula(formula: Formula, labels: Labels, slots: SlotTable, levels: Levels): Compute {
  if (typeof formula === 'number') return () => formula
  if (typeof formula === 'string' || 'level' in formula) {
    const index = levels.resolve(formula, (name) => labels.get(name))
    return () => levels.values[index] as number
  }
  if ('series' in formula) return compileSeries(formula.series, slots)
  const compileAll = (parts: readonly Formula[]) => parts.map((part) => compileFormula(part, labels, slots, levels))
  if ('quotient' in formula) {
    const [top, bottom] = formula.quotient.map((part) => compileFormula(part, labels, slots, levels))
    return () => (top?.() ?? 0) / (bottom?.() ?? 1)
  }
  if ('difference' in formula) {
    const [first, ...others] = compileAll(formula.difference)
    return () => others.reduce((rest, part) => rest - part(), first?.() ?? 0)
  }
  if ('sum' in formula) {
    const parts = compileAll(formula.sum)
    return () => parts.reduce((sum, part) => sum + part(), 0)
  }
  if ('product' in formula) {
    const parts = compileAll(formula.product)
    return () => parts.reduce((product, part) => product * part(), 1)
  }
  if ('min' in formula) {
    const parts = compileAll(formula.min)
    return () => parts.reduce((least, part) => Math.min(least, part()), Number.POSITIVE_INFINITY)
  }
  const parts = compileAll(formula.max)
  return () => parts.reduce((most, part) => Math.max(most, part()), Number.NEGATIVE_INFINITY)
}
