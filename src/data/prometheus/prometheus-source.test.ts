import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createInThreadDecoder } from '~/data/decode/decoder'
import { createServerClock } from '~/data/server-clock'
import { createTransport } from '~/data/transport/transport'
import { startFakePrometheus } from '~/testing/fake-prometheus'
import { createFaultProxy, type FaultProxy, type FaultRule } from '~/testing/fault-proxy'
import type { TestServer } from '~/testing/http-server'
import { contractExpressions } from '~/testing/metrics-source-contract'
import { success } from '~/testing/prometheus-bodies'
import { decodeAlertRules } from './lesser-calls'
import { createPrometheusSource, type PrometheusOptions } from './prometheus-source'
import { decodeWalReplay } from './start-check'

let target: TestServer
let proxy: FaultProxy
beforeAll(async () => {
  target = await startFakePrometheus(contractExpressions)
  proxy = await createFaultProxy(target.url)
})
afterEach(() => proxy.setRules())
afterAll(async () => {
  await proxy.close()
  await target.close()
})

function setUp(more: Partial<PrometheusOptions> = {}) {
  const clock = createServerClock({ now: Date.now })
  const source = createPrometheusSource({
    id: 'prom',
    title: 'Prometheus',
    baseUrl: `${proxy.url}/`,
    transport: createTransport(),
    decoder: createInThreadDecoder(),
    clock,
    ...more,
  })
  const { signal } = new AbortController()
  const from = proxy.log.length
  return {
    clock,
    source,
    log: () => proxy.log.slice(from),
    ask: () => source.query({ expr: 'vector(42)', timeMs: 1_700_000_040_123, timeoutMs: 10_000 }, signal),
    probe: () => source.probe(signal),
    rules: () => source.alertRules(signal),
    askRange: () =>
      source.queryRange(
        { expr: 'vector(42)', startMs: 1_700_000_040_000, endMs: 1_700_000_055_500, stepMs: 500, timeoutMs: 10_000 },
        signal,
      ),
  }
}

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error) => error.detail,
  )

