import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRESENCE } from '~/demo/scraper'
import { compareLabels, sortLabels } from '~/domain/promql/labels'
import { type BlockSeries, writeBlock } from './write-block'

const PROMTOOL = 'promtool'

type Sample = readonly [labels: string, value: number, timeMs: number]

/** What the real promtool reads back from lines such as `{__name__="a", b="c"} 1.5 1700000000000`. */
async function dump(series: readonly BlockSeries[]): Promise<readonly Sample[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-block-'))
  try {
    await writeBlock(folder, series)
    if (readdirSync(folder).length === 0) return []
    // promtool wants a log beside the blocks, be it empty.
    mkdirSync(join(folder, 'wal'))
    const text = execFileSync(PROMTOOL, ['tsdb', 'dump', folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
    return text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [, labels = '', value = '', time = ''] = /^(.*) (\S+) (\d+)$/.exec(line) ?? []
        return [labels, Number(value.replace('Inf', 'Infinity')), Number(time)]
      })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function expectedSamples(series: readonly BlockSeries[]): readonly Sample[] {
  return [...series]
    .sort((a, b) => compareLabels(a.labels, b.labels))
    .flatMap(({ labels, timesMs, values, presence }) => {
      const name = `{${[...labels].map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(', ')}}`
      return Array.from(timesMs, (timeMs, i) => ({ timeMs, value: values[i] ?? 0, state: presence?.[i] }))
        .filter(({ state }) => state !== PRESENCE.none)
        .map(({ timeMs, value, state }): Sample => [name, state === PRESENCE.stale ? Number.NaN : value, timeMs])
    })
}

const series = (labels: Record<string, string>, values: readonly number[], stepMs = 15_000): BlockSeries => ({
  labels: sortLabels(Object.entries(labels)),
  timesMs: values.map((_, i) => 1_700_000_000_000 + i * stepMs),
  values,
  presence: undefined,
})

describe('writeBlock', () => {
  it.each<[string, readonly BlockSeries[]]>([
    ['one sample', [series({ __name__: 'up' }, [1])]],
    ['a constant', [series({ __name__: 'up' }, Array(300).fill(1))]],
    [
      'a counter over several chunks',
      [
        series(
          { __name__: 'c' },
          Array.from({ length: 481 }, (_, i) => i * i),
        ),
      ],
    ],
    [
      'odd numbers',
      [series({ __name__: 'odd' }, [0, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 0.1, 1e21])],
    ],
    ['labels beyond ASCII', [series({ __name__: 'a', é: '日本', z: '"\\' }, [1, 2]), series({ __name__: 'a' }, [3])]],
  ])('promtool reads back %s', async (_, wanted) => {
    expect(await dump(wanted)).toEqual(expectedSamples(wanted))
  })

  it('leaves gaps out and marks their beginnings', async () => {
    const gap = { ...series({ __name__: 'g' }, [1, 2, 3, 4, 5, 6]), presence: Uint8Array.of(0, 1, 2, 0, 1, 2) }
    const empty = { ...series({ __name__: 'e' }, [1]), presence: Uint8Array.of(0) }
    expect(await dump([gap, empty])).toEqual(expectedSamples([gap, empty]))
    expect(await dump([empty])).toEqual([])
  })

  it('promtool reads back whatever was written', async () => {
    const times = fc.array(fc.oneof(fc.constant(15_000), fc.integer({ min: 1, max: 2_000_000 })), { maxLength: 400 })
    const value = fc.oneof(fc.double(), fc.integer(), fc.constant(7), fc.maxSafeInteger())
    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(value),
        async (gaps, values) => {
          const wanted = gaps.map((steps, index) => {
            let timeMs = 1_600_000_000_000
            const timesMs = steps.map((step) => (timeMs += step))
            const name = { __name__: 'm', index: String(index) }
            return {
              ...series(
                name,
                timesMs.map(() => values.next().value),
              ),
              timesMs,
            }
          })
          expect(await dump(wanted)).toEqual(expectedSamples(wanted))
        },
      ),
      { numRuns: 6 },
    )
  }, 60_000)
})
