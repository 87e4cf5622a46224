import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { settled } from '~/testing/fake-schedule'
import { createNoPast } from '~/testing/in-thread-worker'
import { createCancelFlags } from './cancel-flags'
import { later } from './later'
import type { SamplePast } from './sample-adapter'
import { type Ingredients, serveEmbedded } from './serve'
import type { FromWorker, ToWorker } from './worker-protocol'

const spec = {
  kind: 'sample',
  id: 'sample',
  ruleFiles: [],
  evaluationMs: 15_000,
  externalUrl: 'http://127.0.0.1/',
} as const
const NOW_MS = Date.UTC(2026, 0, 5, 12)

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'setTimeout'], now: NOW_MS }))
afterEach(() => vi.useRealTimers())

/** What is said to a worker, and what it says. */
function serve(
  past: Partial<SamplePast> = {},
  createSamplePast: Ingredients['createSamplePast'] | undefined = undefined,
  hear: (message: FromWorker) => void = () => {},
  cancels: SharedArrayBuffer | undefined = undefined,
) {
  const said: FromWorker[] = []
  const take = serveEmbedded(
    {
      postMessage(message, transfer) {
        said.push(structuredClone(message, { transfer: transfer as ArrayBuffer[] }))
        hear(message)
      },
    },
    { createSamplePast: createSamplePast ?? (() => ({ ...createNoPast(), ...past })) },
  )
  take({ kind: 'start', spec, clockOffsetMs: 0, cancels })
  const ask = (id: number, query: string, clockOffsetMs = 0): ToWorker => ({
    kind: 'ask',
    id,
    path: '/api/v1/query',
    query: `query=${encodeURIComponent(query)}`,
    clockOffsetMs,
  })
  const words = () => said.map((message) => ('id' in message ? `${message.kind} ${message.id}` : message.kind))
  const resultOf = (id: number): unknown => {
    const answer = said.find((message) => message.kind === 'answer' && message.id === id)
    if (answer?.kind !== 'answer') return undefined
    return JSON.parse(new TextDecoder().decode(answer.body)).data.result
  }
  const statusOf = (id: number) =>
    said.flatMap((message) => (message.kind === 'answer' && message.id === id ? [message.status] : []))[0]
  return { take, ask, said, words, resultOf, statusOf }
}

/** Lets tasks run until there is nothing left to do for questions that wait for nothing. */
async function idle(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) {
    await new Promise<void>(later)
    await settled()
  }
}

