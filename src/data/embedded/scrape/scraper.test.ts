import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTransport } from '~/data/transport/transport'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { createFakeTime, type FakeTime } from '~/testing/fake-schedule'
import { startServer, type TestServer } from '~/testing/http-server'
import { createScraper, type Scraper, type ScraperOptions } from './scraper'
import type { ScrapeTarget } from './target'
import type { TargetState } from './target-loop'

const INTERVAL_MS = 15_000

type Answer = string | ((response: ServerResponse) => void)

let server: TestServer
let answer: Answer
let requests: number
let time: FakeTime
let tsdb: Tsdb
let scraper: Scraper | undefined
/** Waits for the reports that were asked for. */
let reports: TargetState[]
let onReport: () => void

beforeEach(async () => {
  server = await startServer((_, response) => {
    requests += 1
    if (typeof answer === 'string') response.setHeader('content-type', 'text/plain').end(answer)
    else answer(response)
  })
  answer = ''
  requests = 0
  time = createFakeTime()
  tsdb = createTsdb()
  reports = []
  onReport = () => {}
})

afterEach(async () => {
  scraper?.stop()
  scraper = undefined
  await server.close()
})

const targetOf = (more: Partial<ScrapeTarget> = {}): ScrapeTarget => ({
  url: `${server.url}/metrics`,
  job: 'app',
  instance: 'app:1',
  labels: new Map(),
  intervalMs: INTERVAL_MS,
  timeoutMs: 10_000,
  ...more,
})

function start(targets: readonly ScrapeTarget[], more: Partial<ScraperOptions<object>> = {}): Scraper {
  scraper = createScraper({
    targets,
    tsdb,
    transport: createTransport(),
    clock: { nowMs: time.now },
    schedule: time.schedule,
    onReport: (state) => {
      reports.push(state)
      onReport()
    },
    ...more,
  })
  scraper.start()
  return scraper
}

/** Moves the clock, and waits until so many scrapes more have been reported. */
async function advance(ms: number, count: number): Promise<void> {
  const wanted = reports.length + count
  const reached = new Promise<void>((resolve) => {
    onReport = () => {
      if (reports.length >= wanted) resolve()
    }
    onReport()
  })
  await time.advance(ms)
  await reached
}

/** Of the first target. */
function nextScrapeMs(): number {
  return scraper?.states[0]?.nextScrapeMs ?? Number.NaN
}

/** Scrapes once: the clock goes to the planned time and no further. */
async function scrapeOnce(): Promise<TargetState> {
  await advance(Math.max(0, nextScrapeMs() - time.now()), 1)
  return reports.at(-1) as TargetState
}

/** Samples of a metric, each as seconds since the start and value; `x` is a staleness marker. */
function samplesOf(metric: string, startMs: number, more: readonly (readonly [string, string])[] = []): string[] {
  const matchers = [['__name__', metric] as const, ...more].map(([name, value]) => ({ name, op: '=' as const, value }))
  return tsdb.select(matchers, 0, Number.MAX_SAFE_INTEGER).map(({ labels, timesMs, values, stale }) => {
    const samples = Array.from(timesMs, (ms, i) => `${(ms - startMs) / 1000}:${stale?.[i] === 1 ? 'x' : values[i]}`)
    const own = [...labels].filter(([name]) => name !== '__name__').map(([name, value]) => `${name}=${value}`)
    return `${own.join(',')} ${samples.join(' ')}`
  })
}

