import { expect, it } from 'vitest'
import { withCount } from './title-count'

it.each([
  ['Home · Lookout', 2, '(2) Home · Lookout'],
  ['(2) Home · Lookout', 3, '(3) Home · Lookout'],
  ['(2) (1) Home', 0, 'Home'],
  ['(2)', 1, '(1) (2)'],
  ['Latency (5) x', 1, '(1) Latency (5) x'],
])('%s with %i', (title, count, expected) => {
  expect(withCount(title, count)).toBe(expected)
  expect(withCount(withCount(title, count), count)).toBe(expected)
})

it.each([
  ['Home · Lookout', 2, '(2?) Home · Lookout'],
  ['(2) Home · Lookout', 0, '(?) Home · Lookout'],
  ['(?) (2?) Home', 1, '(1?) Home'],
])('%s with %i that is not sure', (title, count, expected) => {
  expect(withCount(title, count, false)).toBe(expected)
  expect(withCount(expected, 0)).toBe(title.replace(/^(?:\(.+?\) )+/, ''))
})
