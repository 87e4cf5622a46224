import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { startNginx } from '../e2e/support/nginx'
import { parseConfigText } from '../src/domain/config/parse'
import { writeLogLines } from '../src/testing/log-lines'
import { timeUntil } from './first-paint'
import { usedBytes } from './heap'
import { taskTimes } from './main-thread'
import { median, type Row } from './table'

const LINES = 100_000
const STEP_MS = 30
/** The large file has so many times as many lines. */
const TIMES = 6
const ROUNDS = 7
const OPENINGS = 3
const WHEELS = 120
const MEGABYTE = 1024 * 1024
const VIEWPORT = { width: 1366, height: 768 }
/** What a page may keep of log lines, as `data/logs/book.ts` says, and half of it again for what finds them. */
const MOST_BYTES = 1.5 * 64 * MEGABYTE

const QUESTIONS = [
  'user_id=user_#',
  'status_code=200,40#',
  'duration_ms>5#',
  'level>=ERROR duration_ms>#',
  '"out of memory" -user_id=user_#',
] as const

/** /logs over files of a real nginx, in the browser. */
export async function measureLogsPage(browser: Browser, folder: string, prometheus: string): Promise<Row[]> {
  const { logs, root } = { logs: join(folder, 'logs'), root: join(folder, 'root') }
  mkdirSync(logs, { recursive: true })
  cpSync('dist', root, { recursive: true })
  const source = (id: string) => ({ id, title: id, kind: 'jsonl', url: '/logs', files: [`${id}.log`] })
  const text = JSON.stringify({
    schema: 1,
    sources: {
      metrics: [{ id: 'prometheus', kind: 'prometheus', url: '/prometheus' }],
      logs: ['little', 'middle', 'large'].map(source),
    },
    dashboards: ['shorts-main'],
  })
  writeFileSync(join(root, 'config.json'), text)
  const parsed = await parseConfigText(text)
  if (!parsed.ok) throw new Error('the configuration of the bench is faulty')
  const endMs = Date.now()
  const megabytes = writeFiles(logs, endMs)
  const site = await startNginx({ folder, root, config: parsed.config, prometheus, alertmanager: prometheus, logs })
  try {
    const range = (hours: number) => `from=${endMs - hours * 3_600_000}&to=${endMs + 1_000}`
    return [
      ...(await measureMiddle(browser, `${site.address}/logs?${range(1)}`, megabytes.middle)),
      ...(await measureLarge(browser, site.address, `${site.address}/logs?source=large&${range(24)}`, megabytes.large)),
    ]
  } finally {
    await site.stop()
  }
}

/** Megabytes of each file. The newest line of each says so. */
function writeFiles(logs: string, endMs: number): { readonly middle: number; readonly large: number } {
  const newest = `${JSON.stringify({ timestamp: new Date(endMs).toISOString(), level: 'INFO', message: 'NEWEST LINE' })}\n`
  const part = (place: number) => {
    const fromMs = endMs - (place + 1) * (LINES - 1) * STEP_MS
    const lines = writeLogLines(LINES - 1, { fromMs, stepMs: STEP_MS, seed: place + 1 })
    return lines.map(({ raw }) => `${raw}\n`).join('')
  }
  const last = part(0) + newest
  writeFileSync(join(logs, 'little.log'), newest)
  writeFileSync(join(logs, 'middle.log'), last)
  let large = 0
  for (let place = TIMES - 1; place >= 0; place--) {
    const text = place === 0 ? last : part(place)
    large += Buffer.byteLength(text)
    appendFileSync(join(logs, 'large.log'), text)
  }
  return { middle: Buffer.byteLength(last) / 1e6, large: large / 1e6 }
}