describe('a target', () => {
  test('is scraped within a second, with the series that Prometheus writes for it', async () => {
    answer = '# TYPE requests_total counter\n# HELP requests_total Requests.\nrequests_total{code="200"} 5\nup 7\n'
    const startMs = time.now()
    start([targetOf({ labels: new Map([['zone', 'a']]) })])
    const firstMs = nextScrapeMs()
    expect(firstMs - startMs).toBeLessThan(1_000)
    const state = await scrapeOnce()
    const at = `${(firstMs - startMs) / 1000}`
    const own = 'instance=app:1,job=app,zone=a'
    expect(samplesOf('requests_total', startMs)).toEqual([`code=200,${own} ${at}:5`])
    // The target's own `up` is there first, as in Prometheus.
    expect(samplesOf('up', startMs)).toEqual([`${own} ${at}:7`])
    expect(samplesOf('scrape_samples_scraped', startMs)).toEqual([`${own} ${at}:2`])
    expect(samplesOf('scrape_samples_post_metric_relabeling', startMs)).toEqual([`${own} ${at}:2`])
    expect(samplesOf('scrape_series_added', startMs)).toEqual([`${own} ${at}:2`])
    expect(samplesOf('scrape_duration_seconds', startMs)).toEqual([`${own} ${at}:0`])
    expect([...tsdb.metadata.entries()]).toEqual([
      { target: state.key, metric: 'requests_total', type: 'counter', help: 'Requests.', unit: '' },
    ])
    expect(state).toMatchObject({ health: 'up', lastScrapeMs: firstMs, problem: undefined, samplesScraped: 2 })
  })

  test('is scraped at its offset in every interval, and old series cost no new ones', async () => {
    answer = 'a 1\nb{c="d"} 2\n'
    const startMs = time.now()
    start([targetOf()])
    await scrapeOnce()
    const times: number[] = []
    for (let i = 0; i < 3; i++) times.push((await scrapeOnce()).lastScrapeMs ?? 0)
    expect(times.map((ms) => ms - (times[0] ?? 0))).toEqual([0, INTERVAL_MS, 2 * INTERVAL_MS])
    const added = samplesOf('scrape_series_added', startMs)[0] ?? ''
    expect(
      added
        .split(' ')
        .slice(1)
        .map((sample) => sample.split(':')[1]),
    ).toEqual(['2', '0', '0', '0'])
  })

  test('series that it does not expose any more are marked stale, once', async () => {
    const startMs = time.now()
    answer = 'a 1\nb 1\n'
    start([targetOf()])
    const first = await scrapeOnce()
    answer = 'a 2\n'
    const second = await scrapeOnce()
    await scrapeOnce()
    const [at1, at2] = [first, second].map(({ lastScrapeMs }) => ((lastScrapeMs ?? 0) - startMs) / 1000)
    expect(samplesOf('b', startMs)).toEqual([`instance=app:1,job=app ${at1}:1 ${at2}:x`])
    expect(samplesOf('a', startMs)[0]).toContain(`${at2}:2`)
  })

  test('a failed scrape is up 0 and marks all its series stale; the next one goes on', async () => {
    const startMs = time.now()
    answer = 'a 1\n'
    start([targetOf()])
    await scrapeOnce()
    answer = (response) => response.writeHead(503).end('busy')
    expect(await scrapeOnce()).toMatchObject({ health: 'down', samplesScraped: 0 })
    await scrapeOnce()
    answer = 'a 2\n'
    await scrapeOnce()
    const values = (metric: string) =>
      (samplesOf(metric, startMs)[0] ?? '')
        .split(' ')
        .slice(1)
        .map((sample) => sample.split(':')[1])
    expect(values('up')).toEqual(['1', '0', '0', '1'])
    expect(values('a')).toEqual(['1', 'x', '2'])
  })

  test('that is taken away ends in staleness markers, and others go on', async () => {
    const startMs = time.now()
    answer = 'a 1\n'
    const [mine, other] = [targetOf(), targetOf({ job: 'other' })]
    start([mine, other])
    await advance(1_000, 2)
    scraper?.setTargets([other])
    const ends = (metric: string, job: string) => (samplesOf(metric, startMs, [['job', job]])[0] ?? '').endsWith(':x')
    for (const metric of ['a', 'up', 'scrape_duration_seconds', 'scrape_series_added']) {
      expect([metric, ends(metric, 'app'), ends(metric, 'other')]).toEqual([metric, true, false])
    }
    expect(scraper?.states.map(({ target }) => target.job)).toEqual(['other'])
    expect(time.waiting).toBe(1)
  })

  test('that comes twice is scraped once', async () => {
    start([targetOf(), targetOf()])
    await advance(1_000, 1)
    expect([requests, scraper?.states.length]).toEqual([1, 1])
  })
})

