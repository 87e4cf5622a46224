import { moveForward } from '~/data/questions/earlier-question'
import type { QueryOutcome } from '~/data/questions/truth-of'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { buildPanelData } from '~/features/dashboards/panel-data'
import type { PanelData, PanelSeries } from '~/panels/panel-kind'
import { queryOf } from '~/panels/query-of'

/**
 * The answers for an earlier period on the times of the panel's own. Grids lie on each other, as they were asked; the time of
 * the newest value is on no grid and has the point that is nearest, at most half a step away. A series has an earlier newest
 * value where the one for the panel's own newest time is known.
 */
export function joinEarlier(outcomes: readonly QueryOutcome[], panel: PanelData, shiftMs: DurationMs): PanelData {
  const earlier = buildPanelData(
    outcomes.map((outcome) => ({ ...outcome, data: outcome.data && moveForward(outcome.data, shiftMs) })),
  )
  const { timesMs } = panel
  const sources = nearestIndexes(earlier.timesMs, timesMs, earlier.stepMs / 2)
  const last = timesMs.length - 1
  const series = earlier.series.map((one): PanelSeries => {
    const values = new Float64Array(timesMs.length).fill(Number.NaN)
    const present = new Uint8Array(timesMs.length)
    for (let i = 0; i < timesMs.length; i++) {
      const source = sources[i] ?? -1
      if (one.present[source] !== 1) continue
      values[i] = one.values[source] ?? Number.NaN
      present[i] = 1
    }
    // A newest value was asked as such; of points over time the one that counts is not the last, which lies ahead.
    const isNewest = outcomes[queryOf(one)]?.data?.matrix === null
    const own = present[last] === 1 ? { timeMs: timesMs[last] ?? 0, value: values[last] ?? Number.NaN } : null
    return { ...one, values, present, last: isNewest ? one.last : own }
  })
  return { timesMs, stepMs: panel.stepMs, series, evaluatedMs: earlier.evaluatedMs }
}

/** For each wanted time the index of the nearest known one, at most `reachMs` away; -1 where there is none. Both ascend. */
function nearestIndexes(known: Float64Array, wanted: Float64Array, reachMs: DurationMs): Int32Array {
  const found = new Int32Array(wanted.length).fill(-1)
  const distance = (i: number, timeMs: UnixMs) => Math.abs((known[i] ?? Number.POSITIVE_INFINITY) - timeMs)
  let at = 0
  for (const [i, timeMs] of wanted.entries()) {
    while (at + 1 < known.length && distance(at + 1, timeMs) <= distance(at, timeMs)) at++
    if (distance(at, timeMs) <= reachMs) found[i] = at
  }
  return found
}
