import { expect, it } from 'vitest'
import { PARTS, readArguments } from './arguments'

const LEAKS = ['M1', 'M2', 'M3']
const read = (args: readonly string[]) => readArguments(args, LEAKS, ['M1', 'M2'], () => '00000f7a')

it.each([
  [[], { ticks: 3_000, parts: PARTS, leaks: [], quick: false }],
  [['--ticks', '10000'], { ticks: 10_000, parts: PARTS, leaks: [], quick: false }],
  [['--leaks'], { ticks: 0, parts: PARTS, leaks: LEAKS, quick: false }],
  [['--leak', 'M2', '--leak', 'M3'], { ticks: 0, parts: PARTS, leaks: ['M2', 'M3'], quick: false }],
  [['--part', 'logs', '--part', 'board'], { ticks: 3_000, parts: ['logs', 'board'], leaks: [], quick: false }],
  [['--round', '5'], { ticks: 3_000, parts: PARTS, leaks: ['M2'], quick: false }],
  [['--quick'], { ticks: 480, parts: ['board', 'events'], leaks: [], quick: true }],
  [['--quick', '--part', 'events'], { ticks: 480, parts: ['events'], leaks: [], quick: true }],
  // 0x00000f is odd.
  [['--round', 'commit'], { ticks: 3_000, parts: PARTS, leaks: ['M2'], quick: false }],
] as const)('%j', (args, expected) => {
  expect(read(args)).toEqual(expected)
})

it.each([
  [['--ticks', 'many']],
  [['--ticks', '10']],
  [['--ticks']],
  [['--leak', 'M9']],
  [['--part', 'home']],
  [['--round', '-1']],
  [['--hours', '1']],
])('%j is not understood', (args) => {
  expect(() => read(args)).toThrow()
})
