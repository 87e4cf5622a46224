import { expect, it } from 'vitest'
import { createLineParser, MAX_JOINED_LINES } from './line-parser'
import type { TextLine } from './split-lines'

const lines = (...texts: string[]): TextLine[] => texts.map((text) => ({ text, cutBytes: 0, isRest: false }))
const readAll = (...texts: string[]) => {
  const parser = createLineParser()
  return [...parser.push(lines(...texts), 1), ...parser.flush()]
}

const PYTHON = [
  'Traceback (most recent call last):',
  '  File "a.py", line 1, in f',
  '    raise KeyError("a")',
  "KeyError: 'a'",
  '',
  'During handling of the above exception, another exception occurred:',
  '',
  'Traceback (most recent call last):',
  '  File "b.py", line 2, in g',
  'app.Timeout: slow',
]
const JAVA = [
  'java.lang.IllegalStateException: no',
  '\tat a.B.c(B.java:1)',
  'Caused by: java.io.IOException: gone',
  '\tat a.B.d(B.java:2)',
  '\t... 12 more',
]
const NODE = ['TypeError: x is not a function', '    at f (a.js:1:2)', '    at node:internal:1']

it.each<[string, string[], string, string]>([
  ['Python', PYTHON, 'app.Timeout', 'slow'],
  ['Java', JAVA, 'java.lang.IllegalStateException', 'no'],
  ['Node', NODE, 'TypeError', 'x is not a function'],
])('joins a traceback of %s to the line before it, wherever chunks end', (_, trace, type, message) => {
  const first = '2026-01-28 15:30:00,123 - app - ERROR - failed'
  const json = '{"timestamp": "2026-01-28T15:30:01Z", "level": "ERROR", "message": "failed"}'
  for (const head of [first, json]) {
    const texts = [head, ...trace, 'INFO: next']
    const whole = readAll(...texts)
    expect(whole.map(({ raw }) => raw)).toEqual([[head, ...trace].join('\n'), 'INFO: next'])
    expect(whole[0]).toMatchObject({ level: 'error', exception: { type, message, traceback: trace.join('\n') } })
    expect(whole[1]).toMatchObject({ timeIs: 'neighbour', timeMs: whole[0]?.timeMs })
    const parser = createLineParser()
    const piecewise = texts.flatMap((text) => parser.push(lines(text), 1))
    expect([...piecewise, ...parser.flush()]).toEqual(whole)
  }
})

it('does not join what is a line of its own', () => {
  const texts = ['a: b', '{"a": 1}', '  {"a": 1}', '[x]', 'INFO: y', 'KeyboardInterrupt', '2026-01-28 15:30:00 z']
  expect(readAll(...texts).map(({ raw }) => raw)).toEqual(texts)
})

it('passes over blank lines, which end what is no traceback', () => {
  expect(readAll('a', '', '  b', ' ').map(({ raw }) => raw)).toEqual(['a', '  b'])
})

it('ends a traceback behind the exception', () => {
  const texts = [...PYTHON.slice(0, 4), 'done']
  expect(readAll('x', ...texts).map(({ raw }) => raw)).toEqual([['x', ...PYTHON.slice(0, 4)].join('\n'), 'done'])
})

it('caps what it joins, and counts the rest', () => {
  const frames = Array.from({ length: 5_000 }, () => '  at x')
  const [line] = readAll('boom', ...frames)
  expect(line?.raw.split('\n')).toHaveLength(MAX_JOINED_LINES)
  expect(line?.cutBytes).toBe((5_001 - MAX_JOINED_LINES) * 7)
  const [long] = readAll('boom', ...frames.map((frame) => frame + 'é'.repeat(1000)))
  expect(long?.raw.length).toBeLessThan(256 * 1024)
})

it('mends a line that was given out in two pieces', () => {
  const parser = createLineParser()
  expect(parser.push(lines('{"level": "ERR'), 1)).toEqual([])
  expect(parser.push([{ text: 'OR"}', cutBytes: 0, isRest: true }], 2)).toEqual([])
  expect(parser.flush()).toMatchObject([{ format: 'json', level: 'error', raw: '{"level": "ERROR"}' }])
  expect(parser.flush()).toEqual([])
})
