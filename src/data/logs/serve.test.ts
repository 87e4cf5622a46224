import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { LogOverview, LogQuestion } from '~/domain/logs/log-ports'
import { type FakeLoki, startFakeLoki } from '~/testing/fake-loki'
import { inThreadLogWorker } from '~/testing/in-thread-log-worker'
import { createWorkerLogSources } from './worker-source'

const QUESTION: LogQuestion = { query: '', fromMs: 1_000, toMs: 100_000, order: 'newest' }
let loki: FakeLoki

beforeAll(async () => {
  loki = await startFakeLoki()
})
afterAll(() => loki.close())

function start() {
  const worker = inThreadLogWorker({
    sampleLog: () => ({
      lines: (fromMs, toMs) => {
        const all = [10_000, 20_000, 30_000].filter((timeMs) => timeMs >= fromMs && timeMs < toMs)
        return all.map((timeMs) => ({
          stream: 'app',
          text: `${new Date(timeMs).toISOString()} INFO app: at ${timeMs}`,
        }))
      },
    }),
    fetch: (url, init) => fetch(url, init),
    now: () => 100_000,
    policyEvents: undefined,
  })
  const server = { title: 'Loki', url: loki.url, headers: {} }
  const sources = createWorkerLogSources({
    spec: {
      pageUrl: 'http://127.0.0.1/',
      sources: [
        { id: 'sample', feed: { kind: 'sample' } },
        { id: 'loki', feed: { kind: 'loki', server, selector: '{job=~".+"}' } },
      ],
      redact: [],
      secrets: true,
      userIds: 'never',
    },
    sources: ['sample', 'loki'].map((id) => ({ id, title: id, kind: id })),
    start: worker.start,
    isWall: () => false,
    clock: { offsetMs: () => 0 },
    probe: async () => ({ latencyMs: 0 }),
  })
  const open = (id: string) => {
    const heard: LogOverview[] = []
    const session = sources.find((source) => source.id === id)?.open(QUESTION, (overview) => heard.push(overview))
    if (session === undefined) throw new Error('no session')
    return { session, heard }
  }
  return { worker, open }
}

it('a worker that dies is started anew, asked again, and never repeats a version', async () => {
  const { worker, open } = start()
  const { session, heard } = open('sample')
  await expect.poll(() => heard.at(-1)?.matched).toBe(3)
  session.ask({ ...QUESTION, toMs: 25_000 })
  await expect.poll(() => heard.at(-1)?.matched).toBe(2)
  const before = heard.at(-1)?.version ?? 0
  for (let deaths = 1; deaths <= 3; deaths++) {
    const count = heard.length
    const waiting = session.lines(before, 0, 1)
    worker.kill()
    expect(await waiting).toBeNull()
    await expect.poll(() => heard.slice(count).at(-1)?.matched).toBe(2)
    expect(worker.started).toBe(deaths + 1)
    expect(Math.min(...heard.slice(count).map(({ version }) => version))).toBeGreaterThan(before)
    expect(await session.lines(before, 0, 1)).toBeNull()
    const { version = 0 } = heard.at(-1) ?? {}
    expect(await session.lines(version, 0, 9)).toHaveLength(2)
  }
})

it('a server that never answers keeps nobody else waiting, and says that it is being read', async () => {
  const { open } = start()
  loki.faults.hangs = true
  const hung = [open('loki'), open('loki'), open('loki')]
  const well = open('sample')
  await expect.poll(() => well.heard.at(-1)?.matched).toBe(3)
  await expect.poll(() => hung.every(({ heard }) => heard.at(-1)?.loading === true)).toBe(true)
  delete loki.faults.hangs
  loki.entries.push({ labels: { job: 'a' }, ns: 50_000_000_000n, line: 'hello' })
  const other = open('loki')
  await expect.poll(() => other.heard.at(-1)?.matched).toBe(1)
  hung[0]?.session.ask({ ...QUESTION, query: 'hello' })
  await expect.poll(() => hung[0]?.heard.at(-1)?.matched).toBe(1)
  for (const { session } of [...hung, well, other]) session.close()
})

it('a new question is answered at once, whatever is being read for the one before', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { open } = start()
    const { session, heard } = open('sample')
    // Lines that stream in are told of at most each 150 ms.
    const passMs = async (ms: number) => {
      for (let i = 0; i < ms; i++) {
        await vi.advanceTimersByTimeAsync(1)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    // Several slices of the sample: each is told of, but not each at once.
    session.ask({ ...QUESTION, fromMs: -28_000_000 })
    for (let i = 0; heard.at(-1)?.matched !== 3; i++) {
      expect(i).toBeLessThan(20)
      await passMs(1)
    }
    await passMs(5)
    expect(heard.at(-1)).toMatchObject({ matched: 3, loading: true })
    session.ask({ ...QUESTION, fromMs: -28_000_000, query: '"at 20000"' })
    await passMs(5)
    expect(heard.at(-1)).toMatchObject({ matched: 1, loading: true })
  } finally {
    vi.useRealTimers()
  }
})