/** Loading, asking and scrolling 100,000 lines, in a page that is there already. */
async function measureMiddle(browser: Browser, url: string, megabytes: number): Promise<Row[]> {
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  await page.addInitScript(WATCH)
  await page.goto(`${url}&source=little`)
  await untilLoaded(page, 1)
  await untilIdle(page)
  const loading = await taskTimes(browser, page, async () => {
    await page.getByRole('combobox', { name: 'Source' }).selectOption('middle')
    await untilLoaded(page, LINES)
  })
  await untilIdle(page)
  const asked: number[] = []
  const answering = await taskTimes(
    browser,
    page,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        for (const question of QUESTIONS) {
          const answered = page.evaluate(() => Reflect.get(window, 'nextAnswer')() as Promise<number>)
          await page.getByRole('combobox', { name: 'Query' }).fill(question.replace('#', String(round + 1)))
          await page.getByRole('combobox', { name: 'Query' }).press('Enter')
          asked.push(await answered)
        }
      }
    },
    'DedicatedWorker thread',
  )
  await page.getByRole('button', { name: 'Clear the query' }).click()
  await untilLoaded(page, LINES)
  await untilIdle(page)
  let frames = 0
  const scrolling = await taskTimes(browser, page, async () => {
    frames = await scrollThrough(page)
  })
  await context.close()
  const busyMs = scrolling.threadMs.reduce((sum, ms) => sum + ms, 0) / frames
  const ofWorkerMs = answering.threadMs.reduce((sum, each) => sum + each, 0) / asked.length
  // Of as many tasks as there were frames: most others are a few microseconds long.
  const p99Ms = scrolling.threadMs[Math.floor(frames / 100)]
  const what = `${LINES.toLocaleString('en-GB')} lines (${megabytes.toFixed(0)} MB)`
  const ms = (value = 0) => `${value.toFixed(1)} ms`
  return [
    {
      what: `longest task of the page while ${what} are loaded`,
      measured: `${ms(loading.wallMs[0])} (${ms(loading.threadMs[0])} of processor time)`,
      goal: 'at most 16 ms',
      reached: (loading.wallMs[0] ?? 0) <= 16,
    },
    {
      what: `a filter of ${what}: from the question to lines, counts, bars and facets of the worker`,
      measured: `${ms(median(asked))} (of ${asked.length}, the longest ${ms(Math.max(...asked))}; ${ms(ofWorkerMs)} of the worker's processor time each)`,
      goal: 'at most 15 ms',
      reached: median(asked) <= 15,
    },
    {
      what: `a frame of the page while ${what} are scrolled through`,
      measured: `${ms(busyMs)} of processor time (${frames} frames; one task in a hundred frames is over ${ms(p99Ms)}, the longest ${ms(scrolling.threadMs[0])})`,
      goal: 'at most 10 ms, 99 of 100 tasks too',
      reached: busyMs <= 10 && (p99Ms ?? 0) <= 10,
    },
  ]
}

/** A file that is larger than what is kept: how soon its newest lines are there, and what is kept. */
async function measureLarge(browser: Browser, app: string, url: string, megabytes: number): Promise<Row[]> {
  const elsewhere = `${app.replace('127.0.0.1', 'localhost')}/favicon.svg`
  const isShown = `return document.querySelector('[data-line]')?.textContent.includes('NEWEST LINE')`
  const shown: number[] = []
  for (let round = 0; round < OPENINGS; round++) {
    shown.push(await timeUntil(browser, elsewhere, url, isShown, VIEWPORT))
  }
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await page.goto(`${app}/favicon.svg`)
  const empty = await usedBytes(devtools)
  const worker = await watchWorker(devtools)
  await page.goto(url)
  const kept = await untilLoaded(page, LINES / 2)
  await untilIdle(page)
  const loaded = await usedBytes(devtools)
  const inWorker = await worker()
  await context.close()
  const heap = loaded.objects - empty.objects
  return [
    {
      what: `newest lines of a file of ${megabytes.toFixed(0)} MB painted, from the navigation on`,
      measured: `${(median(shown) / 1000).toFixed(2)} s`,
      goal: 'at most 1 s',
      reached: median(shown) <= 1_000,
    },
    {
      what: `heap of the page over it, above an empty page, with ${kept.toLocaleString('en-GB')} of its lines kept`,
      measured: `${(heap / MEGABYTE).toFixed(1)} MB`,
      goal: 'at most 16 MB',
      reached: heap <= 16 * MEGABYTE,
    },
    {
      what: 'memory of the worker that keeps them, objects and buffers',
      measured: `${((inWorker.objects + inWorker.buffers) / MEGABYTE).toFixed(0)} MB (${(inWorker.buffers / MEGABYTE).toFixed(0)} MB of buffers)`,
      goal: `at most ${MOST_BYTES / MEGABYTE} MB`,
      reached: inWorker.objects + inWorker.buffers <= MOST_BYTES,
    },
  ]
}