describe('what goes over the wire', () => {
  test("a form by POST that needs no preflight, times in seconds, and the server's own timeout before ours", async () => {
    const { ask, askRange, log } = setUp()
    await ask()
    await askRange()
    expect(log().map(({ method, path }) => [method, path])).toEqual([
      ['POST', '/api/v1/query'],
      ['POST', '/api/v1/query_range'],
    ])
    expect(Object.fromEntries(new URLSearchParams(log()[0]?.body))).toEqual({
      query: 'vector(42)',
      time: '1700000040.123',
      timeout: '9500ms',
    })
    expect(Object.fromEntries(new URLSearchParams(log()[1]?.body))).toEqual({
      query: 'vector(42)',
      start: '1700000040',
      end: '1700000055.5',
      step: '0.5',
      timeout: '9500ms',
    })
    expect(log()[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  })

  test('the tenant goes along as a header', async () => {
    const { ask, probe, log } = setUp({ tenant: { header: 'X-Scope-OrgID', value: 'team-a' } })
    await ask()
    await probe()
    expect(log().map(({ headers }) => headers['x-scope-orgid'])).toEqual(['team-a', 'team-a'])
  })

  test.each([
    ['405', { method: 'POST', status: 405 }],
    ['501', { method: 'POST', status: 501 }],
    ['the 403 page of a proxy', { method: 'POST', status: 403, headers: { 'content-type': 'text/html' } }],
  ] as [string, FaultRule][])('after %s queries go by GET, and stay there', async (_, rule) => {
    proxy.setRules(rule)
    const { ask, log } = setUp()
    await ask()
    expect((await ask()).vector.samples[0]?.value).toBe(42)
    expect(log().map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
    expect(log()[1]?.path).toBe('/api/v1/query?query=vector%2842%29&time=1700000040.123&timeout=9500ms')
  })

  test('a 403 of the API itself is a refusal, not a reason for GET', async () => {
    proxy.setRules({
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: '{"status":"error","error":"no"}',
    })
    const { ask, log } = setUp()
    expect(await failureOf(ask())).toMatchObject({ kind: 'auth', httpStatus: 403 })
    expect(log()).toHaveLength(1)
  })
})

describe('answers and faults', () => {
  test('F70 the Date header of every answer sets the clock', async () => {
    proxy.setRules({ dateSkewMs: 600_000 })
    const { ask, clock } = setUp()
    await ask()
    expect(Math.abs(clock.offsetMs() - 600_000)).toBeLessThan(2_000)
  })

  test('F22 204 is an empty answer', async () => {
    proxy.setRules({ status: 204 })
    expect((await setUp().askRange()).matrix.series).toEqual([])
  })

  test('F03 an answer cut short is no answer, with the address of it', async () => {
    proxy.setRules({ truncateAt: 40 })
    expect(await failureOf(setUp().askRange())).toMatchObject({
      kind: 'badPayload',
      address: `${proxy.url}/api/v1/query_range`,
    })
  })

  test.each([400, 401, 404, 413, 422, 429, 499, 500, 502, 504])(
    'F29 status %i is an error with a next step',
    async (status) => {
      proxy.setRules({ status, body: '<html>' })
      expect(await failureOf(setUp().ask())).toMatchObject({ httpStatus: status, nextStep: expect.any(String) })
    },
  )
})

describe('F10 a Prometheus that starts', () => {
  const replay = (data: unknown): FaultRule => ({ path: /walreplay/, body: JSON.stringify(success(data)) })
  const notReady: FaultRule = { path: /query|buildinfo/, status: 503, body: 'Service Unavailable' }

  test('queries and probes say so, with progress, and share the question', async () => {
    proxy.setRules(replay({ min: 0, max: 9, current: 4, state: 'in progress' }), notReady)
    const { ask, probe, log } = setUp()
    const details = await Promise.all([failureOf(ask()), failureOf(ask()), failureOf(probe())])
    for (const detail of details)
      expect(detail).toMatchObject({ kind: 'starting', progress: 0.5, message: expect.stringContaining('50 %') })
    expect(log().filter(({ path }) => path.includes('walreplay'))).toHaveLength(1)
  })

  test('a 503 of one that is not starting stays what it is', async () => {
    proxy.setRules({ path: /walreplay/, status: 503 }, notReady)
    expect(await failureOf(setUp().ask())).toMatchObject({ kind: 'unavailable', httpStatus: 503 })
  })

  test.each([
    ['half way', { min: 0, max: 9, current: 4, state: 'in progress' }, 0.5],
    ['of an old server, without a state', { min: 2, max: 2, current: 2 }, 1],
    ['not begun', { min: 0, max: 0, current: 0, state: 'waiting' }, 0],
    ['done', { min: 0, max: 9, current: 9, state: 'done' }, undefined],
    ['beyond its end', { min: 0, max: 3, current: 9 }, 1],
    ['nonsense', { min: 1, max: 0, current: 0 }, 0],
    ['no numbers', { min: 'a' }, undefined],
    ['nothing', null, undefined],
  ])('progress %s', (_, data, progress) => {
    expect(decodeWalReplay(success(data))).toBe(progress)
  })
})

describe('a probe', () => {
  test('reads the version', async () => {
    expect(await setUp().probe()).toMatchObject({ version: '2.42.0', latencyMs: expect.any(Number) })
  })

  test('F40 does without build information where a query is answered', async () => {
    proxy.setRules(
      { path: /buildinfo/, status: 404 },
      { path: /query=1$/, body: JSON.stringify(success({ resultType: 'scalar', result: [1, '1'] })) },
    )
    expect((await setUp().probe()).version).toBeUndefined()
  })

  test.each([
    ['a web page', { body: '<!doctype html>' }, 'badPayload'],
    ['another API', { body: '{"hello":"world"}' }, 'badPayload'],
    ['a file server', { status: 404 }, 'notFound'],
    ['a sign-in', { status: 401 }, 'auth'],
  ] as [string, FaultRule, string][])('is not content with %s', async (_, rule, kind) => {
    proxy.setRules(rule)
    expect(await failureOf(setUp().probe())).toMatchObject({ kind })
  })
})

describe('alerting rules', () => {
  const rulesOf = (...groups: unknown[]): FaultRule => ({
    path: /\/rules/,
    status: 200,
    body: JSON.stringify(success({ groups })),
  })

  test('come with labels and annotations as written, over all groups, without recording rules', async () => {
    const alert = {
      type: 'alerting',
      name: 'HighLatency',
      labels: { severity: 'warning', team: '{{ $labels.team }}' },
      annotations: { dashboard: 'main', panel: 'latency' },
    }
    proxy.setRules(
      rulesOf(
        { name: 'a', rules: [{ type: 'recording', name: 'job:latency', labels: {} }, alert] },
        { name: 'b', rules: [{ type: 'alerting', name: 'Bare' }] },
      ),
    )
    const { rules, log } = setUp()
    expect(await rules()).toEqual([
      {
        name: 'HighLatency',
        labels: new Map([
          ['severity', 'warning'],
          ['team', '{{ $labels.team }}'],
        ]),
        annotations: new Map([
          ['dashboard', 'main'],
          ['panel', 'latency'],
        ]),
      },
      { name: 'Bare', labels: new Map(), annotations: new Map() },
    ])
    expect(log().map(({ method, path }) => [method, path])).toEqual([
      ['GET', '/api/v1/rules?type=alert&exclude_alerts=true'],
    ])
  })

  test('of odd shape are left out, hostile names are names', () => {
    const odd = [null, 3, 'x', { type: 'alerting', name: 7 }, { type: 'alerting', name: '<b>', labels: ['a'] }]
    const annotations = JSON.parse('{"__proto__": "p", "panel": 3}')
    const groups = [null, { rules: 'none' }, { rules: [...odd, { type: 'alerting', name: 'ok', annotations }] }]
    expect(decodeAlertRules(success({ groups }))).toEqual([
      { name: '<b>', labels: new Map(), annotations: new Map() },
      { name: 'ok', labels: new Map(), annotations: new Map([['__proto__', 'p']]) },
    ])
  })

  test.each([
    ['a server without rules', { status: 404 }, 'notFound'],
    ['another API', { body: '{"status":"success","data":[]}' }, 'badPayload'],
    ['a web page', { body: '<!doctype html>' }, 'badPayload'],
  ] as [string, FaultRule, string][])('%s throws', async (_, rule, kind) => {
    proxy.setRules(rule)
    expect(await failureOf(setUp().rules())).toMatchObject({ kind })
  })
})
