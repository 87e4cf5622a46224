import { describe, expect, test } from 'vitest'
import type { TransportRequest } from '~/data/transport/transport'
import { createFakeTime, settled } from '~/testing/fake-schedule'
import { createCancelFlags } from './cancel-flags'
import type { SampleSpec } from './embedded-spec'
import { createEmbeddedTransport } from './embedded-transport'
import type { StartEmbeddedWorker } from './watched-worker'
import type { ToWorker } from './worker-protocol'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000

const spec: SampleSpec = {
  kind: 'sample',
  id: 'sample',
  ruleFiles: [],
  evaluationMs: 15_000,
  externalUrl: 'http://127.0.0.1/',
}

/**
 * `hangs` from its start on; `hangs on /x` and `dies on /x` when it begins that question; `dies idle` when it is first asked, before
 * it begins; `is deaf` answers pings and no question.
 */
type Behaviour =
  | 'answers'
  | 'hangs'
  | 'never loads'
  | 'refused'
  | 'dies idle'
  | 'is deaf'
  | `hangs on ${string}`
  | `dies on ${string}`

/** A worker in this thread, whose n-th start behaves as the n-th word says; `log` tells what happens to it in order. */
function fakeWorkers(...behaviours: Behaviour[]) {
  const log: string[] = []
  const posted: ToWorker[] = []
  let starts = 0
  let running = 0
  const start: StartEmbeddedWorker = (events) => {
    const behaviour = behaviours[Math.min(starts, behaviours.length - 1)] ?? 'answers'
    starts += 1
    if (behaviour === 'refused') throw new TypeError('refused by policy')
    const name = `worker ${starts}`
    log.push(`${name} starts`)
    running += 1
    let isStopped = false
    let isHung = behaviour === 'hangs'
    const soon = (run: () => void) => queueMicrotask(() => isStopped || run())
    const die = () => soon(() => events.died())
    if (behaviour === 'never loads') die()
    const answer = ({ id, path }: Extract<ToWorker, { kind: 'ask' }>) => {
      if (behaviour === 'dies idle') return die()
      if (behaviour === 'is deaf') return
      soon(() => events.said({ kind: 'begins', id }))
      if (behaviour === `dies on ${path}`) return die()
      isHung ||= behaviour === `hangs on ${path}`
      if (isHung) return
      soon(() => events.said({ kind: 'answer', id, status: 200, body: new TextEncoder().encode(path).buffer }))
    }
    return {
      post(message) {
        posted.push(structuredClone(message))
        if (message.kind !== 'ping') log.push(`${name}: ${message.kind}${'path' in message ? ` ${message.path}` : ''}`)
        if (isHung || behaviour === 'never loads') return
        if (message.kind === 'start') soon(() => events.said({ kind: 'started' }))
        if (message.kind === 'ping') soon(() => events.said({ kind: 'pong', nowMs: 0 }))
        if (message.kind === 'ask') answer(message)
      },
      stop() {
        log.push(`${name} stops`)
        isStopped = true
        running -= 1
      },
    }
  }
  return { start, log, posted, starts: () => starts, running: () => running }
}

function transportWith(...behaviours: Behaviour[]) {
  const time = createFakeTime()
  const workers = fakeWorkers(...behaviours)
  /** Sleep: the clock goes on, no timer fires. And how late timers come. */
  const page = { sleptMs: 0, offsetMs: 0, leastDelayMs: 0 }
  const transport = createEmbeddedTransport({
    spec,
    start: workers.start,
    clock: { offsetMs: () => page.offsetMs },
    schedule: (run, delayMs) => time.schedule(run, Math.max(delayMs, page.leastDelayMs)),
    now: () => time.now() + page.sleptMs,
  })
  /** The answer as text, or the kind of the error; with a long time-out, since the watchdog is what is tested. */
  async function ask(url: string, more: Partial<TransportRequest> = {}, signal = new AbortController().signal) {
    const request: TransportRequest = { url, method: 'GET', timeoutMs: HOUR_MS, priority: 'refresh', ...more }
    try {
      return new TextDecoder().decode((await transport.request(request, signal)).body)
    } catch (error) {
      return (error as { readonly kind: string }).kind
    }
  }
  return { time, workers, page, transport, ask }
}

