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
  if ('quotient' in formula) return join(compileAll(formula.quotient), (top, bottom) => top / bottom)
  if ('difference' in formula) return join(compileAll(formula.difference), (rest, part) => rest - part)
  if ('sum' in formula) return join(compileAll(formula.sum), (sum, part) => sum + part)
  if ('product' in formula) return join(compileAll(formula.product), (product, part) => product * part)
  if ('min' in formula) return join(compileAll(formula.min), Math.min)
  return join(compileAll(formula.max), Math.max)
}

/** All parts joined from left to right; 0 without any. */
function join(parts: readonly Compute[], step: (joined: number, part: number) => number): Compute {
  return () => {
    let joined = parts[0]?.() ?? 0
    for (let i = 1; i < parts.length; i++) joined = step(joined, (parts[i] as Compute)())
    return joined
  }
}
