import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSampleLines, type SampleLine } from '~/demo/logs/sample-lines'
import { createSamplePlatforms } from '~/demo/sample-platforms'
import { createVideo } from './create-video'
import { HOST } from './ports'
import { type SampleServer, startSampleServer } from './sample-server'

const START_MS = Date.parse('2026-01-28T12:00:00Z')
let nowMs = START_MS
let server: SampleServer
let written: SampleLine[]

async function serve(hasControl: boolean): Promise<void> {
  nowMs = START_MS
  const platforms = createSamplePlatforms({ seed: 1, startMs: START_MS })
  written = []
  server = await startSampleServer({
    ...{ platforms, port: 0, nowMs: () => nowMs, hasControl },
    createVideo: () =>
      createVideo({
        nowMs: () => nowMs,
        incidents: () => platforms.incidentsAt('shorts', nowMs),
        write: async (lines) => void written.push(...lines),
      }),
  })
}
const get = (path: string) => fetch(`http://${HOST}:${server.port}${path}`)
const control = (body: string) => fetch(`http://${HOST}:${server.port}/control`, { method: 'POST', body })
const created = async () => {
  const text = await (await get('/shorts/metrics')).text()
  return [...text.matchAll(/^jobs_created_total\{.*\} (\d+)$/gm)].reduce((sum, [, value]) => sum + Number(value), 0)
}

beforeEach(() => serve(true))
afterEach(() => server.stop())

describe('sample server', () => {
  it('answers metrics as Prometheus text, advanced to now', async () => {
    const answer = await get('/shorts/metrics')
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(await answer.text()).toContain('# TYPE jobs_created_total counter\n')
    expect(await created()).toBe(0)
    nowMs += 60_000
    expect(await created()).toBeGreaterThan(100)
  })

  it.each([
    ['/shorts/health', 200],
    ['/shorts/shorts/metrics', 200],
    ['/shorts/nope/metrics', 404],
    ['/transcode/redis/metrics', 200],
    ['/transcode/metrics', 404],
    ['/shorts', 404],
    ['/shorts/metrics/x', 404],
    ['/__proto__/metrics', 404],
    ['/', 404],
  ])('%s answers %i', async (path, status) => expect((await get(path)).status).toBe(status))

  it('can be told to start an incident', async () => {
    expect((await control('{"platform":"shorts","incident":"no-traffic","seconds":600}')).status).toBe(204)
    nowMs += 60_000
    expect(await created()).toBe(0)
  })

  it('can be told to stop answering, and to answer again', async () => {
    await control('{"platform":"shorts","answers":false}')
    await expect(get('/shorts/health')).rejects.toThrow()
    await control('{"platform":"shorts","answers":true}')
    expect((await get('/shorts/health')).status).toBe(200)
  })

  it('can be told that one target stops answering', async () => {
    await control('{"platform":"transcode","job":"redis","answers":false}')
    await expect(get('/transcode/redis/health')).rejects.toThrow()
    expect((await get('/transcode/minio/health')).status).toBe(200)
  })

  it('does not answer for a target that an incident took down', async () => {
    expect((await get('/shorts/health')).status).toBe(200)
    expect((await control('{"platform":"shorts","incident":"outage","seconds":60}')).status).toBe(204)
    await expect(get('/shorts/metrics')).rejects.toThrow()
    nowMs += 60_000
    expect((await get('/shorts/metrics')).status).toBe(200)
  })

  it.each([
    '',
    '[]',
    '{"platform":"nope","answers":false}',
    '{"platform":"shorts","job":"nope","answers":false}',
    '{"platform":"shorts","incident":"nope","seconds":5}',
  ])('refuses the wish %j', async (body) => expect((await control(body)).status).toBe(400))

  it('takes no wishes unless it is told so', async () => {
    await server.stop()
    await serve(false)
    expect((await control('{"platform":"shorts","answers":false}')).status).toBe(404)
  })
})

describe('the API of a sample platform', () => {
  const post = (headers: Record<string, string> = {}) =>
    fetch(`http://${HOST}:${server.port}/shorts/api/v1/videos`, { method: 'POST', body: '{"prompt":"x"}', headers })

  it('answers with ids by which the log has the request', async () => {
    const [first, second] = [await post(), await post()]
    const ids = [first, second].map(({ headers }) => headers.get('x-trace-id') ?? '')
    for (const id of ids) expect(id).toMatch(/^trace_[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(2)
    expect(await first.json()).toEqual({ id: expect.stringMatching(/^job_/), status: expect.any(String) })
    const json = written.filter(({ text }) => text.startsWith('{')).map(({ text }) => JSON.parse(text))
    const own = json.filter(({ trace_id }) => trace_id === ids[0])
    expect(own.length).toBeGreaterThan(2)
    expect(own.map(({ message }) => message)).toContain('Request received')
    for (const { request_id } of own) expect(request_id).toBe(first.headers.get('x-request-id'))
    expect(createSampleLines({ seed: 1 }).streams).toContain(written[0]?.stream)
    expect(Math.min(...written.map(({ timeMs }) => timeMs))).toBe(START_MS)
  })

  it('shows the ids to pages of this machine, and to no others', async () => {
    const near = await post({ origin: 'http://127.0.0.1:4173' })
    expect(near.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:4173')
    expect(near.headers.get('access-control-expose-headers')).toBe('X-Trace-ID, X-Request-ID')
    for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null']) {
      expect((await post({ origin })).headers.get('access-control-allow-origin')).toBeNull()
    }
    const asked = await fetch(`http://${HOST}:${server.port}/shorts/api/v1/videos`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:1' },
    })
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type'])
  })

  it('does not answer while its platform does not', async () => {
    await control('{"platform":"shorts","answers":false}')
    await expect(post()).rejects.toThrow()
    expect(written).toEqual([])
  })
})