describe('a question', () => {
  test('is posted with its parameters, wherever they stand, and answered as by a server', async () => {
    const { transport, workers, time, page } = transportWith('answers')
    page.offsetMs = 5
    const request = { url: '/api/v1/query?query=1&time=2', method: 'POST', timeoutMs: 1, priority: 'user' } as const
    const { status, headers, body, ...rest } = await transport.request(
      { ...request, body: 'timeout=3s' },
      new AbortController().signal,
    )
    expect([status, headers.get('content-type'), headers.get('date')]).toEqual([200, 'application/json', null])
    expect(new TextDecoder().decode(body)).toBe('/api/v1/query')
    expect(rest).toEqual({ durationMs: 0, url: 'this page', sentMs: time.now(), headMs: time.now() })
    expect(workers.posted).toEqual([
      { kind: 'start', spec, clockOffsetMs: 5, cancels: expect.any(SharedArrayBuffer) },
      { kind: 'ask', id: 1, path: '/api/v1/query', query: 'query=1&time=2&timeout=3s', clockOffsetMs: 5 },
    ])
    transport.dispose()
  })

  test('carries the newest offset of the clock, and so do pings', async () => {
    const { ask, transport, workers, time, page } = transportWith('answers')
    transport.start()
    page.offsetMs = -HOUR_MS
    await time.advance(SECOND_MS)
    page.offsetMs = 7
    await ask('/x')
    expect(
      workers.posted.map((message) => ('clockOffsetMs' in message ? message.clockOffsetMs : message.kind)),
    ).toEqual([0, 0, -HOUR_MS, 7])
    transport.dispose()
  })

  test('that takes too long ends with kind timeout, and the worker is told', async () => {
    const { ask, time, workers, transport } = transportWith('is deaf')
    const answer = ask('/x', { timeoutMs: 3_000 })
    await time.advance(2_999)
    expect(workers.log).not.toContain('worker 1: cancel')
    await time.advance(1)
    expect(await answer).toBe('timeout')
    expect(workers.log).toEqual(['worker 1 starts', 'worker 1: start', 'worker 1: ask /x', 'worker 1: cancel'])
    transport.dispose()
    expect(time.waiting).toBe(0)
  })

  test('whose signal fired starts no worker; one whose signal fires meanwhile is cancelled there', async () => {
    const { ask, workers, transport, time } = transportWith('is deaf')
    expect(await ask('/x', {}, AbortSignal.abort())).toBe('aborted')
    expect(workers.starts()).toBe(0)
    const abort = new AbortController()
    const answer = ask('/x', {}, abort.signal)
    abort.abort()
    expect(await answer).toBe('aborted')
    expect(workers.log.at(-1)).toBe('worker 1: cancel')
    // A worker in the middle of it hears no message.
    const [hello] = workers.posted
    const flags = createCancelFlags(hello?.kind === 'start' ? hello.cancels : undefined)
    expect([1, 2].map(flags.isCanceled)).toEqual([true, false])
    transport.dispose()
    expect(time.waiting).toBe(0)
  })

  test('that was answered is not cancelled when its signal fires after all', async () => {
    const { ask, workers, transport } = transportWith('answers')
    const abort = new AbortController()
    expect(await ask('/x', {}, abort.signal)).toBe('/x')
    abort.abort()
    await settled()
    expect(workers.log).not.toContain('worker 1: cancel')
    transport.dispose()
  })
})

describe('a worker that dies', () => {
  test('is replaced in the same turn, and its questions are asked again', async () => {
    const { ask, workers, transport } = transportWith('dies on /x', 'answers')
    expect(await Promise.all([ask('/x'), ask('/y')])).toEqual(['/x', '/y'])
    expect(workers.log).toEqual([
      'worker 1 starts',
      'worker 1: start',
      'worker 1: ask /x',
      'worker 1: ask /y',
      'worker 1 stops',
      'worker 2 starts',
      'worker 2: start',
      'worker 2: ask /x',
      'worker 2: ask /y',
    ])
    transport.dispose()
  })

  test('twice over the same question fails that one alone', async () => {
    const { ask, workers, transport } = transportWith('dies on /x', 'dies on /x', 'answers')
    expect(await Promise.all([ask('/x'), ask('/y'), ask('/z')])).toEqual(['client', '/y', '/z'])
    expect([workers.starts(), workers.running()]).toEqual([3, 1])
    transport.dispose()
  })

  test('over no question blames none', async () => {
    const { ask, workers, transport } = transportWith('dies idle', 'dies idle', 'dies on /x', 'answers')
    expect(await Promise.all([ask('/x'), ask('/y')])).toEqual(['/x', '/y'])
    expect(workers.starts()).toBe(4)
    transport.dispose()
  })

  test('four times in a row is not started again until somebody asks', async () => {
    const { ask, workers, transport, time } = transportWith(
      ...(['dies idle', 'dies idle', 'dies idle', 'dies idle', 'answers'] as const),
    )
    expect(await ask('/x')).toBe('client')
    await time.advance(HOUR_MS)
    expect([workers.starts(), workers.running(), time.waiting]).toEqual([4, 0, 0])
    expect(await ask('/y')).toBe('/y')
    transport.dispose()
    expect(time.waiting).toBe(0)
  })

  test('after an answer counts from one', async () => {
    const { ask, workers, transport } = transportWith('dies idle', 'dies idle', 'dies idle', 'dies on /x')
    expect(await ask('/y')).toBe('/y')
    expect(await ask('/x')).toBe('client')
    expect([workers.starts(), workers.running()]).toEqual([6, 1])
    transport.dispose()
  })

  test.each(['never loads', 'refused'] as const)('where its script is %s, every question says so', async (fault) => {
    const { transport, workers, time } = transportWith(fault)
    const request = { url: '/x', method: 'GET', timeoutMs: 1_000, priority: 'user' } as const
    for (let i = 0; i < 2; i++) {
      await expect(transport.request(request, new AbortController().signal)).rejects.toMatchObject({
        kind: 'client',
        detail: { message: expect.stringContaining('could not be started'), nextStep: expect.any(String) },
      })
    }
    expect([workers.running(), time.waiting]).toEqual([0, 0])
  })
})

