import type { Browser, Page } from '@playwright/test'
import { startNginx } from '../e2e/support/nginx'
import { hostOf } from '../e2e/support/world'
import type { Config } from '../src/domain/config/config'
import { startAlertFlood } from './alert-flood'
import { timeUntil } from './first-paint'
import { usedBytes } from './heap'
import { type TaskTimes, taskTimes } from './main-thread'
import { median, type Row } from './table'

const ALERTS = 5_000
const ROUNDS = 5
/** What the browser calls a long task. */
const LONG_MS = 50
const MEGABYTE = 1024 * 1024
const VIEWPORT = { width: 1366, height: 768 }
/** Of the list's own questions. */
const REFRESHES = 4

/** Rows are there, and what they are of is counted. */
const IS_LISTED = `return document.querySelectorAll('article[data-alert]').length > 5
  && [...document.querySelectorAll('[role="status"]')].some((one) => one.textContent.includes('5,000 firing'))`
/** And what became of them. */
const IS_WHOLE = `return document.querySelectorAll('article[data-delivery="delivered"]').length > 5
  && [...document.querySelectorAll('[role="status"]')].some((one) => one.textContent === '5,000 firing')`

/** The list of 5,000 firing alerts, from a real Prometheus and a real Alertmanager: first paint, tasks, heap, and rows that stay where they are. */
export async function measureAlerts(browser: Browser, root: string, config: Config, folder: string): Promise<Row[]> {
  const flood = await startAlertFlood(ALERTS)
  const { prometheus, alertmanager } = flood
  const upstreams = { prometheus: hostOf(prometheus), alertmanager: hostOf(alertmanager) }
  const site = await startNginx({ folder, root, config, ...upstreams }).catch(async (error) => {
    await flood.stop()
    throw error
  })
  try {
    return [
      ...(await measurePaint(browser, site.address)),
      ...(await measureLife(browser, site.address)),
      ...(await measureSteadiness(browser, site.address, flood.flap)),
    ]
  } finally {
    await site.stop()
    await flood.stop()
  }
}

async function measurePaint(browser: Browser, app: string): Promise<Row[]> {
  const elsewhere = `${app.replace('127.0.0.1', 'localhost')}/favicon.svg`
  const [painted, whole, answered]: [number[], number[], number[]] = [[], [], []]
  const until = (condition: string) => timeUntil(browser, elsewhere, `${app}/alerts`, condition, VIEWPORT)
  // By turns, so that what else the machine does falls on all.
  for (let round = 0; round < ROUNDS; round++) {
    painted.push(await until(IS_LISTED))
    whole.push(await until(IS_WHOLE))
    answered.push(await timeOfAnswers(app))
  }
  const ms = (values: readonly number[]) => `${Math.round(median(values))} ms`
  const row = (what: string, values: readonly number[]): Row => ({
    what,
    measured: `${ms(values)} (${(median(values) / median(answered)).toFixed(2)}x of the two answers alone, ${ms(answered)})`,
    goal: 'at most 500 ms',
    reached: median(values) <= 500,
  })
  return [
    row(`list of ${ALERTS.toLocaleString('en-GB')} firing alerts painted, from the navigation on`, painted),
    row('the same, with what became of each', whole),
  ]
}

/** Milliseconds that the two servers take for their answers, asked at once and only read. */
async function timeOfAnswers(app: string): Promise<number> {
  const beganMs = performance.now()
  const paths = ['/prometheus/api/v1/rules?type=alert', '/alertmanager/api/v2/alerts']
  await Promise.all(paths.map(async (path) => (await fetch(app + path)).arrayBuffer()))
  return performance.now() - beganMs
}

/** Asked from outside: the policy of the page lets nothing evaluate text in it. */
async function untilWhole(page: Page): Promise<void> {
  while (!(await page.evaluate(`(() => { ${IS_WHOLE} })()`))) await page.waitForTimeout(50)
}

