import { describe, expect, it } from 'vitest'
import { labelsKey } from '~/domain/series/frame'
import type { Answer } from './answer'
import { compareAnswers, isSameValue, type Order } from './compare'
import { decodeAnswer } from './decode-answer'

describe('isSameValue', () => {
  it.each([
    [1, 1, true],
    [1, 1 + 1e-10, true],
    [1, 1 + 1e-8, false],
    [-1e300, -1e300 * (1 + 1e-10), true],
    [1, -1, false],
    [0, 0, true],
    [0, -0, false],
    [0, 1e-300, false],
    [5e-324, 1e-323, false],
    [Number.NaN, Number.NaN, true],
    [Number.NaN, 1, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
    [Number.POSITIVE_INFINITY, Number.MAX_VALUE, false],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false],
  ])('%d and %d: %s', (a, b, same) => {
    expect(isSameValue(a, b)).toBe(same)
    expect(isSameValue(b, a)).toBe(same)
  })
})

type Points = readonly (readonly [timeMs: number, value: number])[]

function matrix(...series: readonly (readonly [Record<string, string>, Points])[]): Answer {
  return { kind: 'series', type: 'matrix', series: series.map(([labels, points]) => one(labels, points)) }
}

function vector(...series: readonly (readonly [Record<string, string>, number])[]): Answer {
  return { kind: 'series', type: 'vector', series: series.map(([labels, value]) => one(labels, [[1, value]])) }
}

function one(record: Record<string, string>, points: Points) {
  const labels = new Map(Object.entries(record))
  return { labels, key: labelsKey(labels), timesMs: points.map(([t]) => t), values: points.map(([, v]) => v) }
}

const A = { a: '1' }
const B = { a: '2' }
const error = (message: string, type = 'execution'): Answer => ({ kind: 'error', type, message })

describe('compareAnswers', () => {
  it.each<[string, Answer, Answer, Order]>([
    ['errors in other words', error('x'), error('y'), 'any'],
    ['the same vector in another order', vector([A, 1], [B, 2]), vector([B, 2], [A, 1]), 'any'],
    ['nothing', matrix(), matrix(), 'as sent'],
    ['the same matrix', matrix([A, [[1, Number.NaN]]]), matrix([A, [[1, Number.NaN]]]), 'as sent'],
  ])('lets pass %s', (_name, theirs, ours, order) => {
    expect(compareAnswers(theirs, ours, order)).toBeNull()
  })

  it.each<[string, Answer, Answer, Order, RegExp]>([
    ['an error of ours alone', vector(), error('x'), 'any', /^we fail: x/],
    ['an error of theirs alone', error('x'), vector(), 'any', /^they fail: x/],
    ['a crash, also where they fail', error('x'), { kind: 'crash', message: 'x' }, 'any', /^crash: x/],
    [
      'an error of another type',
      error('x'),
      error('x', 'bad_data'),
      'any',
      /^type of error: theirs execution, ours bad_data/,
    ],
    [
      'labels in another order',
      vector([{ a: '1', b: '2' }, 1]),
      vector([{ b: '2', a: '1' }, 1]),
      'any',
      /^order of labels/,
    ],
    ['another type', vector(), matrix(), 'any', /^type/],
    ['a text for a number', vector(), { kind: 'string', timeMs: 1, text: '' }, 'any', /^type/],
    ['another text', { kind: 'string', timeMs: 1, text: 'a' }, { kind: 'string', timeMs: 1, text: 'b' }, 'any', /text/],
    ['a missing series', vector([A, 1], [B, 2]), vector([B, 2]), 'any', /missing in ours: \{a="1"\}/],
    ['a series too many', vector([A, 1]), vector([A, 1], [B, 2]), 'any', /only in ours: \{a="2"\}/],
    ['a label set twice', vector([A, 1]), vector([A, 1], [A, 1]), 'any', /twice/],
    ['another value', vector([A, 1]), vector([A, 2]), 'any', /theirs 1, ours 2/],
    ['-0 for 0', vector([A, 0]), vector([A, -0]), 'any', /theirs 0, ours -0/],
    ['another time', matrix([A, [[1, 1]]]), matrix([A, [[2, 1]]]), 'as sent', /theirs at 1, ours at 2/],
    [
      'a point too few',
      matrix([
        A,
        [
          [1, 1],
          [2, 1],
        ],
      ]),
      matrix([A, [[1, 1]]]),
      'as sent',
      /points: theirs 2, ours 1/,
    ],
    [
      'a matrix in another order',
      matrix([A, [[1, 1]]], [B, [[1, 1]]]),
      matrix([B, [[1, 1]]], [A, [[1, 1]]]),
      'as sent',
      /^order/,
    ],
    ['a tie in another order', vector([A, 1], [B, 1]), vector([B, 1], [A, 1]), 'as sent', /^order/],
    ['a sort in another order', vector([A, 1], [B, 2]), vector([B, 2], [A, 1]), 'as sent', /^order/],
  ])('finds %s', (_name, theirs, ours, order, said) => {
    expect(compareAnswers(theirs, ours, order)).toMatch(said)
  })
})

describe('decodeAnswer', () => {
  it('reads special values, milliseconds and labels that JavaScript knows otherwise', () => {
    const body =
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__proto__":"x","a":"b"},"values":' +
      '[[1709200800.29,"NaN"],[1709200800.291,"+Inf"],[1709200801,"-Inf"],[1709200802,"-0"],[1709200803,"5e-324"]]}]}}'
    const answer = decodeAnswer(body)
    expect(answer.kind).toBe('series')
    const [series] = answer.kind === 'series' ? answer.series : []
    expect([...(series?.labels ?? [])]).toEqual([
      ['__proto__', 'x'],
      ['a', 'b'],
    ])
    expect(series?.timesMs).toEqual([1709200800290, 1709200800291, 1709200801000, 1709200802000, 1709200803000])
    expect(series?.values).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324])
  })

  it('refuses what the API does not promise', () => {
    expect(() => decodeAnswer('{"status":"success","data":{"resultType":"streams","result":[]}}')).toThrow()
  })
})