describe('a worker that hangs', () => {
  test('is killed when it was silent too long, and a new one asked in the same turn', async () => {
    const { ask, workers, time, transport } = transportWith('hangs on /x', 'answers')
    const answer = ask('/x')
    await time.advance(7 * SECOND_MS)
    expect(workers.starts()).toBe(1)
    await time.advance(SECOND_MS)
    expect(workers.log.slice(3)).toEqual(['worker 1 stops', 'worker 2 starts', 'worker 2: start', 'worker 2: ask /x'])
    expect(await answer).toBe('/x')
    transport.dispose()
  })

  test('is killed also when nobody asks: scraping must go on', async () => {
    const { workers, time, transport } = transportWith('hangs', 'answers')
    transport.start()
    await time.advance(10 * SECOND_MS)
    expect([workers.starts(), workers.running()]).toEqual([2, 1])
    transport.dispose()
  })

  test('is another one than a worker that is busy, but answers pings', async () => {
    const { ask, workers, time, transport } = transportWith('is deaf')
    const answer = ask('/x', { timeoutMs: 60 * SECOND_MS })
    await time.advance(60 * SECOND_MS)
    expect(await answer).toBe('timeout')
    expect(workers.starts()).toBe(1)
    transport.dispose()
  })

  test.each([
    ['a page that slept', { sleptMs: 8 * HOUR_MS }],
    ['a clock that was set back', { sleptMs: -8 * HOUR_MS }],
  ])('is not found by %s', async (_, { sleptMs }) => {
    const { ask, workers, time, transport, page } = transportWith('answers')
    await ask('/x')
    for (let times = 0; times < 5; times++) {
      page.sleptMs += sleptMs
      await time.advance(SECOND_MS)
    }
    expect(workers.starts()).toBe(1)
    transport.dispose()
  })

  test('is found although the page sleeps in between', async () => {
    const { workers, time, transport, page } = transportWith('hangs', 'answers')
    transport.start()
    page.sleptMs += HOUR_MS
    await time.advance(SECOND_MS)
    page.sleptMs += HOUR_MS
    await time.advance(SECOND_MS)
    // Two looks after sleep count for four seconds.
    expect(workers.starts()).toBe(1)
    await time.advance(4 * SECOND_MS)
    expect(workers.starts()).toBe(2)
    transport.dispose()
  })

  test('is found by a hidden page, whose timers come once a minute; one that answers is left alone', async () => {
    const good = transportWith('answers')
    const hung = transportWith('hangs', 'answers')
    for (const { page, transport, time } of [good, hung]) {
      page.leastDelayMs = 60 * SECOND_MS
      transport.start()
      await time.advance(5 * 60 * SECOND_MS)
      transport.dispose()
    }
    expect([good.workers.starts(), hung.workers.starts()]).toEqual([1, 2])
  })
})

describe('disposing', () => {
  test('ends the worker, answers what waits, and nothing starts again', async () => {
    const { ask, workers, time, transport } = transportWith('hangs')
    const answers = Promise.all([ask('/x'), ask('/y')])
    transport.dispose()
    expect(await answers).toEqual(['client', 'client'])
    expect(await ask('/z')).toBe('client')
    await time.advance(HOUR_MS)
    expect([workers.starts(), workers.running(), time.waiting]).toEqual([1, 0, 0])
  })
})