/** What it costs to scroll and to stand, and what it keeps. */
async function measureLife(browser: Browser, app: string): Promise<Row[]> {
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await page.goto(`${app}/favicon.svg`)
  const empty = await usedBytes(devtools)
  await page.goto(`${app}/alerts`)
  await untilWhole(page)
  await untilAsked(page)
  const loaded = await usedBytes(devtools)
  const standing = await taskTimes(browser, page, async () => {
    for (let i = 0; i <= REFRESHES; i++) await untilAsked(page)
  })
  const scrolling = await taskTimes(browser, page, () => scrollThrough(page))
  await context.close()
  const row = (what: string, { wallMs, threadMs }: TaskTimes): Row => {
    const long = wallMs.filter((ms) => ms >= LONG_MS).length
    const busy = `${(threadMs[0] ?? 0).toFixed(0)} ms of processor time`
    return {
      what,
      measured: `${(wallMs[0] ?? 0).toFixed(0)} ms (${busy}; ${long} of ${LONG_MS} ms or more)`,
      goal: `below ${LONG_MS} ms`,
      reached: long === 0,
    }
  }
  const heap = loaded.objects - empty.objects
  return [
    row(`longest task of ${REFRESHES} refreshes of them`, standing),
    row('longest task while all of them are scrolled through', scrolling),
    {
      what: 'heap of that page, above an empty page',
      measured: `${(heap / MEGABYTE).toFixed(1)} MB`,
      goal: 'at most 60 MB',
      reached: heap <= 60 * MEGABYTE,
    },
  ]
}

/** Until the list asks again: what followed its last answers is done. */
async function untilAsked(page: Page): Promise<void> {
  await page.waitForRequest((request) => request.url().includes('/api/v1/rules'), { timeout: 60_000 })
}

/** Wheels down to the last row and back, a screen at a time and then by leaps. */
async function scrollThrough(page: Page): Promise<void> {
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2)
  const frame = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))))
  for (let i = 0; i < 120; i++) {
    await page.mouse.wheel(0, i < 60 ? 600 : 6_000)
    await frame()
  }
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, -6_000)
    await frame()
  }
}

/** Alerts end and begin while the pointer is on a row: whether that row, and those about it, stay where they are. */
async function measureSteadiness(browser: Browser, app: string, flap: () => void): Promise<Row[]> {
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  await page.goto(`${app}/alerts`)
  await untilWhole(page)
  await page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height / 2)
  await page.mouse.wheel(0, 40_000)
  await untilStill(page)
  flap()
  // What compiles this file names functions by a helper of its own, which the page lacks.
  await page.evaluate('globalThis.__name = (named) => named')
  const handle = await page.evaluateHandle(watchRows)
  for (let i = 0; i < 2 * REFRESHES; i++) await untilAsked(page)
  const { moved, ended, frames } = await handle.evaluate((watch) => watch.stop())
  await context.close()
  return [
    {
      what: 'rows that moved in view under the pointer while every tenth alert ends and fires again',
      measured: `${moved} (in ${frames} frames, ${ended} rows in view ended meanwhile)`,
      goal: '0',
      reached: moved === 0 && ended > 0,
    },
  ]
}

/** Until the wheel has come to its end, which takes it some frames: rows that still go by are not moved by anybody. */
async function untilStill(page: Page): Promise<void> {
  const STILL_FRAMES = 10
  let last = 0
  for (let still = 0; still < STILL_FRAMES || last <= 30_000; ) {
    const scrollY = await page.evaluate(
      () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(window.scrollY))),
    )
    still = scrollY === last ? still + 1 : 0
    last = scrollY
  }
}

/** Looks in each frame at which alert is at which height. */
function watchRows() {
  const placeOf = () =>
    new Map(
      [...document.querySelectorAll<HTMLElement>('article[data-alert]')].map((row) => [
        row.querySelector('[title*="worker-"]')?.getAttribute('title') ?? row.textContent,
        Math.round(row.getBoundingClientRect().top),
      ]),
    )
  const first = placeOf()
  const moved = new Set<string | null>()
  const ended = new Set<string | null>()
  let frames = 0
  let isOn = true
  const look = () => {
    frames += 1
    const now = placeOf()
    for (const [row, top] of first) if (now.get(row) !== top) moved.add(row)
    for (const row of document.querySelectorAll('article[data-gone]')) ended.add(row.textContent)
    if (isOn) requestAnimationFrame(look)
  }
  look()
  return {
    stop() {
      isOn = false
      return { moved: moved.size, ended: ended.size, frames }
    },
  }
}
