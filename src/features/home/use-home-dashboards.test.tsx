// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import { type Services, ServicesContext } from '~/data/services-context'
import { templating } from '~/data/variables/needs-templating'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import { SourceError } from '~/domain/sources'
import { useHomeDashboards, withoutVaried } from '~/features/home/use-home-dashboards'

const RANGE = { from: 'now-6h', to: 'now' }

const file = decodeDashboard({
  schema: 1,
  id: 'x',
  title: 'X',
  platform: 'p',
  freshness: 'max(timestamp(up{queue="$queue"}))',
  panels: [],
  kpis: [
    { id: 'plain', title: 'Plain', expr: 'sum(rate(jobs[$__rate_interval]))' },
    { id: 'depth', title: 'Depth of $queue', expr: 'sum(depth{queue="$queue"})' },
  ],
  variables: [{ kind: 'labelValues', name: 'queue', of: 'queue', match: 'depth' }],
})

// It is loaded when it is wanted, which takes what it takes.
beforeAll(async () => void (await templating.load()))
afterEach(cleanup)

function open(labels: () => Promise<{ names: readonly string[] }>) {
  const services = {
    config: { dashboards: ['x'] },
    clock: { nowMs: () => 1_800_000_000_000 },
    metrics: { labels },
    loadDashboard: async () => file,
  } as unknown as Services
  const client = createQueryClient()
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <ServicesContext value={services}>{children}</ServicesContext>
    </QueryClientProvider>
  )
  const { result } = renderHook(() => useHomeDashboards(RANGE), { wrapper })
  return () => result.current.dashboards[0]
}

test('figures of variables wait for what those stand for, the others do not', async () => {
  const asked: ((answer: { names: readonly string[] }) => void)[] = []
  const found = open(() => new Promise((resolve) => void asked.push(resolve)))
  await waitFor(() => expect(found()).toBeDefined())
  expect(found()).toMatchObject({ isWaiting: true, kpis: [{ id: 'plain' }], kpiIssues: [] })
  expect(found()?.freshness).toBeUndefined()

  await waitFor(async () => {
    await act(async () => asked[0]?.({ names: ['slow', 'fast'] }))
    expect(found()?.isWaiting).toBeUndefined()
  })
  expect(found()?.kpis).toMatchObject([
    { expr: 'sum(rate(jobs[$__rate_interval]))' },
    { title: 'Depth of fast', expr: 'sum(depth{queue="fast"})' },
  ])
  expect(found()?.freshness).toBe('max(timestamp(up{queue="fast"}))')
})

test('a figure whose variable nothing can stand for is left out, and why is told', async () => {
  const found = open(() => Promise.reject(new SourceError({ kind: 'unreachable', message: 'It is away.' })))
  await waitFor(() => expect(found()?.kpiIssues).toHaveLength(1))
  expect(found()?.kpis.map(({ id }) => id)).toEqual(['plain'])
  expect(found()?.kpiIssues[0]).toMatchObject({ path: 'Depth of $queue' })
  expect(found()?.kpiIssues[0]?.message).toContain('It is away.')
  expect(found()?.freshness).toBeUndefined()
})

test('without the code for variables their figures are left out, and that is told', () => {
  expect(withoutVaried(file, true)).toMatchObject({
    isWaiting: false,
    kpis: [{ id: 'plain' }],
    kpiIssues: [{ path: 'Depth of $queue' }],
  })
})
