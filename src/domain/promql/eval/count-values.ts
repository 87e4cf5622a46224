import { quoteText } from '../parse/go-quote'
import { groupingOf } from './aggregate'
import { type EvalContext, failExecution } from './context'
import { formatGoFloat } from './go-text'
import type { EvalGrid } from './grid'
import { isLabelName } from './label-functions'
import { withLabel } from './label-sets'
import type { StepSeries, VectorValue } from './values'

/** `count_values("label", v)`: how many members of a group have each value, the value as text in the label. */
export function countValues(
  label: string,
  grouping: { readonly grouping: readonly string[]; readonly without: boolean },
  series: readonly StepSeries[],
  grid: EvalGrid,
  context: EvalContext,
): VectorValue {
  if (!isLabelName(label)) failExecution(`invalid label name ${quoteText(label)}`)
  const names = grouping.without ? grouping.grouping : [...grouping.grouping, label]
  const { signatureOf, labelsOf } = groupingOf({ grouping: names, without: grouping.without })
  const counts = new Map<string, StepSeries>()
  for (const { labels, values, present } of series) {
    // The outputs of this member by value: most members have few values, and none needs its labels twice.
    const byValue = new Map<number, StepSeries>()
    for (let step = 0; step < grid.count; step++) {
      if (present[step] === 0) continue
      const value = values[step] as number
      // A Map takes -0 for 0, which are two texts.
      const out = (Object.is(value, -0) ? undefined : byValue.get(value)) ?? outputOf(labels, value)
      if (!Object.is(value, -0)) byValue.set(value, out)
      out.values[step] = (out.values[step] as number) + 1
      out.present[step] = 1
    }
  }
  return { kind: 'vector', series: [...counts.values()] }

  function outputOf(labels: StepSeries['labels'], value: number): StepSeries {
    const counted = withLabel(labels, label, formatGoFloat(value))
    const signature = signatureOf(counted)
    const known = counts.get(signature)
    if (known) return known
    const out = context.createSeries(labelsOf(counted), grid.count)
    counts.set(signature, out)
    return out
  }
}