describe('the worker of an embedded Prometheus', () => {
  test('begins one question after the other, each in a task of its own', async () => {
    const { take, ask, words } = serve()
    for (const id of [1, 2, 3]) take(ask(id, '1'))
    await idle()
    expect(words()).toEqual(['started', 'begins 1', 'answer 1', 'begins 2', 'answer 2', 'begins 3', 'answer 3'])
  })

  test('hears the page between two questions: what is cancelled there is never begun', async () => {
    const { take, ask, words } = serve()
    take(ask(1, '1'))
    take(ask(2, '2'))
    later(() => take({ kind: 'cancel', id: 2 }))
    take(ask(3, '3'))
    take({ kind: 'cancel', id: 1 })
    take({ kind: 'ping', clockOffsetMs: 0 })
    await idle()
    expect(words()).toEqual(['started', 'pong', 'begins 3', 'answer 3'])
  })

  test('hears in the middle of an evaluation that nobody waits for it', async () => {
    const flags = createCancelFlags()
    const cancelTwo = (message: FromWorker) => {
      if (message.kind === 'begins' && message.id === 2) flags.cancel(2)
    }
    const { take, ask, statusOf } = serve({}, undefined, cancelTwo, flags.buffer)
    for (const id of [1, 2, 3]) take(ask(id, 'vector(1) + vector(2)'))
    await idle()
    expect([1, 2, 3].map(statusOf)).toEqual([200, 503, 200])
  })

  test('begins no question before its samples are there, and lets others go first', async () => {
    let release = () => {}
    const whenReady = (id: string) =>
      id === 'late' ? new Promise<void>((resolve) => (release = resolve)) : Promise.resolve()
    const { take, ask, words } = serve({ platformIds: ['late', 'early'], whenReady })
    take(ask(1, 'up{platform="late"}'))
    take(ask(2, 'up{platform="early"} + up{platform!="late"}'))
    take(ask(3, 'vector(1)'))
    await idle()
    expect(words().toSorted()).toEqual(['answer 2', 'answer 3', 'begins 2', 'begins 3', 'started'])
    release()
    await idle()
    expect(words().slice(5)).toEqual(['begins 1', 'answer 1'])
  })

  test.each([
    ['up', ['a', 'bb']],
    ['up{job="x"}', ['a', 'bb']],
    ['vector(1)', []],
    ['up{platform="a"}', ['a']],
    ['up{platform=~"b+"}', ['bb']],
    ['up{platform=~"a|c"} or up{platform="a"}', ['a']],
    ['up{platform!="a"}', ['bb']],
    ['up{platform!~"a|bb"}', []],
    ['up{platform=""}', []],
    ['up{platform="a", platform="bb"}', []],
    ['sum(rate(up{platform="a"}[5m])) / on() max_over_time(up{platform="bb"}[1h:1m])', ['a', 'bb']],
    ['topk(scalar(up{platform="a"}), -(vector(1)))', ['a']],
    ['label_replace(up{platform="bb"}, "platform", "a", "", "")', ['bb']],
  ])('%s waits for %j', async (query, platforms) => {
    const waitedFor: string[] = []
    const whenReady = async (id: string) => void waitedFor.push(id)
    const { take, ask, words } = serve({ platformIds: ['a', 'bb'], whenReady })
    // The rules wait for all of them, from the start on.
    waitedFor.length = 0
    take(ask(1, query))
    await idle()
    expect(waitedFor).toEqual(platforms)
    expect(words()).toEqual(['started', 'begins 1', 'answer 1'])
  })

  test.each([
    ['tokens_used_sum', ['a 0.083', 'bb 0.083']],
    ['increase(tokens_used_sum{platform="bb"}[30d])', ['bb 720']],
    ['increase({__name__=~"tokens_.*", platform="a"}[1d] offset 2d)', ['a 72']],
    ['increase({platform="a"}[1h])', ['a 1']],
    ['up{platform="a"} + on() sum(increase(cost_total{platform="bb"}[1h] @ 0))', ['bb 491005']],
    ['increase(up[30d])', []],
    ['increase({__name__!~"tokens.*|cost_total", platform="a"}[30d])', []],
    ['vector(1)', []],
  ])('%s waits for what is made late, by platform and hours: %j', async (query, wanted) => {
    const waitedFor: string[] = []
    const { take, ask, words } = serve({
      platformIds: ['a', 'bb'],
      longNames: new Set(['tokens_used_sum', 'cost_total']),
      whenLongReady: async (id, sinceMs) => {
        waitedFor.push(`${id} ${+((NOW_MS - sinceMs) / 3_600_000).toFixed(3)}`)
      },
    })
    take(ask(1, query))
    await idle()
    expect(waitedFor).toEqual(wanted)
    expect(words()).toEqual(['started', 'begins 1', 'answer 1'])
  })

  test('begins what is made late when the rules have seen their past', async () => {
    const order: string[] = []
    let release = () => {}
    serve({
      platformIds: ['a'],
      whenReady: () => new Promise<void>((resolve) => (release = resolve)),
      startLongPast: () => order.push('late'),
    })
    await idle()
    order.push('ready')
    release()
    // The code of the rules is fetched first.
    while (order.length < 2) await new Promise<void>(later)
    expect(order).toEqual(['ready', 'late'])
  })

  test('knows the time of the page, as it is learnt: of questions and of samples', async () => {
    let sampleNow = () => 0
    const { take, ask, resultOf, said } = serve({}, ({ nowMs }) => {
      sampleNow = nowMs
      return createNoPast()
    })
    expect(sampleNow()).toBe(NOW_MS)
    take(ask(1, 'time()', -3_600_000))
    await idle()
    expect(resultOf(1)).toEqual([(NOW_MS - 3_600_000) / 1000, String((NOW_MS - 3_600_000) / 1000)])
    expect(sampleNow()).toBe(NOW_MS - 3_600_000)
    take({ kind: 'ping', clockOffsetMs: 5_000 })
    expect(said.at(-1)).toEqual({ kind: 'pong', nowMs: NOW_MS + 5_000 })
    expect(sampleNow()).toBe(NOW_MS + 5_000)
  })
})
