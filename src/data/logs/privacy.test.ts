import { expect, it, vi } from 'vitest'
import type { LogOverview, LogQuestion } from '~/domain/logs/log-ports'
import type { UserIdPolicy } from '~/domain/logs/user-policy'
import { serveLogs } from './serve'
import type { FromLogWorker, LogCallName } from './worker-protocol'

const NOW = Date.UTC(2026, 0, 28, 12)
const USERS = ['user_1041', 'dana', 'lee']
const LINES = USERS.flatMap((user, i) =>
  Array.from({ length: 3 }, (_, nth) => {
    const timeMs = NOW - 60_000 + i * 1_000 + nth
    const text = JSON.stringify({
      timestamp: new Date(timeMs).toISOString(),
      level: 'INFO',
      message: `${user} opened a report`,
      user,
      context: { user_id: user },
      endpoint: `/accounts/${user}`,
      event_type: 'api_access',
    })
    return { timeMs, stream: 'trends', text }
  }),
)
const QUESTION: LogQuestion = { query: '', fromMs: NOW - 3_600_000, toMs: NOW + 1, order: 'newest' }

/** A worker's answers, as the page gets them. */
function startWorker(userIds: UserIdPolicy) {
  const posted: FromLogWorker[] = []
  let lastId = 0
  const take = serveLogs({
    sampleLog: () => ({
      lines: (fromMs, toMs) => LINES.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs),
    }),
    fetch: () => Promise.reject(new Error('no network')),
    now: () => NOW,
    policyEvents: undefined,
    post: (message) => posted.push(structuredClone(message)),
  })
  const pageUrl = 'http://127.0.0.1/'
  const spec = {
    pageUrl,
    sources: [{ id: 'sample', feed: { kind: 'sample' } }],
    redact: [],
    secrets: true,
    userIds,
  } as const
  take({ kind: 'start', spec, clockOffsetMs: 0, isWall: false })
  return {
    posted,
    open: (isWall: boolean) =>
      take({
        kind: 'open',
        session: 1,
        source: 'sample',
        question: QUESTION,
        afterVersion: 0,
        clockOffsetMs: 0,
        isWall,
      }),
    poll: (isWall: boolean) => take({ kind: 'poll', session: 1, clockOffsetMs: 0, isWall }),
    overview: () =>
      vi.waitFor(() => {
        const said = posted.findLast((message) => message.kind === 'overview')
        if (said?.kind !== 'overview' || said.overview.loading) throw new Error('not yet')
        return said.overview
      }),
    async call(isWall: boolean, name: LogCallName, ...args: unknown[]) {
      lastId += 1
      const id = lastId
      take({ kind: 'call', session: 1, id, call: { name, args } as never, clockOffsetMs: 0, isWall })
      return vi.waitFor(() => {
        const said = posted.find((message) => message.kind === 'answer' && message.id === id)
        if (said?.kind !== 'answer') throw new Error('not yet')
        return said.value
      })
    },
  }
}

async function allAnswers(worker: ReturnType<typeof startWorker>, isWall: boolean): Promise<LogOverview> {
  const overview = await worker.overview()
  const [line] = (await worker.call(isWall, 'lines', overview.version, 0, 100)) as readonly { readonly id: string }[]
  await worker.call(isWall, 'around', line?.id, 5, 5)
  await worker.call(isWall, 'patterns', overview.version)
  await worker.call(isWall, 'download', overview.version, 'jsonl', [])
  await worker.call(isWall, 'download', overview.version, 'csv', ['user', 'context.user_id', 'endpoint'])
  return overview
}

it.each([
  ['wall', true],
  ['always', false],
] as const)('with "%s" on a wall (%s) no answer names a user', async (policy, isWall) => {
  const worker = startWorker(policy)
  worker.open(isWall)
  const { matched, facets } = await allAnswers(worker, isWall)
  expect(matched).toBe(LINES.length)
  expect(facets.map(({ path }) => path)).toContain('endpoint')
  const told = JSON.stringify(worker.posted)
  expect(told).toContain('opened a report')
  for (const user of USERS) expect(told).not.toContain(user)
})

it.each([
  ['wall', false],
  ['never', true],
] as const)('with "%s" on a wall (%s) users are named', async (policy, isWall) => {
  const worker = startWorker(policy)
  worker.open(isWall)
  const { facets } = await allAnswers(worker, isWall)
  expect(facets.find(({ path }) => path === 'user')?.values).toHaveLength(USERS.length)
  for (const user of USERS) expect(JSON.stringify(worker.posted)).toContain(user)
})

it('a page that becomes a wall is answered without users from then on, as another version', async () => {
  const worker = startWorker('wall')
  worker.open(false)
  const before = await worker.overview()
  worker.posted.length = 0
  worker.poll(true)
  const after = await worker.overview()
  await worker.call(true, 'lines', before.version, 0, 100)
  await worker.call(true, 'lines', after.version, 0, 100)
  expect(after.version).toBeGreaterThan(before.version)
  for (const user of USERS) expect(JSON.stringify(worker.posted)).not.toContain(user)
})
