import type { Browser, Page, Request } from '@playwright/test'
import { percent, type Row } from './table'

const POLLS = 12
const INTERVAL_S = 10

/** Bytes, requests and server time of a poll of the shorts-main page against its first load, range now-6h. */
export async function measureRefresh(browser: Browser, app: string, prometheus: string): Promise<Row[]> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const page = await context.newPage()
  const asked: Request[] = []
  page.on('requestfinished', (request) => {
    if (request.url().includes('/api/v1/query')) asked.push(request)
  })
  await page.addInitScript(() => performance.setResourceTimingBufferSize(5000))
  await page.goto(`${app}/d/shorts-main?refresh=${INTERVAL_S}s`)
  await page.waitForFunction(allAreLive)
  await page.waitForLoadState('networkidle')
  const first = asked.splice(0)
  const firstBytes = await takeBytes(page)
  const before = await serverSeconds(prometheus)
  // The polls themselves are the clock: wait until so many of the page's ticks were answered.
  const perPoll = new Set(first.map(exprOf)).size
  const deadline = Date.now() + (POLLS + 4) * INTERVAL_S * 1000
  while (asked.length < POLLS * perPoll && Date.now() < deadline) {
    await page.waitForEvent('requestfinished', { timeout: 3 * INTERVAL_S * 1000 })
  }
  const after = await serverSeconds(prometheus)
  const polls = asked.splice(0)
  const pollBytes = (await takeBytes(page)) / (polls.length / perPoll)
  // What the whole would cost the server at each poll: a second page loads it once.
  const wholeBefore = await serverSeconds(prometheus)
  const other = await context.newPage()
  await other.goto(`${app}/d/shorts-main?refresh=off`)
  await other.waitForFunction(allAreLive)
  await page.close()
  await other.waitForLoadState('networkidle')
  const wholeSeconds = (await serverSeconds(prometheus)) - wholeBefore
  await context.close()

  const byteShare = pollBytes / firstBytes
  const timeShare = (after - before) / (polls.length / perPoll) / wholeSeconds
  return [
    {
      what: 'bytes of a refresh against the first load, query answers, now-6h',
      measured: `${percent(byteShare)} (${Math.round(pollBytes)} of ${firstBytes} bytes, mean of ${POLLS} polls)`,
      goal: 'at most 3 %',
      reached: byteShare <= 0.03,
    },
    {
      what: 'server time of a refresh against the first load',
      measured: percent(timeShare),
      goal: 'at most 12 %',
      reached: timeShare <= 0.12,
    },
    {
      what: 'requests of a refresh, for each unequal expression',
      measured: `${(polls.length / (Math.round(polls.length / perPoll) * perPoll)).toFixed(2)} (${perPoll} expressions)`,
      goal: 'at most 1',
      reached: polls.length <= Math.round(polls.length / perPoll) * perPoll,
    },
  ]
}

function allAreLive(): boolean {
  return document.querySelectorAll('[data-panel][data-truth="live"]').length === 6
}

function exprOf(request: Request): string {
  return new URLSearchParams(request.postData() ?? '').get('query') ?? ''
}

/** Bytes of the query answers since the last call, unpacked, by the browser's own count. */
function takeBytes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    performance.clearResourceTimings()
    const answers = entries.filter(({ name }) => name.includes('/api/v1/query'))
    return answers.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)
  })
}

/** Seconds that Prometheus has spent in evaluating queries, by its own count; rules are evaluated elsewhere. */
async function serverSeconds(prometheus: string): Promise<number> {
  const text = await (await fetch(`${prometheus}/metrics`)).text()
  let total = 0
  for (const [, value] of text.matchAll(
    /^prometheus_http_request_duration_seconds_sum\{handler="\/api\/v1\/query(?:_range)?"\} (\S+)$/gm,
  )) {
    total += Number(value)
  }
  return total
}
