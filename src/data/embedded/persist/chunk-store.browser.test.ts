import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BrowserPage, hasChromium, openBrowserPage } from '~/testing/browser-page'
import type { PersistCalls } from '~/testing/persist.worker'
import type { PersistApi } from '~/testing/persist-entry'

/** In workers of a real Chromium, as the embedded source has it. */
describe.skipIf(!hasChromium)('a chunk store', { timeout: 30_000 }, () => {
  let browser: BrowserPage

  beforeAll(async () => {
    browser = await openBrowserPage([], 'persist-entry.ts')
  }, 60_000)
  afterAll(() => browser?.close())

  const worker = (name: string, page = browser.page) => ({
    call: <Method extends keyof PersistCalls>(method: Method, ...args: Parameters<PersistCalls[Method]>) =>
      page.evaluate((values) => (globalThis as unknown as { lookoutTest: PersistApi }).lookoutTest.call(...values), [
        name,
        method,
        args,
      ] as [string, string, unknown[]]) as Promise<Awaited<ReturnType<PersistCalls[Method]>>>,
    stop: () =>
      browser.page.evaluate((it) => (globalThis as unknown as { lookoutTest: PersistApi }).lookoutTest.stop(it), name),
  })

  const open = async (
    name: string,
    options: Omit<Parameters<PersistCalls['open']>[0], 'name'> = {},
    page = browser.page,
  ) => {
    const one = worker('one', page)
    const id = await one.call('open', { name, ...options })
    expect(await one.call('becomesWriter', id)).toBe(true)
    return { ...one, id }
  }

  const sound = { skipped: 0, failure: undefined, faults: [], wrong: 0 }

  test('keeps everything over a reload of the page', async () => {
    const { call, id } = await open('reload')
    expect(await call('save', id, 0, 2)).toEqual({ ok: true, dropped: 0 })
    expect(await call('saveHead', id, 2, 10)).toEqual({ ok: true, dropped: 0 })
    expect(await call('saveHead', id, 2, 20)).toEqual({ ok: true, dropped: 0 })
    const before = await call('size', id)
    expect(before.blocks).toBe(2)
    await browser.page.reload()
    await browser.page.waitForFunction(() => 'lookoutTest' in globalThis)

    const again = await open('reload')
    expect(await again.call('size', again.id)).toEqual(before)
    expect(await again.call('load', again.id)).toEqual({ ...sound, blocks: 3, samples: { 0: 720, 1: 720, 2: 240 } })
    // It goes on where it was: the sealed hour takes the place of its head.
    expect(await again.call('save', again.id, 2, 1)).toEqual({ ok: true, dropped: 0 })
    expect(await again.call('saveHead', again.id, 3, 1)).toEqual({ ok: true, dropped: 0 })
    const samples = { 0: 720, 1: 720, 2: 720, 3: 12 }
    expect(await again.call('load', again.id)).toEqual({ ...sound, blocks: 4, samples })
    expect(await browser.violations()).toEqual([])
  })

  test('has one writer at a time; the next one follows when it ends', async () => {
    const first = await open('writers')
    const two = worker('two')
    const second = await two.call('open', { name: 'writers' })
    await first.call('save', first.id, 0, 1)
    expect(await two.call('save', second, 1, 1)).toMatchObject({ ok: false, reason: 'otherWriter' })
    expect(await two.call('canWrite', second)).toBe(false)
    expect(await two.call('load', second)).toMatchObject({ blocks: 1, samples: { 0: 720 } })

    expect(await first.call('saveAndClose', first.id, 1, 1)).toEqual({ ok: true, dropped: 0 })
    expect(await two.call('becomesWriter', second)).toBe(true)
    expect(await two.call('size', second)).toMatchObject({ blocks: 2 })
    expect(await two.call('save', second, 2, 1)).toEqual({ ok: true, dropped: 0 })

    // A worker that was killed closes nothing.
    const third = await first.call('open', { name: 'writers' })
    expect(await first.call('canWrite', third)).toBe(false)
    await two.stop()
    expect(await first.call('becomesWriter', third)).toBe(true)
    expect(await first.call('load', third)).toMatchObject({ blocks: 3, samples: { 0: 720, 1: 720, 2: 720 } })
  })

  test('without locks the page that came last writes, and the other one is told', async () => {
    const first = await open('unlocked', { withoutLocks: true })
    expect(await first.call('save', first.id, 0, 1)).toMatchObject({ ok: true })
    const two = worker('two')
    const second = await two.call('open', { name: 'unlocked', withoutLocks: true })
    expect(await two.call('becomesWriter', second)).toBe(true)
    expect(await first.call('save', first.id, 1, 1)).toMatchObject({ ok: false, reason: 'otherWriter' })
    expect(await first.call('canWrite', first.id)).toBe(false)
    expect(await first.call('deleteBefore', first.id, 9)).toMatchObject({ ok: false, reason: 'otherWriter' })
    expect(await two.call('save', second, 2, 1)).toMatchObject({ ok: true })
    expect(await two.call('load', second)).toMatchObject({ blocks: 2, samples: { 0: 720, 2: 720 } })
  })

  test('drops the oldest beyond its cap, and takes nothing larger than that', async () => {
    const { call, id } = await open('cap', { maxBytes: 20_000 })
    for (let hour = 0; hour < 10; hour++) expect(await call('save', id, hour, 1)).toMatchObject({ ok: true })
    await call('saveHead', id, 10, 30)
    const { blocks, bytes } = await call('size', id)
    expect(bytes).toBeLessThanOrEqual(20_000)
    expect(blocks).toBe(2)
    expect(await call('load', id)).toEqual({ ...sound, blocks: 3, samples: { 8: 720, 9: 720, 10: 360 } })
    expect(await call('saveLarge', id, 30_000)).toMatchObject({ ok: false, reason: 'cap' })
    expect(await call('size', id)).toEqual({ blocks, bytes })
  })

  test('deletes what ends before a time', async () => {
    const { call, id } = await open('delete')
    await call('save', id, 0, 4)
    expect(await call('deleteBefore', id, 2)).toEqual({ ok: true, dropped: 2 })
    expect(await call('deleteBefore', id, 2)).toEqual({ ok: true, dropped: 0 })
    expect(await call('load', id)).toMatchObject({ blocks: 2, samples: { 2: 720, 3: 720 } })
  })

  test('does one call after the other, whenever they are made', async () => {
    const { call, id } = await open('turns')
    expect(await call('saveAtOnce', id, [0, 1, 2, 3, 4, 5])).toBe(true)
    const size = await call('size', id)
    expect(size.blocks).toBe(6)
    await call('close', id)
    const again = await open('turns')
    expect(await again.call('size', again.id)).toEqual(size)
  })

  test('leaves out what is spoiled, says how much, and tidies up when it writes next', async () => {
    const { call, id } = await open('spoiled')
    await call('saveAtOnce', id, [0, 1, 2, 3])
    await call('saveHead', id, 5, 10)
    await call('close', id)
    const keys = await call('keysOf', 'spoiled', 'blocks')
    expect(keys).toHaveLength(4)
    const [k0 = 0, k1 = 0] = keys.map(Number)
    await call('spoil', 'spoiled', 'blocks', k0, 'no block')
    await call('spoil', 'spoiled', 'entries', k1, { startMs: 'long ago', endMs: 0, bytes: Number.NaN })
    await call('spoil', 'spoiled', 'entries', 777, { startMs: 0, endMs: 1, bytes: 10 })
    await call('spoil', 'spoiled', 'head', 'head', { blocks: [null, { version: 7 }] })
    await call('spoil', 'spoiled', 'meta', 'headBytes', 'many')

    const again = await open('spoiled')
    expect(await again.call('load', again.id)).toEqual({
      blocks: 5,
      skipped: 2,
      failure: undefined,
      faults: ['block 0: the block is no object', 'block 0: the block is no object', 'block 0: version 7 is not 1'],
      wrong: 0,
      samples: { 2: 720, 3: 720 },
    })
    expect(await again.call('load', again.id)).toMatchObject({ skipped: 0 })
    expect(await again.call('keysOf', 'spoiled', 'blocks')).toHaveLength(3)
    expect(await again.call('keysOf', 'spoiled', 'entries')).toHaveLength(3)
    expect(await again.call('saveHead', again.id, 4, 10)).toMatchObject({ ok: true })
  })

  test('says that the browser has no room, keeps what it has, and goes on', async () => {
    // A browser looks at its room once in a while, so it must be small from the beginning.
    const context = await browser.page.context().browser()?.newContext()
    const page = (await context?.newPage()) ?? browser.page
    const session = await page.context().newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: browser.origin, quotaSize: 3_000_000 })
    await page.goto(browser.origin)
    await page.waitForFunction(() => 'lookoutTest' in globalThis)
    const { call, id } = await open('quota', {}, page)
    expect(await call('save', id, 0, 4)).toEqual({ ok: true, dropped: 0 })
    const full = await call('saveLarge', id, 20_000_000)
    expect(full).toEqual({ ok: false, reason: 'quota', message: 'the browser has no more room for this site' })
    expect(await call('saveLarge', id, 20_000_000)).toEqual(full)
    expect(await call('canWrite', id)).toBe(true)
    expect(await call('save', id, 4, 1)).toEqual({ ok: true, dropped: 0 })
    // One of the first went in the hope that it would be enough; once that was in vain, no other did.
    expect(await call('load', id)).toEqual({ ...sound, blocks: 4, samples: { 1: 720, 2: 720, 3: 720, 4: 720 } })
    await context?.close()
  })

  test.each([
    ['a newer version of it', { version: 99 }, 'newer'],
    ['no database at all', { withoutDatabase: true }, 'unavailable'],
  ])(
    'goes on without, and says why: %s',
    async (title, { version, ...options }: { version?: number; withoutDatabase?: boolean }, reason) => {
      const { call } = worker('one')
      const name = `without ${title}`
      if (version !== undefined) await call('makeForeign', name, version)
      const id = await call('open', { name, ...options })
      expect(await call('save', id, 0, 1)).toMatchObject({ ok: false, reason })
      expect(await call('load', id)).toMatchObject({ blocks: 0, failure: { reason } })
      expect(await call('canWrite', id)).toBe(false)
    },
  )

  test('makes a database anew that it does not know', async () => {
    const { call } = worker('one')
    await call('makeForeign', 'foreign', 1)
    const store = await open('foreign')
    expect(await store.call('save', store.id, 0, 1)).toMatchObject({ ok: true })
    expect(await store.call('load', store.id)).toMatchObject({ blocks: 1 })
  })

  test('goes on when the database was deleted under it', async () => {
    const { call, id } = await open('deleted')
    await call('save', id, 0, 2)
    await worker('two').call('deleteDatabase', 'deleted')
    expect(await call('save', id, 2, 1)).toEqual({ ok: true, dropped: 0 })
    expect(await call('size', id)).toMatchObject({ blocks: 1 })
    expect(await call('load', id)).toMatchObject({ blocks: 1, samples: { 2: 720 } })
  })

  test('is closed once it is closed', async () => {
    const { call, id } = await open('closed')
    expect(await call('saveAndClose', id, 0, 1)).toEqual({ ok: true, dropped: 0 })
    expect(await call('canWrite', id)).toBe(false)
    expect(await call('save', id, 1, 1)).toMatchObject({ ok: false, reason: 'closed' })
    expect(await call('load', id)).toMatchObject({ blocks: 0, failure: { reason: 'closed' } })
    const again = await open('closed')
    expect(await again.call('load', again.id)).toMatchObject({ blocks: 1 })
  })
})
