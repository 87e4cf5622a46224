import { describe, expect, it } from 'vitest'
import { createSampleLines } from './sample-lines'

const FROM_MS = Date.UTC(2026, 0, 28, 12, 0)
const MINUTE_MS = 60_000
const sample = createSampleLines({ seed: 7 })

/** The JSON of a line, or null for text. */
function json(text: string) {
  return text.startsWith('{') ? JSON.parse(text) : null
}

describe('the log of the sample platforms', () => {
  it('is the same whoever asks, for whatever range', () => {
    const whole = sample.lines(FROM_MS, FROM_MS + 8 * MINUTE_MS)
    const parts = [0, 2, 4, 6].flatMap((minute) =>
      createSampleLines({ seed: 7 }).lines(FROM_MS + minute * MINUTE_MS, FROM_MS + (minute + 2) * MINUTE_MS),
    )
    expect(parts).toEqual(whole)
    expect(whole.length).toBeGreaterThan(400)
    expect(createSampleLines({ seed: 8 }).lines(FROM_MS, FROM_MS + MINUTE_MS)).not.toEqual(
      sample.lines(FROM_MS, FROM_MS + MINUTE_MS),
    )
  })

  it('is in the order of time, and every line is of its range', () => {
    const times = sample.lines(FROM_MS, FROM_MS + 5 * MINUTE_MS).map(({ timeMs }) => timeMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const timeMs of times) expect(timeMs - FROM_MS).toSatisfy((ms: number) => ms >= 0 && ms < 5 * MINUTE_MS)
  })

  it('has each dialect with its fields, and text among it', () => {
    const lines = sample.lines(FROM_MS, FROM_MS + 30 * MINUTE_MS)
    const first = (stream: string) =>
      json(lines.find((one) => one.stream === stream && json(one.text) !== null)?.text ?? '')
    expect(first('shorts')).toMatchObject({
      trace_id: expect.stringMatching(/^trace_[0-9a-f]{12}$/),
      extra: expect.anything(),
    })
    expect(first('pipeline')).toMatchObject({ correlation_id: expect.any(String), span_id: expect.any(String) })
    expect(first('transcode')).toMatchObject({ api_key_prefix: 'sk_live_', line: expect.any(Number) })
    expect(first('trends')).toMatchObject({ context: { request_id: expect.any(String) } })
    expect(first('trends.audit')).toMatchObject({ logger: 'audit', event_type: expect.any(String) })
    const plain = lines.filter(({ text }) => json(text) === null)
    expect(plain.length).toBeGreaterThan(50)
  })

  it('finds a request by its trace id alone, with the lines that were written of it', () => {
    const lines = sample.lines(FROM_MS, FROM_MS + 10 * MINUTE_MS, ['shorts'])
    const traceId: string = json(lines.find(({ text }) => text.includes('Request received'))?.text ?? '')?.trace_id
    const written = lines.filter(({ text }) => text.includes(traceId) && text.startsWith('{')).map(({ text }) => text)
    const journey = sample.journey(traceId)
    expect(journey?.traceId).toBe(traceId)
    const told = sample
      .linesOf('shorts', journey as NonNullable<typeof journey>)
      .filter(({ text }) => json(text) !== null)
    expect(told.map(({ text }) => text)).toEqual(written)
    expect(sample.journey('trace_000000000000')).toBeNull()
    expect(sample.journey('anything')).toBeNull()
  })

  it('fails more while an incident is on, as the metrics do', () => {
    const failures = (atMs: number) =>
      sample.lines(atMs, atMs + 10 * MINUTE_MS, ['shorts']).filter(({ text }) => text.includes('UpstreamError')).length
    // LLM errors come each three hours at :20.
    expect(failures(FROM_MS + 21 * MINUTE_MS)).toBeGreaterThan(5 * (1 + failures(FROM_MS + 40 * MINUTE_MS)))
  })

  it('a platform that does not answer writes nothing but that', () => {
    // The outage of shorts is at 3:05 UTC for three minutes; what began before ends.
    const outMs = Date.UTC(2026, 0, 28, 3, 5)
    const begun = sample.lines(outMs + 1000, outMs + 3 * MINUTE_MS, ['shorts'])
    expect(begun.filter(({ text }) => text.includes('Request received'))).toEqual([])
    expect(begun.filter(({ text }) => text.includes('"CRITICAL"')).length).toBeGreaterThan(5)
  })

  it('spans of a request lie within each other and say what failed', () => {
    const lines = sample.lines(FROM_MS, FROM_MS + 20 * MINUTE_MS, ['shorts'])
    const ids = new Set(lines.flatMap(({ text }) => json(text)?.trace_id ?? []))
    for (const id of ids) {
      const { spans = [] } = sample.journey(id) ?? {}
      const byId = new Map(spans.map((span) => [span.id, span]))
      expect(byId.size).toBe(spans.length)
      for (const span of spans) {
        const parent = byId.get(span.parentId ?? '')
        if (parent === undefined) continue
        expect(span.startMs).toBeGreaterThanOrEqual(parent.startMs)
        expect(span.startMs + span.durationMs).toBeLessThanOrEqual(parent.startMs + parent.durationMs + 0.01)
        if (span.failed) expect(parent.failed).toBe(true)
      }
    }
  })
})
