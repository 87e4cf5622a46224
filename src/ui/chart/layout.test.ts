import { describe, expect, test } from 'vitest'
import { gutterWidth, placeTimeLabels, plotArea } from './layout'

describe('gutterWidth', () => {
  test.each([
    ['fits in steps of 8', 0, 20, 8, 32],
    ['a digit more within the step', 32, 22, 8, 32],
    ['grows at once', 32, 24, 8, 40],
    ['never shrinks', 40, 6, 8, 40],
    ['no labels', 0, 0, 8, 16],
  ])('%s', (_name, before, widest, gap, width) => {
    expect(gutterWidth(before, widest, gap)).toBe(width)
  })
})

describe('plotArea', () => {
  test.each([
    ['at 1x', 400, 200, 16, 32, { left: 32, top: 8, width: 362, height: 170 }],
    ['at 1.5x all on whole pixels', 601, 301, 24, 60, { left: 60, top: 12, width: 532, height: 256 }],
    ['smaller than its axes', 10, 10, 16, 32, { left: 9, top: 8, width: 1, height: 1 }],
  ])('%s', (_name, width, height, rem, gutter, area) => {
    expect(plotArea(width, height, rem, gutter)).toEqual(area)
  })
})

describe('placeTimeLabels', () => {
  const place = (...at: [number, string][]) =>
    placeTimeLabels(
      at.map(([ms, label]) => ({ ms, label })),
      (ms) => ms,
      (label) => label.length * 10,
      100,
      5,
    ).map(({ text, x }) => `${text}@${x}`)

  test.each<[string, [number, string][], string[]]>([
    ['none', [], []],
    [
      'in the middle of their ticks',
      [
        [20, 'aa'],
        [60.4, 'bb'],
      ],
      ['aa@20', 'bb@60'],
    ],
    [
      'left out where the edge would cut it',
      [
        [5, 'aa'],
        [50, 'bb'],
        [91, 'cc'],
      ],
      ['bb@50'],
    ],
    ['as wide as the canvas', [[50, 'x'.repeat(10)]], ['xxxxxxxxxx@50']],
    [
      'left out where it would touch the one before',
      [
        [20, 'aa'],
        [44, 'bb'],
        [45, 'cc'],
      ],
      ['aa@20', 'cc@45'],
    ],
    ['empty', [[50, '']], []],
  ])('%s', (_name, ticks, placed) => {
    expect(place(...ticks)).toEqual(placed)
  })
})
