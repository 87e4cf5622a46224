import { expect, test } from 'vitest'
import type { WindowId } from '~/domain/cost/windows'
import { isHeld } from './use-usage-figures'

test.each<[WindowId, string, string, boolean]>([
  ['today', '2026-01-20T12:00:00Z', '2026-01-20T12:00:30Z', true],
  ['today', '2026-01-20T23:59:50Z', '2026-01-21T00:00:10Z', false],
  ['month', '2026-01-31T23:57:00Z', '2026-02-01T00:00:10Z', false],
  ['month', '2026-01-30T23:57:00Z', '2026-01-31T00:00:10Z', true],
  ['day', '2026-01-20T12:00:00Z', '2026-01-20T12:00:10Z', false],
  ['day', '2026-01-20T12:00:00Z', '2026-01-20T12:00:00Z', true],
  ['month', '2026-01-20T12:00:00Z', '2026-01-20T11:59:00Z', false],
])('an answer about %s of %s holds at %s: %s', (id, held, now, holds) => {
  expect(isHeld(Date.parse(held), Date.parse(now), id, 'UTC')).toBe(holds)
})
