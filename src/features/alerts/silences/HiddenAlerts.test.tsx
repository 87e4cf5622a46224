// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { AlertRow } from '~/domain/alerts/merge-alerts'
import { HiddenAlerts } from './HiddenAlerts'

afterEach(cleanup)

const row = (name: string, state: AlertRow['state']) => {
  const labels = new Map([['alertname', name]])
  return { id: name, name, labels, state, received: null } as unknown as AlertRow
}
const [slow, down, late, full] = [
  row('Slow', 'firing'),
  row('Down', 'firing'),
  row('Late', 'pending'),
  row('Full', 'pending'),
]

it.each([
  [[slow, down, late], 'Slow|Late', 'Hides 1 of 2 alerts now, and would hide 1 that is pending.'],
  [[slow, down, late, full], '.+', 'Hides all 2 alerts there are now, and would hide 2 that are pending.'],
  [[slow, down, late], 'Late', 'Hides none of the 2 alerts there are now, and would hide 1 that is pending.'],
  [[slow], 'Late', 'Hides none of the one alert there is now.'],
  [[slow, late], 'Slow', 'Hides 1 of 1 alert now.'],
  [[late], 'Late', 'Nothing fires now: it would hide 1 that is pending.'],
  [[], 'Late', 'There are no alerts now: it would hide those that come.'],
])('what only waits is hidden by nobody yet (case %#)', (rows, value, words) => {
  render(<HiddenAlerts rows={rows} matchers={[{ name: 'alertname', op: '=~', value }]} />)
  expect(screen.getByTestId('silence-preview').textContent).toBe(words)
})
