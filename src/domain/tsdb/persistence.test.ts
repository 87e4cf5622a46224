import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTsdb, type PersistedBlock, type Tsdb } from './tsdb'

const HOUR = 3_600_000
const T0 = 1_700_000_400_000 - (1_700_000_400_000 % HOUR)

function sampleStore(): Tsdb {
  const tsdb = createTsdb()
  for (const name of ['a', 'b', '__proto__']) {
    const ref = tsdb.series([
      ['__name__', name],
      ['job', 'x'],
    ])
    for (let i = 0; i < 500; i++) tsdb.append(ref, T0 + i * 15_000 + (i % 3), name === 'a' ? i : Math.sin(i))
    tsdb.appendStale(ref, T0 + 500 * 15_000)
  }
  return tsdb
}

const shown = (tsdb: Tsdb) =>
  tsdb.select([], -1e15, 1e15).map(({ labels, timesMs, values, stale }) => ({
    labels: [...labels],
    samples: Array.from(timesMs, (timeMs, i) => [timeMs, values[i], stale?.[i]]),
  }))

/** The blocks as storage gives them back. */
function stored(tsdb: Tsdb): PersistedBlock[] {
  return structuredClone([...tsdb.drainSealed(), ...tsdb.snapshotHead()])
}

describe('what is persisted', () => {
  it('is one block for each window, and comes back whole', () => {
    const tsdb = sampleStore()
    const before = shown(tsdb)
    const blocks = stored(tsdb)
    expect(blocks.map(({ kind, startMs }) => [kind, (startMs - T0) / HOUR])).toEqual([
      ['sealed', 0],
      ['sealed', 1],
      ['head', 2],
    ])
    const fresh = createTsdb()
    expect(fresh.restore(blocks)).toEqual({ chunks: 9, samples: 1503, skippedChunks: 0, brokenBlocks: 0, faults: [] })
    expect(shown(fresh)).toEqual(before)
    // The head goes on where it was, and only it is new.
    expect(fresh.drainSealed()).toEqual([])
    expect(fresh.stats().chunks).toBe(6)
    const ref = fresh.series([
      ['__name__', 'a'],
      ['job', 'x'],
    ])
    expect(fresh.append(ref, T0 + 3 * HOUR, 1)).toBe('ok')
    expect(fresh.drainSealed().map(({ chunkSeries }) => chunkSeries.length)).toEqual([1])
  })

  it('is each chunk once, and again when a late sample changed it', () => {
    const tsdb = createTsdb({ outOfOrderMs: 10 * HOUR })
    const ref = tsdb.series([['__name__', 'm']])
    const drained = () => tsdb.drainSealed().map(({ startMs, endMs }) => [(startMs - T0) / HOUR, (endMs - T0) / HOUR])
    const fillTo = (hours: number) => {
      for (let t = tsdb.stats().newestMs ?? T0; t <= T0 + hours * HOUR; t += 60_000) tsdb.append(ref, t, 1)
    }
    fillTo(2)
    expect(drained()).toHaveLength(2)
    fillTo(4)
    expect(drained()).toHaveLength(2)
    expect(drained()).toEqual([])
    tsdb.append(ref, T0 + 1.5 * HOUR + 1, 2)
    tsdb.truncate(T0 + HOUR)
    fillTo(5)
    expect(drained()).toEqual([
      [1, 2 - 1 / 60],
      [4, 5 - 1 / 60],
    ])
    tsdb.truncate(T0 + 3 * HOUR)
    fillTo(6)
    expect(drained()).toEqual([[5, 6 - 1 / 60]])
  })

  it('does not outlive the retention, the future or the caps', () => {
    const blocks = stored(sampleStore())
    const later = createTsdb({ retentionMs: HOUR })
    later.append(later.series([['__name__', 'now']]), T0 + 2.5 * HOUR, 1)
    const report = later.restore(blocks)
    expect(report).toMatchObject({ chunks: 6, skippedChunks: 3, brokenBlocks: 0 })
    expect(report.faults[0]).toBe('block 0: samples too old')

    const earlier = createTsdb({ now: () => T0 })
    expect(earlier.restore(blocks)).toMatchObject({ chunks: 0, skippedChunks: 9 })
    expect(earlier.stats()).toMatchObject({ series: 0, samples: 0 })

    const small = createTsdb({ maxSeries: 2 })
    const refused = small.restore(blocks)
    expect(refused).toMatchObject({ chunks: 6, skippedChunks: 3 })
    expect(refused.faults[0]).toBe('block 0: the store holds at most 2 series')
  })

  it('gives way to the samples that are there', () => {
    const blocks = stored(sampleStore())
    const tsdb = createTsdb()
    const ref = tsdb.series([
      ['__name__', 'a'],
      ['job', 'x'],
    ])
    tsdb.append(ref, T0 + 15_001, 77)
    tsdb.append(ref, T0 + 20_000, 78)
    tsdb.restore(blocks)
    const [first] = shown(tsdb).filter(({ labels }) => labels[0]?.[1] === 'a')
    expect(first?.samples.slice(0, 4).map(([, value]) => value)).toEqual([0, 77, 78, 2])
    expect(first?.samples).toHaveLength(502)
  })
})

