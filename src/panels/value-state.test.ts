import { expect, test } from 'vitest'
import { stateOfValue, type ValueMapping, type WordedStep } from './value-state'

const mappings: ValueMapping[] = [
  { value: 1, text: 'up', status: 'ok' },
  { value: 0, text: 'down', status: 'crit' },
  { from: 2, to: 3, text: 'odd', status: 'warn' },
  { from: 100, text: 'far', status: 'unknown' },
]
const steps: WordedStep[] = [
  { value: null, status: 'ok', text: 'met' },
  { value: 300, status: 'crit' },
]

test.each<[number, readonly ValueMapping[], readonly WordedStep[], string | null]>([
  [1, mappings, [], 'up ok mapped'],
  [0, mappings, steps, 'down crit mapped'],
  [2, mappings, [], 'odd warn mapped'],
  [3, mappings, [], 'odd warn mapped'],
  [3.1, mappings, [], null],
  [3.1, mappings, steps, 'met ok'],
  [Number.POSITIVE_INFINITY, mappings, steps, 'far unknown mapped'],
  [299.9, [], steps, 'met ok'],
  [300, [], steps, 'Critical crit'],
  [-1, [], [{ value: 0, status: 'ok' }], null],
  [Number.NaN, mappings, steps, null],
])('%d', (value, some, others, expected) => {
  const state = stateOfValue(value, some, others)
  const shown = state === null ? null : `${state.text} ${state.status}${state.mapped ? ' mapped' : ''}`
  expect(shown).toBe(expected)
})
