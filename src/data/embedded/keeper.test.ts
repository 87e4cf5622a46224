import { describe, expect, test } from 'vitest'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { createFakeTime, settled } from '~/testing/fake-schedule'
import { createKeeper } from './keeper'
import type { ChunkStore, LoadReport, StoreResult } from './persist/chunk-store'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 0, 5)
const OK: StoreResult = { ok: true, dropped: 0 }
const FULL: StoreResult = { ok: false, reason: 'quota', message: 'the disk is full' }
const NOTHING: LoadReport = { blocks: 0, skipped: 0, failure: undefined }

/** A store in memory whose faults a test can set, and a log of what is done to it. */
function fakeStore() {
  const state = {
    canWrite: true,
    isReadable: true,
    result: OK,
    blocks: [] as unknown[],
    head: [] as readonly unknown[],
  }
  const log: string[] = []
  let loaded = () => {}
  const store: ChunkStore = {
    canWrite: () => state.canWrite,
    async save(blocks) {
      log.push(`save ${blocks.length}: ${state.result.ok}`)
      if (state.result.ok) state.blocks.push(...blocks)
      return state.result
    },
    async saveHead(blocks) {
      log.push(`head ${blocks.length}`)
      if (state.result.ok) state.head = blocks
      return state.result
    },
    loadAll: (take) =>
      new Promise((resolve) => {
        loaded = () => {
          if (!state.isReadable) {
            resolve({ ...NOTHING, failure: { reason: 'unavailable', message: 'the disk is asleep' } })
            return
          }
          for (const block of [...state.blocks, ...state.head]) take(block)
          resolve({ ...NOTHING, blocks: state.blocks.length + state.head.length })
        }
      }),
    async deleteBefore(timeMs) {
      log.push(`delete before ${timeMs - START_MS}`)
      return OK
    },
    size: () => ({ blocks: state.blocks.length, bytes: 7 }),
    close: () => log.push('close'),
  }
  return { store, state, log, finishLoading: () => loaded() }
}

function fill(tsdb: Tsdb, fromHour: number, hours: number): void {
  const ref = tsdb.series([['__name__', 'm']])
  for (let ms = fromHour * HOUR_MS; ms < (fromHour + hours) * HOUR_MS; ms += 60_000) tsdb.append(ref, START_MS + ms, ms)
}

function setUp(fake = fakeStore(), tsdb = createTsdb()) {
  const time = createFakeTime(START_MS + 3 * HOUR_MS)
  const keeper = createKeeper({
    store: fake.store,
    tsdb,
    schedule: time.schedule,
    nowMs: time.now,
    retentionMs: 2 * HOUR_MS,
    everyMs: 5_000,
  })
  return { ...fake, keeper, tsdb, time }
}

describe('the keeper of what was scraped', () => {
  test('writes what is sealed once and the head each time, and drops what is too old', async () => {
    const { keeper, tsdb, time, log } = setUp()
    fill(tsdb, 0, 2.5)
    keeper.start()
    await time.advance(4_999)
    expect(log).toEqual([])
    await time.advance(5_001)
    expect(log).toEqual(['save 2: true', `delete before ${HOUR_MS + 5_000}`, 'head 1', 'head 1'])
    expect(keeper.state).toEqual({ restored: undefined, failure: undefined, bytes: 7 })
  })

  test('brings everything back to another store', async () => {
    const first = setUp()
    fill(first.tsdb, 0, 2.5)
    first.keeper.keep()
    await settled()
    const second = setUp(first)
    const restored = second.keeper.restore()
    second.finishLoading()
    await restored
    expect(second.keeper.state.restored).toMatchObject({ blocks: 3 })
    const samplesOf = (tsdb: Tsdb) =>
      tsdb.select([], 0, 2 ** 52).map(({ timesMs, values }) => [[...timesMs], [...values]])
    expect(samplesOf(second.tsdb)).toEqual(samplesOf(first.tsdb))
  })

  test('writes nothing before what was kept is back: an empty head would take its place', async () => {
    const { keeper, tsdb, log, state, time, finishLoading } = setUp()
    const before = createTsdb()
    fill(before, 0, 0.5)
    state.head = before.snapshotHead()
    const restored = keeper.restore()
    keeper.start()
    keeper.keep()
    await time.advance(60_000)
    expect(log).toEqual([])
    finishLoading()
    await restored
    await settled()
    expect(log).toEqual(['head 1'])
    expect(tsdb.stats().samples).toBe(30)
  })

  test('reads again what could not be read, and writes nothing over it before', async () => {
    const { keeper, tsdb, time, state, log, finishLoading } = setUp()
    state.head = ['the kept head']
    state.isReadable = false
    fill(tsdb, 0, 0.5)
    void keeper.restore()
    keeper.start()
    finishLoading()
    await time.advance(5_000)
    finishLoading()
    await settled()
    expect([log, keeper.state.failure]).toEqual([[], 'the disk is asleep'])
    state.isReadable = true
    await time.advance(5_000)
    finishLoading()
    await settled()
    expect([log, keeper.state.failure]).toEqual([['head 1'], undefined])
  })

  test('keeps what could not be written for the next time, and says why', async () => {
    const { keeper, tsdb, time, log, state } = setUp()
    fill(tsdb, 0, 2.5)
    state.result = FULL
    keeper.start()
    await time.advance(5_000)
    expect(keeper.state.failure).toBe('the disk is full')
    state.result = OK
    await time.advance(5_000)
    expect(keeper.state.failure).toBeUndefined()
    expect(log.filter((line) => line.startsWith('save'))).toEqual(['save 2: false', 'save 2: true'])
    expect(state.blocks).toHaveLength(2)
  })

  test('takes nothing out of the store while another page writes', async () => {
    const { keeper, tsdb, time, log, state } = setUp()
    fill(tsdb, 0, 2.5)
    state.canWrite = false
    keeper.start()
    await time.advance(10_000)
    expect(log).toEqual([])
    expect(keeper.state.failure).toContain('another page')
    state.canWrite = true
    await time.advance(5_000)
    expect(state.blocks).toHaveLength(2)
    expect(keeper.state.failure).toBeUndefined()
  })

  test('writes once at a time, and not after it was stopped', async () => {
    const { keeper, tsdb, time, log, store } = setUp()
    fill(tsdb, 0, 0.5)
    keeper.start()
    keeper.keep()
    keeper.keep()
    await settled()
    expect(log).toEqual(['head 1'])
    // In the middle of a write.
    store.saveHead = async () => {
      keeper.stop()
      return OK
    }
    await time.advance(60_000)
    expect(log).toEqual(['head 1', 'close'])
    expect(time.waiting).toBe(0)
  })
})
