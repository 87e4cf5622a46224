import { afterAll, describe, expect, it, vi } from 'vitest'
import { createNode, type QueryNode } from '../query/node'
import type { Answer, Question } from './answer'
import { judge, orderOf, type Sides, type Suspect } from './judge'
import { installMathSwitches, nudge, withLastBitOff } from './math-switches'

const question: Question = { kind: 'instant', expr: 'x', timeMs: 1 }
const scalar = (value: number): Answer => ({
  kind: 'series',
  type: 'scalar',
  series: [{ labels: new Map(), key: '', timesMs: [1], values: [value] }],
})
const always = (answer: Answer) => ({ ask: () => answer })
const suspect = (answer: Answer): Suspect => ({
  why: 'hangs on the last bit of a function',
  ask: () => answer,
})
const node = createNode('vector', ['x'])
const judgeOurs = (sides: Omit<Sides, 'plain'>, asked: Question, about: QueryNode) =>
  judge({ ...sides, plain: sides.ours }, asked, about)

describe('judge', () => {
  it('asks nobody twice where both agree', async () => {
    const theirs = { ask: vi.fn(() => scalar(1)) }
    const { verdict } = await judgeOurs(
      { theirs, ours: always(scalar(1)), suspects: [suspect(scalar(3))] },
      question,
      node,
    )
    expect(verdict).toEqual({ kind: 'same' })
    expect(theirs.ask).toHaveBeenCalledTimes(1)
  })

  it('counts a difference that stands under every condition', async () => {
    const sides = { theirs: always(scalar(1)), ours: always(scalar(2)), suspects: [suspect(scalar(2))] }
    expect((await judgeOurs(sides, question, node)).verdict).toEqual({
      kind: 'differs',
      what: '{} at 1: theirs 1, ours 2',
    })
  })

  it('leaves out what Prometheus answers in several ways', async () => {
    let asked = 0
    const theirs = { ask: () => scalar(asked++ % 3 === 2 ? 2 : 1) }
    const { verdict } = await judgeOurs({ theirs, ours: always(scalar(2)), suspects: [] }, question, node)
    expect(verdict).toEqual({ kind: 'undefined', why: 'Prometheus disagrees with itself' })
  })

  it('leaves out what moves in ours under a condition that must not matter', async () => {
    const sides = {
      theirs: always(scalar(1)),
      ours: always(scalar(2)),
      suspects: [suspect(scalar(2)), suspect(scalar(1))],
    }
    expect((await judgeOurs(sides, question, node)).verdict).toEqual({
      kind: 'undefined',
      why: 'hangs on the last bit of a function',
    })
  })

  it('excuses nothing that came between evaluator and answer', async () => {
    const sides = { theirs: always(scalar(1)), ours: always(scalar(2)), plain: always(scalar(1)) }
    const { verdict } = await judge({ ...sides, suspects: [suspect(scalar(3))] }, question, node)
    expect(verdict.kind).toBe('differs')
  })

  it('excuses no crash', async () => {
    const crash: Answer = { kind: 'crash', message: 'undefined is not a function' }
    const sides = { theirs: always(scalar(1)), ours: always(crash), suspects: [suspect(scalar(1))] }
    expect((await judgeOurs(sides, question, node)).verdict.kind).toBe('differs')
  })
})

describe('orderOf', () => {
  const sort = createNode('vector', ['sort(x)'], ['function sort'])
  const top = createNode('vector', ['topk(1, x)'], ['aggregator topk'])
  it.each([
    ['a range query', sort, 'range', 'as sent'],
    ['sort', sort, 'instant', 'as sent'],
    ['sort in brackets', createNode('vector', ['(', sort, ')']), 'instant', 'as sent'],
    ['topk', top, 'instant', 'as sent'],
    ['topk by', createNode('vector', ['topk by (a) (1, x)'], ['aggregator topk', 'by']), 'instant', 'any'],
    ['something of a sort', createNode('vector', ['abs(', sort, ')'], ['function abs']), 'instant', 'any'],
  ] as const)('%s', (_name, node, kind, order) => {
    expect(orderOf(node, kind)).toBe(order)
  })
})

describe('the switches of Math', () => {
  const plain = Math.exp
  // As a table of the engine keeps them.
  installMathSwitches()
  const { exp, log } = Math
  afterAll(() => {
    Math.exp = plain
  })

  it('moves rounded results by one bit while it runs, and nothing else', () => {
    const results = () => [exp(1), 2 ** 10, Math.sin(0), log(0), Math.floor(1.5)]
    const before = results()
    expect(withLastBitOff(1, results)).toEqual([nudge(Math.E, 1), ...before.slice(1)])
    expect(before[0]).toBe(Math.E)
    expect(results()).toEqual(before)
  })

  it('puts all back after an error', () => {
    expect(() => withLastBitOff(-1, () => JSON.parse('{'))).toThrow()
    expect(exp(1)).toBe(Math.E)
  })

  it.each([
    [1.5, 1, 1.5 + 2 ** -52],
    [-1.5, 1, -1.5 - 2 ** -52],
    [5e-324, -1, 0],
    [3, 1, 3],
    [2 ** 60, 1, 2 ** 60 + 256],
    [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY],
  ] as const)('nudges %d by %d bit to %d', (value, bits, moved) => {
    expect(nudge(value, bits)).toBe(moved)
  })
})
