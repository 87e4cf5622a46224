import { describe, expect, it } from 'vitest'
import { excerptOf } from './excerpt'

const TEXT = ['one', 'two', 'three', 'four', 'five', 'six'].join('\n')

describe('excerptOf', () => {
  it.each<[string, string, number, number, [number, string, number | null][]]>([
    [
      'the middle',
      TEXT,
      4,
      2,
      [
        [2, 'two', null],
        [3, 'three', null],
        [4, 'four', 1],
        [5, 'five', null],
        [6, 'six', null],
      ],
    ],
    [
      'the first line',
      TEXT,
      1,
      1,
      [
        [1, 'one', 0],
        [2, 'two', null],
        [3, 'three', null],
      ],
    ],
    ['one line', 'x', 1, 1, [[1, 'x', 0]]],
    [
      'Windows line ends and tabs',
      'a\r\n\tb',
      2,
      2,
      [
        [1, 'a', null],
        [2, ' b', 1],
      ],
    ],
    ['a long line', `${'x'.repeat(500)}!${'y'.repeat(500)}`, 1, 501, [[1, `${'x'.repeat(80)}!${'y'.repeat(79)}`, 80]]],
    ['an empty file', '', 1, 1, [[1, '', 0]]],
  ])('%s', (_name, text, line, column, expected) => {
    expect(excerptOf(text, line, column).map(({ number, text, caretAt }) => [number, text, caretAt])).toEqual(expected)
  })
})
