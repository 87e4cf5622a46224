import { expect, it } from 'vitest'
import { firstOfBursts, groupMarks } from './group-marks'

const at = (...times: (number | [number])[]) =>
  times.map((time) => (typeof time === 'number' ? { timeMs: time, strong: false } : { timeMs: time[0], strong: true }))
const told = (marks: ReturnType<typeof at>) =>
  groupMarks(marks, (timeMs) => timeMs / 10, 4).map(
    ({ x, count, strong }) => `${x} ×${count}${strong ? ' strong' : ''}`,
  )

it.each([
  ['nothing', at(), []],
  ['apart', at(0, 40, 80), ['0 ×1', '4 ×1', '8 ×1']],
  ['near', at(0, 10, 39, 40), ['0 ×3', '4 ×1']],
  ['a chain does not grow without end', at(0, 30, 60, 90), ['0 ×2', '6 ×2']],
  ['a strong one gives the group its place', at(0, [20], [30]), ['2 ×3 strong']],
] as const)('%s', (_name, marks, expected) => {
  expect(told([...marks])).toEqual(expected)
})

it('joins 10,000 marks to as many as fit', () => {
  const marks = Array.from({ length: 10_000 }, (_, i) => ({ timeMs: i, strong: false }))
  const groups = groupMarks(marks, (timeMs) => timeMs / 10, 4)
  expect(groups.length).toBeLessThanOrEqual(250)
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
})

it('of marks that follow each other closely the first gets a line, and each strong one', () => {
  const groups = [0, 10, 20, 50, 55].map((x) => ({ x, count: 1, strong: x === 20 }))
  expect(firstOfBursts(groups, 14).map(({ x }) => x)).toEqual([0, 20, 50])
})