/** As text: what a compiler adds to a function is not there in the page. Times questions to the worker by what passes to and fro. */
const WATCH = `{
  const post = Worker.prototype.postMessage
  const heard = new WeakSet()
  let askedMs = 0
  let settle = () => {}
  window.nextAnswer = () => new Promise((resolve) => { settle = resolve })
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.kind === 'ask') askedMs = performance.now()
    if (!heard.has(this)) {
      heard.add(this)
      this.addEventListener('message', ({ data }) => {
        if (data?.kind !== 'overview' || askedMs === 0) return
        settle(performance.now() - askedMs)
        askedMs = 0
      })
    }
    return post.call(this, message, ...rest)
  }
}`

/** How many lines the page counts, once they are as many, none are on their way, and those in view are there. */
async function untilLoaded(page: Page, lines: number): Promise<number> {
  const handle = await page.waitForFunction(readCount, lines, { timeout: 120_000 })
  return (await handle.jsonValue()) ?? 0
}

function readCount(least: number): number | null {
  const text = [...document.querySelectorAll('[role="status"]')]
    .map((one) => one.textContent ?? '')
    .find((one) => / of [\d,]+ lines/.test(one))
  if (text === undefined || text.includes('so far') || document.querySelector('[data-line]') === null) return null
  const all = Number(/ of ([\d,]+) lines/.exec(text)?.[1]?.replaceAll(',', '') ?? 0)
  return all >= least ? all : null
}

function untilIdle(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}

/** Wheels down a screen at a time and then by leaps; how many frames came meanwhile: a turn of the wheel takes several. */
async function scrollThrough(page: Page): Promise<number> {
  const list = await page.getByRole('log').boundingBox()
  if (list === null) throw new Error('the list is not there')
  await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2)
  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))))
  await page.evaluate(COUNT_FRAMES)
  for (let i = 0; i < WHEELS; i++) {
    await page.mouse.wheel(0, i < WHEELS / 2 ? 500 : 20_000)
    await frame()
  }
  return (await page.evaluate('window.seenFrames')) as number
}

/** As text, as WATCH is. */
const COUNT_FRAMES = `{
  window.seenFrames = 0
  const count = () => {
    window.seenFrames += 1
    requestAnimationFrame(count)
  }
  count()
}`

/** Follows the workers of a page; what comes back asks the one that keeps log lines for its memory. */
async function watchWorker(devtools: CDPSession): Promise<() => Promise<{ objects: number; buffers: number }>> {
  const sessions = new Map<string, string>()
  const answers = new Map<number, (result: { usedSize: number; backingStorageSize: number }) => void>()
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => sessions.set(targetInfo.url, sessionId))
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    answers.get(id)?.(result)
  })
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  let lastId = 0
  return async () => {
    const [, sessionId = ''] = [...sessions].find(([url]) => url.includes('logs.worker')) ?? []
    const call = (method: string) => {
      lastId += 1
      const id = lastId
      const answered = new Promise<{ usedSize: number; backingStorageSize: number }>((resolve) =>
        answers.set(id, resolve),
      )
      return devtools
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
        .then(() => answered)
    }
    for (let i = 0; i < 3; i++) await call('HeapProfiler.collectGarbage')
    const { usedSize, backingStorageSize } = await call('Runtime.getHeapUsage')
    return { objects: usedSize, buffers: backingStorageSize }
  }
}
