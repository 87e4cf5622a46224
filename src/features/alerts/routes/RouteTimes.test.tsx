// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { type Services, ServicesContext } from '~/data/services-context'
import { decodeRouting } from '~/domain/alerts/routing/decode-routing'
import { RouteTimes } from './RouteTimes'

afterEach(cleanup)

const { root, intervals } = decodeRouting(`
route: { receiver: a, routes: [{ mute_time_intervals: [weekends] }, { active_time_intervals: [local] }] }
receivers: [{ name: a }]
time_intervals:
  - { name: weekends, time_intervals: [{ weekdays: ['saturday', 'sunday'], location: Asia/Tokyo }] }
  - { name: local, time_intervals: [{ weekdays: ['monday'], location: Local }] }`)

it.each([
  // By the server's clock, and in the interval's own zone, where Saturday begins nine hours earlier.
  ['2026-01-02T14:59:59Z', 0, 'Sends now; muted: weekends (Sat, Sun Asia/Tokyo)'],
  ['2026-01-02T15:00:00Z', 0, 'Muted now; muted: weekends (Sat, Sun Asia/Tokyo)'],
  [
    '2026-01-02T15:00:00Z',
    1,
    'Whether it sends now is not known; sends only: local (Mon in the time zone of the server)',
  ],
] as const)('at %s route %d: %s', (time, place, words) => {
  const route = root.routes[place]
  if (route === undefined) throw new Error('no such route')
  const clock = { nowMs: () => Date.parse(time), offsetMs: () => 0 }
  render(
    <ServicesContext value={{ clock } as unknown as Services}>
      <p data-testid="times">
        <RouteTimes route={route} intervals={intervals} />
      </p>
    </ServicesContext>,
  )
  expect(screen.getByTestId('times').textContent).toBe(words)
})
