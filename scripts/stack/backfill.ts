import { setImmediate as breathe } from 'node:timers/promises'
import { createLongPast, type LongPastSlice, longLabelsOf } from '~/demo/long-past/long-past'
import type { PlatformModel } from '~/demo/platform-model'
import type { HistoryBlock, SampleHistory } from '~/demo/sample-history'
import { SAMPLE_SEED } from '~/demo/sample-platforms'
import { type BlockSeries, writeBlock } from './tsdb-block/write-block'

/**
 * Writes the history of all platforms into Prometheus' storage folder, which is there and empty, as if they had been scraped, and leaves the platforms at its
 * end. One block has two hours of all platforms, so that blocks never overlap and Prometheus leaves them as they are.
 */
export async function backfill(history: SampleHistory, tsdbDir: string, signal: AbortSignal): Promise<void> {
  const platforms = history.ids.map((id) => history.generate(id))
  // All platforms have the same times, so they come to their ends together.
  for (let areDone = false; !areDone; ) {
    const rounds = platforms.map((platform) => platform.next())
    areDone = rounds.every(({ done }) => done === true)
    const blocks = rounds.flatMap(({ value }) => value ?? [])
    await writeBlock(tsdbDir, blocks.flatMap(seriesOf))
    await breathe()
    signal.throwIfAborted()
  }
}

/** Few blocks, which Prometheus opens quickly, of some 10 MB of numbers each while they are made. */
const LONG_BLOCK_MS = 72 * 3_600_000

/**
 * Writes the weeks before a history that was written, up to its first scrape: the same samples that the page makes for itself. Its
 * blocks do not overlap with those of the history.
 */
export async function backfillLongPast(
  history: SampleHistory,
  models: readonly PlatformModel[],
  tsdbDir: string,
  signal: AbortSignal,
): Promise<void> {
  const pasts = models.map((model) => ({
    model,
    slices: createLongPast({ model, seed: SAMPLE_SEED, endMs: history.startMs, sliceMs: LONG_BLOCK_MS }).generate(),
  }))
  for (let areDone = false; !areDone; ) {
    const rounds = pasts.map(({ model, slices }) => ({ model, round: slices.next() }))
    areDone = rounds.every(({ round }) => round.done === true)
    await writeBlock(
      tsdbDir,
      rounds.flatMap(({ model, round }) => (round.done === true ? [] : longSeriesOf(model, round.value))),
    )
    await breathe()
    signal.throwIfAborted()
  }
  await writeBlock(
    tsdbDir,
    models.flatMap((model) => longSeriesOf(model, history.warmUp(model.id))),
  )
}

function longSeriesOf(model: PlatformModel, slice: LongPastSlice | undefined): readonly BlockSeries[] {
  if (slice === undefined || slice.timesMs.length === 0) return []
  const { timesMs, columns } = slice
  return longLabelsOf(model).map((labels, i) => ({ labels, timesMs, values: columns[i] ?? [], presence: undefined }))
}

function seriesOf({ target, timesMs, columns, presence }: HistoryBlock): readonly BlockSeries[] {
  return columns.flatMap((values, index) => {
    const labels = target.series[index]
    return labels ? [{ labels, timesMs, values, presence: index < target.reportFrom ? presence : undefined }] : []
  })
}
