import { describe, expect, it } from 'vitest'
import { createNode } from '../query/node'
import type { Answer, Question } from './answer'
import { judge, orderOf, type Suspect } from './judge'
import { nudge, withLastBitOff } from './last-bit'

const question: Question = { kind: 'instant', expr: 'x', timeMs: 1 }
const scalar = (value: number): Answer => ({
  kind: 'series',
  type: 'scalar',
  series: [{ labels: new Map(), key: '', timesMs: [1], values: [value] }],
})
const always = (answer: Answer) => ({ ask: () => answer })
const suspect = (answer: Answer): Suspect => ({ why: 'hangs on the order of the series', ask: () => answer })

describe('judge', () => {
  it('asks nobody twice where both agree', async () => {
    let asked = 0
    const theirs = { ask: () => (asked++, scalar(1)) }
    const { verdict } = await judge(
      { theirs, ours: always(scalar(1)), suspects: [suspect(scalar(3))] },
      question,
      'any',
    )
    expect(verdict).toEqual({ kind: 'same' })
    expect(asked).toBe(1)
  })

  it('counts a difference that stands under every condition', async () => {
    const sides = { theirs: always(scalar(1)), ours: always(scalar(2)), suspects: [suspect(scalar(2))] }
    expect((await judge(sides, question, 'any')).verdict).toEqual({
      kind: 'differs',
      what: '{} at 1: theirs 1, ours 2',
    })
  })

  it('leaves out what Prometheus answers in several ways', async () => {
    let asked = 0
    const theirs = { ask: () => scalar(asked++ % 3 === 2 ? 2 : 1) }
    const { verdict } = await judge({ theirs, ours: always(scalar(2)), suspects: [] }, question, 'any')
    expect(verdict).toEqual({ kind: 'undefined', why: 'Prometheus disagrees with itself' })
  })

  it('leaves out what moves in ours under a condition that must not matter', async () => {
    const sides = {
      theirs: always(scalar(1)),
      ours: always(scalar(2)),
      suspects: [suspect(scalar(2)), suspect(scalar(1))],
    }
    expect((await judge(sides, question, 'any')).verdict).toEqual({
      kind: 'undefined',
      why: 'hangs on the order of the series',
    })
  })

  it('excuses no crash', async () => {
    const crash: Answer = { kind: 'crash', message: 'undefined is not a function' }
    const sides = { theirs: always(scalar(1)), ours: always(crash), suspects: [suspect(scalar(1))] }
    expect((await judge(sides, question, 'any')).verdict.kind).toBe('differs')
  })
})

describe('orderOf', () => {
  const sort = createNode('vector', ['sort(x)'], ['function sort'])
  const top = createNode('vector', ['topk(1, x)'], ['aggregator topk'])
  it.each([
    ['a range query', sort, 'range', 'labels'],
    ['sort', sort, 'instant', 'values'],
    ['sort in brackets', createNode('vector', ['(', sort, ')']), 'instant', 'values'],
    ['topk', top, 'instant', 'values'],
    ['topk by', createNode('vector', ['topk by (a) (1, x)'], ['aggregator topk', 'by']), 'instant', 'any'],
    ['something of a sort', createNode('vector', ['abs(', sort, ')'], ['function abs']), 'instant', 'any'],
  ] as const)('%s', (_name, node, kind, order) => {
    expect(orderOf(node, kind)).toBe(order)
  })
})

describe('withLastBitOff', () => {
  it('moves rounded results by one bit while it runs, and nothing else', () => {
    const before = [Math.exp(1), 2 ** 10, Math.sin(0), Math.log(0), Math.floor(1.5)]
    const during = withLastBitOff(1, () => [Math.exp(1), 2 ** 10, Math.sin(0), Math.log(0), Math.floor(1.5)])
    expect(during).toEqual([nudge(Math.E, 1), ...before.slice(1)])
    expect(during[0]).not.toBe(before[0])
    expect(Math.exp(1)).toBe(before[0])
  })

  it('puts Math back after an error', () => {
    const exp = Math.exp
    expect(() => withLastBitOff(-1, () => JSON.parse('{'))).toThrow()
    expect(Math.exp).toBe(exp)
  })

  it.each([
    [1.5, 1, 1.5 + 2 ** -52],
    [-1.5, 1, -1.5 - 2 ** -52],
    [5e-324, -1, 0],
    [3, 1, 3],
    [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY],
  ] as const)('nudges %d by %d bit to %d', (value, bits, moved) => {
    expect(nudge(value, bits)).toBe(moved)
  })
})
