import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { longPastModel } from './long-past/long-model'
import { COARSE_MS, longLabelsOf, longSlotsOf } from './long-past/long-past'
import { SAMPLE_PLATFORMS, SAMPLE_SEED } from './sample-platforms'
import { createSimulation } from './simulation'

const HOUR_MS = 3_600_000
/** Until queues and the longest jobs have settled. */
const WARM_UP_MS = 3 * HOUR_MS

export interface HourlyHistoryOptions {
  /** Id of a sample platform. */
  readonly platform: string
  /** Of a counter with a long past, as a query names it: `tokens_used_sum`. */
  readonly name: string
  /** Labels that its series must have. */
  readonly where?: Readonly<Record<string, string>>
  /** End of the last hour, a whole one; growth comes to its end there too, and takes some 100 days from nothing. */
  readonly endMs: UnixMs
  readonly hours: number
  readonly seed?: number
}

/**
 * How much counters of a sample platform grew in each hour, oldest first, straight from the model: for what is tried on months at a
 * time. Throws for a platform or a counter that is not there.
 */
export function hourlyHistory(options: HourlyHistoryOptions): Float64Array {
  const { platform, name, where = {}, endMs, hours, seed = SAMPLE_SEED } = options
  const model = SAMPLE_PLATFORMS.find(({ id }) => id === platform)
  if (model === undefined) throw new Error(`there is no sample platform ${platform}`)
  const startMs = endMs - hours * HOUR_MS
  const simulation = createSimulation(longPastModel(model), {
    seed,
    startMs: startMs - WARM_UP_MS,
    tickMs: COARSE_MS,
    coarse: { grownAtMs: endMs },
  })
  const isWanted = (labels: Labels) =>
    labels.get('__name__') === name && Object.entries(where).every(([label, value]) => labels.get(label) === value)
  const labels = longLabelsOf(model)
  const slots = longSlotsOf(simulation).filter((_, i) => isWanted(labels[i] as Labels))
  if (slots.length === 0) throw new Error(`the sample platform ${platform} has no such ${name} with a long past`)
  const total = () => slots.reduce((sum, slot) => sum + (simulation.values[slot] as number), 0)
  simulation.advanceTo(startMs)
  let before = total()
  return Float64Array.from({ length: hours }, (_, hour) => {
    simulation.advanceTo(startMs + (hour + 1) * HOUR_MS)
    const after = total()
    const grown = after - before
    before = after
    return grown
  })
}
