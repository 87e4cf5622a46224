// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router-dom'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Services, ServicesContext } from '~/data/services-context'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import type { Dashboard } from '~/domain/dashboards/model'
import { TemplatedDashboard } from '~/features/dashboards/variables/TemplatedDashboard'

const NOW_MS = 1_800_000_000_000

const file = decodeDashboard({
  schema: 1,
  id: 'x',
  title: 'Workers of $queue',
  platform: 'p',
  panels: [
    {
      id: 'jobs',
      title: 'Jobs of $worker',
      kind: 'stat',
      layout: { x: 0, y: 0, w: 12, h: 4 },
      queries: [{ expr: 'jobs{worker="$worker"}' }],
    },
  ],
  variables: [
    { kind: 'custom', name: 'queue', options: ['fast', 'slow'], default: 'fast' },
    { kind: 'labelValues', name: 'worker', of: 'worker', match: 'jobs{queue="$queue"}' },
  ],
})

/** Questions for the workers of a queue that nobody answered yet, by their selector. */
let asked: Map<string, (names: readonly string[]) => void>
let ticks: (() => void)[]

beforeEach(() => {
  asked = new Map()
  ticks = []
})
afterEach(cleanup)

function subscribe(tick: () => void) {
  ticks.push(tick)
  return () => undefined
}

function open(path: string) {
  const services = {
    config: { refreshMs: 15_000 },
    clock: { nowMs: () => NOW_MS },
    plane: { subscribe },
    metrics: {
      labels: ({ match }: { match: string }) =>
        new Promise((resolve) => asked.set(match, (names) => resolve({ names }))),
    },
  } as unknown as Services
  const boards: Dashboard[] = []
  const show = (dashboard: Dashboard) => {
    boards.push(dashboard)
    const [entry] = dashboard.panels
    return <h2>{entry?.ok ? entry.panel.title : 'broken'}</h2>
  }
  const element = (
    <ServicesContext value={services}>
      <TemplatedDashboard dashboard={file} show={show} bare={false} />
    </ServicesContext>
  )
  const router = createMemoryRouter([{ path: '*', element }], { initialEntries: [path] })
  render(<RouterProvider router={router} />)
  return { go: (to: string) => act(() => router.navigate(to)), boards }
}

const answer = (queue: string, ...names: readonly string[]) =>
  act(async () => asked.get(`jobs{queue="${queue}"}`)?.(names))

const heading = () => screen.queryByRole('heading')?.textContent
const isMarked = () => screen.queryByRole('status')?.textContent?.includes('choice before') ?? false

test('what was chosen before stays while the new choice waits, and is marked as such', async () => {
  const { go } = open('/d/x')
  expect(heading()).toBeUndefined()
  await answer('fast', 'w1', 'w2')
  expect([heading(), isMarked()]).toEqual(['Jobs of w1', false])

  await go('/d/x?var-queue=slow')
  expect([heading(), isMarked()]).toEqual(['Jobs of w1', true])
  expect(screen.getByRole('heading').closest('[aria-busy]')).not.toBeNull()

  await answer('slow', 'w3')
  expect([heading(), isMarked()]).toEqual(['Jobs of w3', false])
  expect(screen.getByRole('heading').closest('[aria-busy]')).toBeNull()
})

test('a choice that is known at once, or that is gone back to, is never marked', async () => {
  const { go } = open('/d/x')
  await answer('fast', 'w1', 'w2')
  await go('/d/x?var-worker=w2')
  expect([heading(), isMarked()]).toEqual(['Jobs of w2', false])
  await go('/d/x?var-queue=slow')
  expect(isMarked()).toBe(true)
  await go('/d/x')
  expect([heading(), isMarked()]).toEqual(['Jobs of w1', false])
})

test('of another range the same choice waits unmarked', async () => {
  const { go } = open('/d/x')
  await answer('fast', 'w1')
  await go('/d/x?from=now-1h&to=now')
  expect([heading(), isMarked()]).toEqual(['Jobs of w1', false])
})

test('the board is the same object while it says the same, and is compared only where it was filled anew', async () => {
  const { go, boards } = open('/d/x')
  await answer('fast', 'w1')
  const written = vi.spyOn(JSON, 'stringify')
  const before = boards.at(-1)
  const boardsWritten = () => written.mock.calls.filter(([value]) => (value as Dashboard)?.id === 'x').length
  for (const tick of ticks) act(tick)
  await go('/d/x?from=now-6h&to=now&tz=utc')
  await go('/d/x?kiosk')
  await go('/d/x')
  expect(boardsWritten()).toBeLessThanOrEqual(1)
  expect(boards.at(-1)).toBe(before)
})
