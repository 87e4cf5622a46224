import { setImmediate as breathe } from 'node:timers/promises'
import type { HistoryBlock, SampleHistory } from '~/demo/sample-history'
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

function seriesOf({ target, timesMs, columns, presence }: HistoryBlock): readonly BlockSeries[] {
  return columns.flatMap((values, index) => {
    const labels = target.series[index]
    return labels ? [{ labels, timesMs, values, presence: index < target.reportFrom ? presence : undefined }] : []
  })
}