describe('what storage spoiled', { timeout: 30_000 }, () => {
  const whole = stored(sampleStore())
  const [block] = whole
  const spoil = (change: Record<string, unknown>) => ({ ...block, ...change })

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'the block is no object'],
    ['a text', 'block', 'the block is no object'],
    ['another version', spoil({ version: 2 }), 'version 2 is not 1'],
    ['no version', spoil({ version: undefined }), 'version undefined is not 1'],
    ['another kind', spoil({ kind: 'tail' }), 'kind is neither sealed nor head'],
    ['texts that are none', spoil({ texts: ['a', 1] }), 'texts is no list of texts'],
    ['labels of another type', spoil({ labels: [1, 2] }), 'labels is no Uint32Array'],
    ['labels cut off', spoil({ labels: block?.labels.slice(0, -1) }), 'labels end within series 2'],
    ['labels without end', spoil({ labels: Uint32Array.of(4_000_000_000) }), 'labels end within series 0'],
    ['times that are none', spoil({ times: null }), 'times is no list'],
    ['lists that differ', spoil({ chunkTimes: new Uint32Array(1) }), 'the lists of chunks differ in length'],
    ['bytes of another type', spoil({ bytes: new Uint16Array(8) }), 'bytes is no Uint8Array'],
  ])('as a block: %s', (_name, input, fault) => {
    const tsdb = createTsdb()
    expect(tsdb.restore([input])).toEqual({
      chunks: 0,
      samples: 0,
      skippedChunks: 0,
      brokenBlocks: 1,
      faults: [`block 0: ${fault}`],
    })
    expect(tsdb.stats().series).toBe(0)
  })

  const [times] = block?.times ?? []
  it.each<[string, Record<string, unknown>, number, string]>([
    ['a series that is not there', { chunkSeries: Uint32Array.of(0, 9, 2) }, 1, 'chunk 1: labels'],
    ['a text that is not there', { texts: block?.texts.slice(0, -1) }, 1, 'chunk 2: labels'],
    ['times that are not there', { chunkTimes: Uint32Array.of(0, 0, 7) }, 1, 'chunk 2: times are missing'],
    ['times that are null', { times: [null] }, 3, 'chunk 0: times are no object'],
    [
      'times that go back',
      { times: [{ ...times, listed: times?.listed?.toReversed() }] },
      3,
      'chunk 0: listed times are not ascending',
    ],
    ['too few times', { times: [{ ...times, count: 239 }] }, 3, 'chunk 0: listed times'],
    ['a step of nothing', { times: [{ ...times, listed: null, stepMs: 0 }] }, 3, 'chunk 0: first time or step'],
    ['no number of times', { times: [{ ...times, count: 1e9 }] }, 3, 'chunk 0: count of times'],
    ['bytes cut off', { bytes: block?.bytes.slice(0, -8) }, 1, 'chunk 2: bytes end too early'],
    ['no bytes', { bytes: new Uint8Array(0) }, 3, 'chunk 0: bytes end too early'],
    ['other checksums', { checksums: Uint32Array.of(block?.checksums[0] ?? 0, 1, 2) }, 2, 'chunk 1: checksum'],
  ])('as chunks: %s', (_name, change, skipped, fault) => {
    const tsdb = createTsdb()
    const report = tsdb.restore([spoil(change)])
    expect(report).toMatchObject({ chunks: 3 - skipped, skippedChunks: skipped, brokenBlocks: 0 })
    expect(report.faults[0]).toBe(`block 0, ${fault}`)
    expect(tsdb.stats().chunks).toBe(3 - skipped)
  })

  it('a byte anywhere costs its chunk alone, and never a wrong sample', () => {
    const expected = shown(sampleStore())
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const blocks = structuredClone(whole)
        const bytes = blocks[0]?.bytes ?? new Uint8Array(1)
        const at = place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ flip
        const tsdb = createTsdb()
        const report = tsdb.restore(blocks)
        expect(report.skippedChunks).toBeGreaterThan(0)
        expect(report.chunks + report.skippedChunks).toBe(9)
        const known = new Map(expected.map(({ labels, samples }) => [JSON.stringify(labels), samples.map(String)]))
        for (const { labels, samples } of shown(tsdb)) {
          const all = new Set(known.get(JSON.stringify(labels)))
          expect(samples.map(String).filter((sample) => !all.has(sample))).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  it('forms of values that are not known are not read, whatever the checksum says', () => {
    const header = (form: number, decimals: number, count: number, stale: number, words: number) =>
      Uint8Array.of(form, decimals, count, 0, stale, 0, words, 0, ...new Uint8Array(words * 8 - 8))
    const fnv = (bytes: Uint8Array) =>
      bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5)
    const oneChunk = (bytes: Uint8Array) => ({
      ...spoil({ times: [{ firstMs: T0, stepMs: 1000, count: 4, listed: null }] }),
      chunkSeries: Uint32Array.of(0),
      chunkTimes: Uint32Array.of(0),
      checksums: Uint32Array.of(fnv(bytes)),
      bytes,
    })
    const faultOf = (bytes: Uint8Array) => createTsdb().restore([oneChunk(bytes)]).faults[0]
    expect(faultOf(header(0, 0, 4, 0, 2))).toBeUndefined()
    expect(faultOf(header(9, 0, 4, 0, 6))).toBe('block 0, chunk 0: form of values')
    expect(faultOf(header(1, 10, 4, 0, 3))).toBe('block 0, chunk 0: decimals')
    expect(faultOf(header(1, 0, 5, 0, 3))).toBe('block 0, chunk 0: count of values')
    expect(faultOf(header(8, 0, 4, 0, 3))).toBe('block 0, chunk 0: size of values')
    expect(faultOf(header(1, 0, 4, 2, 3))).toBe('block 0, chunk 0: staleness markers')
    expect(faultOf(header(1, 0, 4, 0, 1))).toBe('block 0, chunk 0: bytes end too early')
  })
})
