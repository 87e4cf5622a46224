import type { QueryData } from '~/data/query-plane/query-data'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { colourOf } from '~/domain/colours'
import { seriesName } from '~/domain/legend'
import { gridEndMs, type Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { PanelData, PanelSeries } from '~/panels/panel-kind'

/** Joins the answers of a panel's queries on common times: the grids, and the newest evaluation where it is newer. */
export function buildPanelData(outcomes: readonly QueryOutcome[]): PanelData {
  const answers = outcomes.flatMap(({ data }) => (data ? [data] : []))
  const evaluatedMs = answers.length === 0 ? null : Math.max(...answers.map((answer) => answer.evaluatedMs))
  const timesMs = commonTimes(answers)
  const indexOf = new Map<UnixMs, number>()
  for (const [i, ms] of timesMs.entries()) indexOf.set(ms, i)

  const series = outcomes.flatMap(({ data, legend, error }, query) => {
    if (!data) return []
    const found = seriesOf(data, legend, query, timesMs.length, indexOf)
    // Beside others that go on, what a failed query answered earlier is past: a panel that is not old as a whole cannot tell.
    const isPast = error !== null && evaluatedMs !== null && data.evaluatedMs < evaluatedMs
    return isPast ? found.map((one) => ({ ...one, last: null })) : found
  })
  const colours = colourOf(series.map(({ name, labels }) => ({ name, labels })))
  return {
    timesMs,
    stepMs: answers.find(({ matrix }) => matrix !== null)?.matrix?.grid.stepMs ?? 0,
    series: series.map((one, i) => ({ ...one, colour: colours[i] ?? '--s1' })),
    evaluatedMs,
  }
}

function commonTimes(answers: readonly QueryData[]): Float64Array {
  const times = new Set<UnixMs>()
  for (const { matrix, tip } of answers) {
    if (matrix) for (let i = 0; i < matrix.grid.count; i++) times.add(matrix.grid.startMs + i * matrix.grid.stepMs)
    if (tip) times.add(tip.timeMs)
  }
  return Float64Array.from(times).sort()
}

function seriesOf(
  data: QueryData,
  legend: string,
  query: number,
  length: number,
  indexOf: ReadonlyMap<UnixMs, number>,
): Omit<PanelSeries, 'colour'>[] {
  const byKey = new Map<string, { labels: Labels; values: Float64Array; present: Uint8Array }>()
  const rowOf = (key: string, labels: Labels) => {
    const known = byKey.get(key)
    if (known) return known
    const row = { labels, values: new Float64Array(length).fill(Number.NaN), present: new Uint8Array(length) }
    byKey.set(key, row)
    return row
  }
  if (data.matrix) {
    const { startMs, stepMs } = data.matrix.grid
    for (const one of data.matrix.series) {
      const row = rowOf(one.key, one.labels)
      for (let i = 0; i < one.values.length; i++) {
        const at = one.present[i] === 1 ? indexOf.get(startMs + i * stepMs) : undefined
        if (at === undefined) continue
        row.values[at] = one.values[i] ?? Number.NaN
        row.present[at] = 1
      }
    }
  }
  const tipAt = data.tip ? indexOf.get(data.tip.timeMs) : undefined
  for (const sample of tipAt === undefined ? [] : (data.tip?.samples ?? [])) {
    const row = rowOf(sample.key, sample.labels)
    row.values[tipAt ?? 0] = sample.value
    row.present[tipAt ?? 0] = 1
  }
  const newest = newestEvaluation(data)
  const newestAt = indexOf.get(newest)
  return [...byKey].map(([key, { labels, values, present }]) => ({
    id: `${query}/${key}`,
    name: seriesName(legend, labels),
    labels,
    values,
    present,
    // A series without a point at the newest evaluation has ended: it has no current value.
    last:
      newestAt !== undefined && present[newestAt] === 1
        ? { timeMs: newest, value: values[newestAt] ?? Number.NaN }
        : null,
  }))
}

function newestEvaluation(data: QueryData): UnixMs {
  return data.tip?.timeMs ?? (data.matrix ? gridEndMs(data.matrix.grid) : data.evaluatedMs)
}
