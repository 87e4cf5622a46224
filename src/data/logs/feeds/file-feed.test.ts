import { expect, it } from 'vitest'
import { createLogBook } from '~/data/logs/book'
import type { PartFetch } from '~/data/logs/tail/http-parts'
import { createFileFeed } from './file-feed'

const START_MS = Date.UTC(2026, 0, 28)
const RANGE = { fromMs: START_MS, toMs: START_MS + 86_400_000, query: '' }
const MEBIBYTE = 1_048_576

/** Lines of one length, from a number on, one each millisecond. */
function linesFrom(first: number, count: number): string {
  const line = (number: number) => {
    const timestamp = new Date(START_MS + number).toISOString()
    return JSON.stringify({ timestamp, level: 'INFO', message: `line ${String(number).padStart(6, '0')}` })
  }
  return Array.from({ length: count }, (_, i) => `${line(first + i)}\n`).join('')
}

function serve(files: Map<string, string>): PartFetch {
  return async (url, { from, length }) => {
    const text = files.get(url)
    const none = { contentRange: null, contentEncoding: null, contentLength: 0, body: new Uint8Array(0), skipped: 0 }
    if (text === undefined) return { ...none, status: 404, ended: true }
    if (from >= text.length) return { ...none, status: 416, contentRange: `bytes */${text.length}`, ended: true }
    const body = new TextEncoder().encode(text.slice(from, from + length))
    const contentRange = `bytes ${from}-${from + body.length - 1}/${text.length}`
    return { ...none, status: 206, contentRange, contentLength: body.length, body, ended: true }
  }
}

function bookOf(files: Map<string, string>, maxLines = 1_000_000) {
  const feed = createFileFeed([{ stream: 'app.log', addresses: [...files.keys()] }], serve(files), () => START_MS)
  return createLogBook({ feed, now: () => START_MS, changed: () => {}, maxLines, maxBytes: 1e9 })
}

const everything = { key: '', tests: [] }
const numbersIn = ({ index }: ReturnType<typeof bookOf>) =>
  Array.from(index.search(everything, RANGE.fromMs, RANGE.toMs, 'oldest').refs, (ref) =>
    Number(index.glance(ref).message.slice(5)),
  )
const upTo = (count: number) => Array.from({ length: count }, (_, number) => number)

it('tells how many lines came at once, about, and reads them when asked', async () => {
  const files = new Map([['/app.log', linesFrom(0, 100)]])
  const book = bookOf(files)
  await book.cover(RANGE)
  const all = linesFrom(0, 150_000)
  files.set('/app.log', all)
  await book.poll(RANGE)
  const [gap] = book.gaps
  const skipped = 150_000 - book.index.lineCount
  const told = /^About ([\d,]+) older lines of app\.log \((\d+\.\d) MiB\) came at once and were skipped\.$/.exec(
    gap?.message ?? '',
  )
  expect(Number(told?.[1]?.replaceAll(',', '')) / skipped).toBeCloseTo(1, 1)
  expect(Number(told?.[2])).toBeCloseTo(all.length / MEBIBYTE - 8, 0)
  expect(gap).toMatchObject({ kind: 'skipped', canLoad: true, count: null })
  await book.load(RANGE, 'another.log')
  expect(book.gaps).toEqual([gap])
  await book.load(RANGE, 'app.log')
  expect(book.gaps).toEqual([])
  expect(numbersIn(book)).toEqual(upTo(150_000))
}, 60_000)

it('shows around a line what stands beside it in the file, also where lines were loaded that had been skipped', async () => {
  const files = new Map([['/app.log', linesFrom(0, 100)]])
  const book = bookOf(files)
  await book.cover(RANGE)
  files.set('/app.log', `${linesFrom(0, 100)}Traceback of nothing\n${linesFrom(100, 149_900)}`)
  await book.poll(RANGE)
  const firstOf = async (id: string) => (await book.around(id, 3, 0))?.map(({ message }) => message)
  const idOf = (number: number) => {
    const { refs } = book.index.search(everything, START_MS + number, START_MS + number + 1, 'oldest')
    return book.index.line(refs[0] ?? -1)?.id ?? ''
  }
  const first = numbersIn(book).find((number) => number > 99) ?? 0
  expect(first).toBeGreaterThan(1_000)
  expect(await firstOf(idOf(first))).toHaveLength(1)
  expect(await book.around(idOf(99), 0, 5)).toHaveLength(1)
  await book.load(RANGE, 'app.log')
  const words = (from: number, to: number) =>
    upTo(to)
      .slice(from)
      .map((n) => `line ${String(n).padStart(6, '0')}`)
  expect(await firstOf(idOf(first))).toEqual(words(first - 3, first + 1))
  expect((await book.around(idOf(99), 1, 2))?.map(({ message }) => message)).toEqual([
    ...words(98, 100),
    ...['Traceback of nothing', ...words(100, 101)],
  ])
  // What comes next follows the last line, not those that were loaded.
  files.set('/app.log', `${files.get('/app.log')}${linesFrom(150_000, 1)}`)
  await book.poll(RANGE)
  expect(await firstOf(idOf(150_000))).toEqual(words(149_997, 150_001))
}, 60_000)

it('reads no more than there is room for, and says so', async () => {
  const files = new Map([['/app.log', linesFrom(0, 100)]])
  const book = bookOf(files, 120_000)
  await book.cover(RANGE)
  files.set('/app.log', linesFrom(0, 400_000))
  await book.poll(RANGE)
  await book.load(RANGE, 'app.log')
  expect(book.gaps.find(({ kind }) => kind === 'skipped')).toMatchObject({
    canLoad: false,
    message: expect.stringMatching(/^About [\d,]+ older lines .* skipped: there is no more room\.$/),
  })
}, 60_000)

it('says since when all lines are known', async () => {
  const files = new Map([['/app.log', linesFrom(0, 100)]])
  const book = bookOf(files, 20_000)
  expect(book.wholeFromMs).toBeNull()
  await book.cover(RANGE)
  expect(book.wholeFromMs).toBeNull()

  files.set('/app.log', linesFrom(0, 120_000))
  const large = bookOf(files, 20_000)
  await large.cover(RANGE)
  const since = (large.wholeFromMs ?? 0) - START_MS
  expect(since).toBeGreaterThan(90_000)
  const numbers = numbersIn(large)
  expect(numbers.filter((number) => number > since)).toEqual(upTo(120_000).slice(since + 1))
  expect(numbers[0]).toBeGreaterThanOrEqual(since)
}, 60_000)

it('goes on in rotated files as far back as the range asks', async () => {
  const parts = [linesFrom(0, 1_000), linesFrom(1_000, 60_000), linesFrom(61_000, 500)]
  const files = new Map(['/app.log', '/app.log.1', '/app.log.2'].map((name, i) => [name, parts[2 - i] ?? '']))
  const book = bookOf(files)
  await book.cover({ ...RANGE, fromMs: START_MS + 61_100 })
  expect(book.index.lineCount).toBe(500)
  await book.cover(RANGE)
  expect(numbersIn(book)).toEqual(upTo(61_500))
  expect(book.gaps).toEqual([])
}, 60_000)
