import type { Browser } from '@playwright/test'
import { ID as EIGHTEEN } from './eighteen'
import { taskTimes } from './main-thread'
import type { Row } from './table'

/** About what a TV stick has of a desktop's core. */
const SLOWER = 6
const REFRESH_SECONDS = 5
const REFRESHES = 4
/** A frame that is later than this is seen as a stop. */
const LONGEST_MS = 200
const VIEWPORT = { width: 1920, height: 1080 }

const PAGES = [
  ['a board of twelve on a wall', '/d/shorts-main?kiosk&autofitpanels'],
  ['eighteen panels', `/d/${EIGHTEEN}?kiosk`],
  ['home', '/?kiosk'],
  ['the list of alerts', '/alerts?kiosk'],
] as const

/** The longest task of the page's own thread during refreshes, with a processor that is six times slower. */
export async function measureThrottled(browser: Browser, app: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const [what, path] of PAGES) {
    const context = await browser.newContext({ viewport: VIEWPORT })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await page.goto(`${app}${path}${path.includes('?') ? '&' : '?'}refresh=${REFRESH_SECONDS}s`)
    await page.waitForLoadState('networkidle')
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/api/v')) asked++
    })
    const { wallMs, threadMs } = await taskTimes(browser, page, () =>
      page.waitForTimeout(REFRESHES * REFRESH_SECONDS * 1000),
    )
    await context.close()
    if (asked < REFRESHES) throw new Error(`${path} has not refreshed: it asked ${asked} times`)
    const [longest = 0, second = 0] = wallMs
    const [longestThread = 0] = threadMs
    const busyMs = threadMs.reduce((sum, one) => sum + one, 0) / REFRESHES
    rows.push({
      what: `longest task of ${REFRESHES} refreshes, processor ${SLOWER} times slower: ${what}`,
      measured: `${longest.toFixed(0)} ms (the second ${second.toFixed(0)} ms; the longest by thread time ${longestThread.toFixed(0)} ms; ${busyMs.toFixed(0)} ms of thread time a refresh, ${asked} requests)`,
      goal: `at most ${LONGEST_MS} ms`,
      reached: longest <= LONGEST_MS,
    })
  }
  return rows
}