describe('stopping', () => {
  test('leaves no timer, marks everything stale and asks no more', async () => {
    answer = 'a 1\n'
    const startMs = time.now()
    start([targetOf()])
    await scrapeOnce()
    scraper?.stop()
    expect(time.waiting).toBe(0)
    expect(samplesOf('a', startMs)[0]).toMatch(/:x$/)
    await time.advance(60_000)
    expect(requests).toBe(1)
  })

  test('ends a request that is under way, and writes nothing of it', async () => {
    let isClosed = false
    answer = (response) => {
      response.on('close', () => {
        isClosed = true
      })
    }
    const startMs = time.now()
    start([targetOf()])
    await time.advance(1_000)
    await expect.poll(() => requests).toBe(1)
    scraper?.stop()
    await expect.poll(() => isClosed).toBe(true)
    expect(reports).toEqual([])
    expect(samplesOf('up', startMs)).toEqual([])
  })

  test('and starting again scrapes again', async () => {
    answer = 'a 1\n'
    start([targetOf()])
    await scrapeOnce()
    scraper?.stop()
    scraper?.start()
    expect((await scrapeOnce()).health).toBe('up')
    expect(requests).toBe(2)
  })
})

describe('timestamps in the text', () => {
  const minuteAgo = () => time.now() - 60_000

  test('are kept, within ten minutes of now, and such series are not marked stale', async () => {
    const startMs = time.now()
    answer = `a 1 ${minuteAgo()}\nb 1 ${time.now() + 11 * 60_000}\n`
    start([targetOf()])
    const state = await scrapeOnce()
    expect(samplesOf('a', startMs)).toEqual(['instance=app:1,job=app -60:1'])
    expect(samplesOf('b', startMs)).toEqual([])
    expect(state).toMatchObject({ health: 'up', problem: { message: '1 sample left out: from the future.' } })
    answer = ''
    await scrapeOnce()
    expect(samplesOf('a', startMs)).toEqual(['instance=app:1,job=app -60:1'])
  })

  test('are not kept where they are not honoured', async () => {
    const startMs = time.now()
    answer = `a 1 ${minuteAgo()}\n`
    start([targetOf({ honorTimestamps: false })])
    const { lastScrapeMs } = await scrapeOnce()
    expect(samplesOf('a', startMs)).toEqual([`instance=app:1,job=app ${((lastScrapeMs ?? 0) - startMs) / 1000}:1`])
  })
})

describe('what goes wrong is said in words', () => {
  test('some lines cannot be read: the rest is kept', async () => {
    answer = 'a 1\nb one\nc{d="e} 2\nf 3\n'
    const startMs = time.now()
    start([targetOf()])
    const state = await scrapeOnce()
    expect(state.health).toBe('up')
    expect(state.problem?.message).toBe(
      'Line 2 and 1 line more cannot be read: the value is no number that Prometheus takes (b one).',
    )
    expect(state.faults.map(({ line }) => line)).toEqual([2, 3])
    expect(samplesOf('f', startMs)).toHaveLength(1)
  })

  test('a series twice: the first value is kept', async () => {
    answer = 'a 1\na 2\na 1\n'
    const startMs = time.now()
    start([targetOf()])
    const { problem } = await scrapeOnce()
    expect(samplesOf('a', startMs)[0]).toMatch(/:1$/)
    expect(problem?.message).toBe('1 sample left out: for times that have another value.')
  })

  test.each<[name: string, answer: Answer, more: Partial<ScrapeTarget>, message: RegExp, nextStep: RegExp]>([
    [
      'a page of HTML',
      '<!DOCTYPE html>\n<p>Hello',
      {},
      /line 1: not exposition text: it looks like a page of HTML/,
      /\/metrics/,
    ],
    ['not found', (response) => response.writeHead(404).end(), {}, /HTTP status 404/, /path/],
    ['a password', (response) => response.writeHead(401).end(), {}, /HTTP status 401/, /who asks/],
    ['a failure', (response) => response.writeHead(500).end(), {}, /HTTP status 500/, /log/],
    ['a redirect', (response) => response.writeHead(307, { location: '/metrics/' }).end(), {}, /elsewhere/, /slash/],
    ['too much', `a{b="${'x'.repeat(2_000)}"} 1\n`, { maxBodyBytes: 1_000 }, /larger than/, /size limit/],
    ['no end', () => {}, { timeoutMs: 50 }, /did not answer within 0.1 s/, /longer timeout/],
    [
      'a body that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('a 1\n', () => response.destroy())
      },
      {},
      /broke off/,
      /proxy/,
    ],
  ])('%s', async (_, given, more, message, nextStep) => {
    answer = given
    start([targetOf(more)])
    const state = await scrapeOnce()
    expect(state.health).toBe('down')
    expect(state.problem?.message).toMatch(message)
    expect(state.problem?.nextStep).toMatch(nextStep)
  })

  test('a refused connection', async () => {
    await server.close()
    start([targetOf()])
    const { health, problem } = await scrapeOnce()
    await server.reopen()
    expect(health).toBe('down')
    expect(problem?.message).toContain(new URL(server.url).host)
    expect(problem?.nextStep).toContain('Check that the target runs')
  })

  test('a store without room', async () => {
    tsdb = createTsdb({ maxSeries: 6 })
    answer = 'a 1\nb 2\nc 3\n'
    const startMs = time.now()
    start([targetOf()])
    await scrapeOnce()
    answer = 'a 1\nb 2\nc 3\nd 4\n'
    const { health, problem } = await scrapeOnce()
    expect([samplesOf('a', startMs).length, samplesOf('d', startMs).length]).toEqual([1, 0])
    expect(health).toBe('up')
    expect(problem?.message).toContain('at most 6 series')
  })
})

