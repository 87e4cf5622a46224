import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTransport } from '~/data/transport/transport'
import { SourceError } from '~/domain/sources'
import type { TraceSource } from '~/domain/traces/model'
import { startFakeJaeger, type WireSpan, type WireTrace } from '~/testing/fake-jaeger'
import { startServer } from '~/testing/http-server'
import { createJaegerSource } from './jaeger-source'

const NOW_MS = 1_769_600_000_000
const ID = '0000000000000000a1b2c3d4e5f60718'
const clock = { nowMs: () => NOW_MS, offsetMs: () => 0 }
const { signal } = new AbortController()

function span(spanID: string, parent: string | null, startMs: number, more: Partial<WireSpan> = {}): WireSpan {
  const references = parent === null ? [] : [{ refType: 'CHILD_OF', traceID: ID, spanID: parent }]
  const startTime = (NOW_MS - 60_000 + startMs) * 1000
  return { traceID: ID, spanID, operationName: spanID, references, startTime, duration: 1500, processID: 'p1', ...more }
}

const processes = { p1: { serviceName: 'api', tags: [] }, p2: { serviceName: 'worker', tags: [] } }
const TRACES: readonly WireTrace[] = [
  {
    traceID: ID,
    processes,
    spans: [
      span('root', null, 0, { duration: 250_500, tags: [{ key: 'job_id', type: 'string', value: 'job_67890' }] }),
      span('child', 'root', 10, {
        processID: 'p2',
        tags: [
          { key: 'error', type: 'bool', value: true },
          { key: 'n', type: 'int64', value: 12 },
        ],
        logs: [
          {
            timestamp: (NOW_MS - 60_000 + 11) * 1000,
            fields: [
              { key: 'event', type: 'string', value: 'exception' },
              { key: 'exception.type', type: 'string', value: 'ValueError' },
              { key: 'exception.message', type: 'string', value: '<img src=x onerror=alert(1)>' },
              { key: 'exception.stacktrace', type: 'string', value: 'Traceback <b>' },
            ],
          },
        ],
      }),
      { traceID: ID, spanID: 7 },
      { ...span('odd', null, 20), startTime: 'soon' },
    ],
  },
]

describe('a Jaeger', () => {
  let source: TraceSource
  let jaeger: Awaited<ReturnType<typeof startFakeJaeger>>
  const transport = createTransport()
  const sourceAt = (baseUrl: string) => createJaegerSource({ id: 'j', title: 'Jaeger', baseUrl, transport, clock })
  beforeAll(async () => {
    jaeger = await startFakeJaeger(TRACES)
    source = sourceAt(jaeger.url)
  })
  afterAll(() => jaeger.close())

  test('tells a trace: times with their fractions, who called what, what failed; H33: unreadable spans are counted', async () => {
    const trace = await source.trace(ID, signal)
    expect(trace?.warnings).toEqual(['2 of 4 spans cannot be read.'])
    expect(trace?.spans).toMatchObject([
      { id: 'root', parentId: null, service: 'api', durationMs: 250.5, failed: false, startMs: NOW_MS - 60_000 },
      { id: 'child', parentId: 'root', service: 'worker', durationMs: 1.5, failed: true },
    ])
    expect(trace?.spans[1]?.tags).toContainEqual({ key: 'n', value: '12' })
    expect(trace?.spans[1]?.events[0]?.exception).toEqual({
      type: 'ValueError',
      message: '<img src=x onerror=alert(1)>',
      traceback: 'Traceback <b>',
    })
  })

  test('asks in lower case, as ids are kept', async () => {
    expect((await source.trace(ID.toUpperCase(), signal))?.id).toBe(ID)
  })

  test('an id of the application is searched as a tag, for no trace has it as its own', async () => {
    expect((await source.trace('job_67890', signal))?.id).toBe(ID)
    expect(jaeger.asked.some((path) => path.startsWith('/api/traces/job'))).toBe(false)
  })

  test('an id that nobody knows is no trace', async () => {
    expect(await source.trace('ffff', signal)).toBeNull()
    expect(await source.trace('trace_unknown', signal)).toBeNull()
  })

  test('finds traces by service, failure and duration', async () => {
    const search = { service: 'worker', fromMs: NOW_MS - 120_000, toMs: NOW_MS, limit: 20 }
    const failed = await source.search({ ...search, failedOnly: true, minDurationMs: null }, signal)
    expect(failed).toMatchObject([{ id: ID, service: 'api', name: 'root', spans: 2, durationMs: 250.5, failed: true }])
    expect(await source.search({ ...search, failedOnly: false, minDurationMs: 10_000 }, signal)).toEqual([])
    expect(await source.services(signal)).toEqual(['api', 'worker'])
  })

  test('a name like those of the language is no process', async () => {
    const odd = await startFakeJaeger([
      { traceID: 'ab', processes: {}, spans: [span('x', null, 0, { processID: 'constructor' })] },
    ])
    expect((await sourceAt(odd.url).trace('ab', signal))?.spans[0]?.service).toBe('unknown service')
    await odd.close()
  })

  test.each([
    [500, 'unavailable', 'Jaeger is not available: failed to query the storage'],
    [400, 'badRequest', 'Jaeger does not accept the query: failed to query the storage'],
  ])('an error body is told in its own words: %i', async (status, kind, message) => {
    jaeger.fail(status, 'failed to query the storage')
    await expect(source.trace(ID, signal)).rejects.toMatchObject({ detail: { kind, message } })
    jaeger.heal()
  })

  test('another server is not taken for one', async () => {
    const other = await startServer((_, response) => response.end('{"data": 5}'))
    await expect(sourceAt(other.url).probe(signal)).rejects.toThrow(SourceError)
    await other.close()
    await expect(sourceAt(other.url).services(signal)).rejects.toMatchObject({ detail: { kind: 'unreachable' } })
  })
})
