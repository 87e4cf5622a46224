import type { Browser, Page, Request } from '@playwright/test'
import { median, percent, type Row } from './table'

const POLLS = 12
const ROUNDS = 9
const INTERVAL_S = 10

/** Bytes, requests and server time of a poll of the shorts-main page against its first load, range now-6h. */
export async function measureRefresh(browser: Browser, app: string, prometheus: string): Promise<Row[]> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  const page = await context.newPage()
  const asked: Question[] = []
  // Not when they are finished: that event is lost for an answer that is read before the tool asks for it.
  page.on('request', (request) => {
    if (isQuery(request)) asked.push({ url: request.url(), body: request.postData() ?? '' })
  })
  await page.addInitScript(() => performance.setResourceTimingBufferSize(5000))
  await page.goto(`${app}/d/shorts-main?refresh=${INTERVAL_S}s`)
  await page.waitForFunction(allAreLive)
  await untilQuiet(page)
  const first = asked.splice(0)
  const firstBytes = await takeBytes(page)
  // The polls themselves are the clock: a poll is what is asked until a second has passed without a question.
  const polls: Question[][] = []
  while (polls.length < POLLS) {
    await page.waitForEvent('request', { predicate: isQuery, timeout: 3 * INTERVAL_S * 1000 })
    await untilQuiet(page)
    polls.push(asked.splice(0))
  }
  const pollBytes = (await takeBytes(page)) / polls.length
  await context.close()

  const rounds: { firstSeconds: number; pollSeconds: number }[] = []
  // By turns, so that what else the machine does falls on both.
  for (let round = 0; round < ROUNDS; round++) {
    const firstSeconds = await replay(prometheus, first)
    rounds.push({ firstSeconds, pollSeconds: (await replay(prometheus, polls.flat())) / polls.length })
  }
  const byteShare = pollBytes / firstBytes
  const timeShare = median(rounds.map(({ firstSeconds, pollSeconds }) => pollSeconds / firstSeconds))
  const firstSeconds = median(rounds.map((round) => round.firstSeconds))
  const pollSeconds = median(rounds.map((round) => round.pollSeconds))
  const expressions = new Set(first.map(exprOf)).size
  const most = Math.max(...polls.map((poll) => poll.length / new Set(poll.map(exprOf)).size))
  const ms = (seconds: number) => (seconds * 1000).toFixed(1)
  return [
    {
      what: 'bytes of a refresh against the first load, query answers, now-6h',
      measured: `${percent(byteShare)} (${Math.round(pollBytes)} of ${firstBytes} bytes, mean of ${POLLS} polls)`,
      goal: 'at most 3 %',
      reached: byteShare <= 0.03,
    },
    {
      what: 'server time of a refresh against the first load, their questions asked again one after the other',
      measured: `${percent(timeShare)} (${ms(pollSeconds)} of ${ms(firstSeconds)} ms)`,
      goal: 'at most 12 %',
      reached: timeShare <= 0.12,
    },
    {
      what: 'requests of a refresh, for each unequal expression',
      measured: `${most.toFixed(2)} in any of ${POLLS} polls (${expressions} expressions)`,
      goal: 'at most 1',
      reached: most <= 1,
    },
  ]
}

interface Question {
  readonly url: string
  readonly body: string
}

/**
 * Seconds that Prometheus spends in evaluating questions, by its own count. One after the other and with no page beside them:
 * its count is of the time that passes, and the page would take its processor away.
 */
async function replay(prometheus: string, questions: readonly Question[]): Promise<number> {
  const before = await serverSeconds(prometheus)
  for (const { url, body } of questions) {
    const path = url.slice(url.indexOf('/api/v1/'))
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await fetch(prometheus + path, { method: 'POST', headers, body })
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
    await answer.arrayBuffer()
  }
  return (await serverSeconds(prometheus)) - before
}

/** Until a second has passed without a question, which is longer than any answer takes and less than an interval. */
async function untilQuiet(page: Page): Promise<void> {
  const next = () => page.waitForEvent('request', { predicate: isQuery, timeout: 1000 })
  while (
    await next().then(
      () => true,
      () => false,
    )
  );
}

function isQuery(request: Request): boolean {
  return request.url().includes('/api/v1/query')
}

function allAreLive(): boolean {
  return document.querySelectorAll('[data-panel][data-truth="live"]').length === 6
}

function exprOf({ body }: Question): string {
  return new URLSearchParams(body).get('query') ?? ''
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