describe('clocks and sleep', () => {
  test('after eight hours of sleep there is one scrape, at the time that it is', async () => {
    answer = 'a 1\n'
    let sleptMs = 0
    const startMs = time.now()
    start([targetOf()], { clock: { nowMs: () => time.now() + sleptMs } })
    await scrapeOnce()
    const plannedMs = nextScrapeMs()
    sleptMs = 8 * 3_600_000
    await advance(plannedMs - time.now(), 1)
    const wokeMs = reports.at(-1)?.lastScrapeMs ?? 0
    expect(wokeMs).toBe(plannedMs + sleptMs)
    expect(requests).toBe(2)
    expect(nextScrapeMs() - wokeMs).toBeLessThan(1.5 * INTERVAL_MS)
    expect(samplesOf('a', startMs)[0]?.split(' ')).toHaveLength(3)
  })

  test('timers held back to one a minute make one scrape a minute', async () => {
    answer = 'a 1\n'
    const minute = 60_000
    start([targetOf()], {
      schedule: (run, delayMs) => time.schedule(run, Math.ceil((time.now() + delayMs) / minute) * minute - time.now()),
    })
    for (let i = 0; i < 5; i++) await advance(minute, 1)
    expect(requests).toBe(5)
    const times = reports.map(({ lastScrapeMs }) => lastScrapeMs ?? 0)
    expect(times.slice(1).map((ms, i) => ms - (times[i] ?? 0))).toEqual([minute, minute, minute, minute])
  })

  test('samples bear the time of the given clock, wherever the timers stand', async () => {
    answer = 'a 1\n'
    const aheadMs = 3 * 3_600_000
    start([targetOf()], { clock: { nowMs: () => time.now() + aheadMs } })
    await advance(1_000, 1)
    expect((reports[0]?.lastScrapeMs ?? 0) - time.now()).toBeGreaterThan(aheadMs - 2_000)
  })

  test('fifty targets do not ask at once', async () => {
    answer = 'a 1\n'
    start(Array.from({ length: 50 }, (_, i) => targetOf({ instance: `app:${i}` })))
    await advance(1_000, 50)
    const offsets = (scraper?.states ?? []).map(({ nextScrapeMs }) => nextScrapeMs % INTERVAL_MS)
    const thirds = [0, 1, 2].map((third) => offsets.filter((ms) => Math.floor(ms / 5_000) === third).length)
    expect(Math.min(...thirds)).toBeGreaterThan(8)
    expect(new Set(offsets).size).toBeGreaterThan(45)
  })
})
