// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Target } from '~/domain/checks/observation'
import { Findings } from './Findings'
import { Targets } from './Targets'

afterEach(cleanup)

const NOW_MS = 1_800_000_000_000
const target: Target = {
  ...{ job: 'api', instance: '10.0.0.1:80', url: 'http://10.0.0.1:80/metrics', lastError: '', health: 'up' },
  ...{ lastScrapeMs: NOW_MS - 5000, lastTookMs: 20, intervalMs: 15_000 },
}

test('two targets of one address have a row each, whatever comes after', () => {
  const faults = vi.spyOn(console, 'error')
  const twins: readonly Target[] = [target, { ...target, health: 'down', lastError: 'refused' }, target]
  const { rerender } = render(<Targets source="P" targets={twins} nowMs={NOW_MS} />)
  const states = () => [...document.querySelectorAll('tbody tr')].map((row) => row.getAttribute('data-health'))
  expect(states()).toEqual(['down', 'up', 'up'])
  rerender(<Targets source="P" targets={[target]} nowMs={NOW_MS} />)
  expect(states()).toEqual(['up'])
  expect(screen.queryByText('refused')).toBeNull()
  expect(faults).not.toHaveBeenCalled()
})

test('what was up long ago is not called up', () => {
  const ages = [
    ['of now', 5_000, 15_000],
    ['missed', 51_000, 15_000],
    ['no interval told', 301_000, null],
  ] as const
  const targets = ages.map(([job, ageMs, intervalMs]) => ({ ...target, job, lastScrapeMs: NOW_MS - ageMs, intervalMs }))
  render(<Targets source="P" targets={targets} nowMs={NOW_MS} />)
  const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].slice(0, 2).map((cell) => cell.textContent?.trim()),
  )
  expect(rows).toEqual([
    ['not of late', 'missed'],
    ['not of late', 'no interval told'],
    ['up', 'of now'],
  ])
  expect(screen.getByText('1 of 3 up, scraped by P')).toBeTruthy()
})

test('two findings of one kind are both told', () => {
  const faults = vi.spyOn(console, 'error')
  const one = { severity: 'crit', code: 'unreachable-policy', nextStep: 'Look.' } as const
  render(
    <Findings
      findings={[
        { ...one, message: 'A.' },
        { ...one, message: 'B.' },
      ]}
    />,
  )
  expect(screen.getAllByRole('listitem')).toHaveLength(2)
  expect(faults).not.toHaveBeenCalled()
})
