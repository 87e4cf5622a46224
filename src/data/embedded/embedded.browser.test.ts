import type { Worker } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type InstantAnswer, type MetricsSource, type RangeAnswer, SourceError } from '~/domain/sources'
import { decode } from '~/testing/browser-codec'
import type { Aborted, EmbeddedApi } from '~/testing/browser-embedded-entry'
import { type BrowserPage, hasChromium, openBrowserPage } from '~/testing/browser-page'
import { startServer, type TestServer } from '~/testing/http-server'
import { metricsSourceContract } from '~/testing/metrics-source-contract'
import type { EmbeddedSource } from './plan-embedded'

type Method = 'query' | 'queryRange' | 'labels' | 'probe'
interface Testing {
  readonly lookoutTest: EmbeddedApi
}

const SAMPLE: EmbeddedSource = { kind: 'sample', id: 'sample', rules: [] }
const never = new AbortController().signal

async function start({ page }: BrowserPage, source: EmbeddedSource): Promise<void> {
  await page.evaluate((one) => (globalThis as unknown as Testing).lookoutTest.start(one), source)
}

async function ask({ page }: BrowserPage, method: Method, query: unknown, signal: AbortSignal): Promise<unknown> {
  const isLate = signal.aborted
  // Whoever asks may let it fire before the browser has heard of the question.
  await Promise.resolve()
  const aborted: Aborted = isLate ? 'before' : signal.aborted ? 'at once' : 'never'
  const coded = await page.evaluate(
    ([name, one, when]) => (globalThis as unknown as Testing).lookoutTest.ask(name, one, when),
    [method, query, aborted] as const,
  )
  if ('error' in coded) throw new SourceError(coded.error)
  return decode(coded.answer)
}

/** The source of a page as one of this process. */
function sourceIn(browser: BrowserPage): MetricsSource {
  return {
    id: 'sample',
    title: 'sample',
    kind: 'sample',
    query: (query, signal) => ask(browser, 'query', query, signal) as Promise<InstantAnswer>,
    queryRange: (query, signal) => ask(browser, 'queryRange', query, signal) as Promise<RangeAnswer>,
    ruleStates: () => Promise.reject(new Error('not asked here')),
    labels: (query, signal) => ask(browser, 'labels', query, signal) as ReturnType<MetricsSource['labels']>,
    probe: (signal) => ask(browser, 'probe', undefined, signal) as ReturnType<MetricsSource['probe']>,
    alertRules: async () => [],
  }
}

const instant = (expr: string) => ({ expr, timeMs: Date.now(), timeoutMs: 60_000 })

describe.skipIf(!hasChromium)('in a worker of a real browser, under the policy of the app', () => {
  metricsSourceContract('the client before a Prometheus in a worker', async () => {
    const browser = await openBrowserPage([], 'browser-embedded-entry.ts')
    await start(browser, SAMPLE)
    const source = sourceIn(browser)
    // What is asked with a selector waits for the past of the sample platforms.
    await source.query(instant('count(up)'), never)
    return {
      source,
      stop: async () => {
        expect(await browser.violations()).toEqual([])
        await browser.close()
      },
    }
  })
})

describe.skipIf(!hasChromium)('the worker of an embedded Prometheus in a real browser', { timeout: 60_000 }, () => {
  let browser: BrowserPage
  let target: TestServer
  let scrapes = 0
  /** Workers as they start, and what the tests add. */
  const events: string[] = []
  let workers: Worker[] = []

  beforeAll(async () => {
    target = await startServer((_request, response) => {
      scrapes += 1
      response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/plain; version=0.0.4' })
      response.end(`scrapes_total ${scrapes}\n`)
    })
    browser = await openBrowserPage([target.url], 'browser-embedded-entry.ts')
    browser.page.on('worker', (worker) => {
      if (!worker.url().includes('embedded.worker')) return
      events.push(`worker ${workers.push(worker)}`)
    })
  }, 60_000)
  beforeEach(async () => {
    await browser.page.evaluate(() => (globalThis as unknown as Testing).lookoutTest.stop())
    workers = []
    events.length = 0
  })
  afterAll(async () => {
    await browser?.close()
    await target.close()
  })

  const query = async (expr: string) => {
    const { vector } = (await ask(browser, 'query', instant(expr), never)) as InstantAnswer
    return vector.samples.map(({ value }) => value)
  }
  const die = () =>
    workers.at(-1)?.evaluate(() => {
      setTimeout(() => {
        throw new Error('it died of this test')
      })
    })

  test('dies: another one takes its place and answers what it was asked', async () => {
    await start(browser, SAMPLE)
    await expect.poll(() => workers.length).toBe(1)
    // Asked while the past is being made, so that it certainly waits.
    const answer = query('count(count by (platform) (up))').then((values) => {
      events.push('answer')
      return values
    })
    await die()
    expect(await answer).toEqual([4])
    expect(events).toEqual(['worker 1', 'worker 2', 'answer'])
    await expect.poll(() => browser.page.workers().length).toBe(2)
    expect(await browser.violations()).toEqual([])
  })

  test('hangs: it is killed, and another one answers', async () => {
    await start(browser, SAMPLE)
    expect(await query('vector(1)')).toEqual([1])
    await workers[0]?.evaluate(() => {
      setTimeout(() => {
        for (;;);
      })
    })
    expect(await query('vector(2)')).toEqual([2])
    await expect.poll(() => workers.length, { timeout: 30_000 }).toBe(2)
    expect(await query('vector(3)')).toEqual([3])
  })

  test('dies: the next one has what was kept of its samples', async () => {
    const scraped = { job: 'x', url: `${target.url}/metrics`, labels: {}, honorLabels: false, viaServer: false }
    await start(browser, {
      ...{ kind: 'scrape', id: 'kept', rules: [], targets: [scraped] },
      ...{ interval: 1_000, retention: 3_600_000, maxMegabytes: 10 },
    } as EmbeddedSource)
    const kept = () =>
      browser.page.evaluate(() => (globalThis as unknown as Testing).lookoutTest.keptHeads('lookout-kept'))
    await expect.poll(kept, { timeout: 30_000 }).toBeGreaterThan(0)
    await target.close()
    const closed = scrapes
    await die()
    await expect.poll(() => workers.length).toBe(2)
    const [count = 0] = await query('count_over_time(scrapes_total[1h])')
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThanOrEqual(closed)
    await target.reopen()
    // And it goes on from there.
    await expect.poll(() => query(`last_over_time(scrapes_total[1h]) > ${closed}`), { timeout: 20_000 }).toHaveLength(1)
    expect(await query('count_over_time(scrapes_total[1h])')).toEqual([expect.toSatisfy((now: number) => now > count)])
    expect(await browser.violations()).toEqual([])
  })
})
