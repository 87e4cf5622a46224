// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { type Services, ServicesContext } from '~/data/services-context'
import type { Observation } from '~/domain/checks/observation'
import { StatusPage } from './StatusPage'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const seen: Observation = {
  ...{ part: 'metrics', id: 'p', title: 'Prometheus', kind: 'prometheus', address: 'http://prom:9090' },
  ...{ reach: { kind: 'answers', latencyMs: 12 }, version: '2.42.0', clock: null },
}

test.each([
  ['goes on', 10 * 60_000],
  ['was set back', -10 * 60_000],
])('a report that is not renewed calls nothing well once its time has passed: the clock %s', async (_, byMs) => {
  const startMs = Date.now()
  const clock = vi.spyOn(Date, 'now').mockReturnValue(startMs)
  let asked = 0
  const observe = () => (asked++ === 0 ? Promise.resolve([seen]) : new Promise<never>(() => {}))
  const services = { checks: async () => ({ observe, pageFacts: undefined }) } as unknown as Services
  render(
    <ServicesContext value={services}>
      <StatusPage />
    </ServicesContext>,
  )
  const part = () => document.querySelector('[data-part="p"]')
  await waitFor(() => expect(part()?.textContent).toContain('answers'))
  expect(screen.getByTestId('checked').textContent).toMatch(/^Checked/)
  clock.mockReturnValue(startMs + byMs)
  await waitFor(() => expect(part()?.textContent).toContain('not current'), { timeout: 5000 })
  expect(part()?.textContent).not.toContain('answers')
  expect(screen.getByTestId('checked').textContent).toMatch(/^Not current/)
})
