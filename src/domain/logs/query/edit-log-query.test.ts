import { expect, it } from 'vitest'
import type { LogLevel } from '~/domain/logs/model'
import { completeLogQuery } from './complete-log-query'
import { levelsOf, setLevels, sideOf, toggleFilter } from './edit-log-query'
import { parseLogQuery } from './parse-log-query'
import { printLogQuery } from './print-log-query'

const queryOf = (text: string) => {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.query
}

it.each([
  ['', 'user', 'a', 'for', 'user=a'],
  ['boom', 'user', 'a b', 'for', 'boom user="a b"'],
  ['user=a boom', 'user', 'b', 'for', 'user=a,b boom'],
  ['user=a,b boom', 'user', 'a', 'for', 'user=b boom'],
  ['user=a boom', 'user', 'a', 'for', 'boom'],
  ['user=a boom', 'user', 'a', 'out', 'boom user!=a'],
  ['user!=b x -user=c', 'user', 'c', 'for', 'user!=b x user=c'],
  ['-user=c', 'user', 'd', 'out', '-user=c,d'],
  ['-user!=c', 'user', 'c', 'for', ''],
  ['user=a*', 'user', 'a*', 'for', 'user=a*,"a*"'],
  ['level=err', 'level', 'ERR', 'for', ''],
  ['user~a', 'user', 'a', 'for', 'user~a user=a'],
  ['', 'odd name', '*', 'out', '"odd name"!="*"'],
] as const)('%j: %s %j %s makes %j', (before, field, value, side, after) => {
  const edited = toggleFilter(queryOf(before), field, value, side)
  expect(printLogQuery(edited)).toBe(after)
})

it('knows on which side a value is, and toggling twice puts it back', () => {
  const query = queryOf('a user=x,y')
  expect([sideOf(query, 'user', 'y'), sideOf(query, 'user', 'z'), sideOf(query, 'trace', 'y')]).toEqual([
    'for',
    null,
    null,
  ])
  const out = toggleFilter(query, 'user', 'z', 'out')
  expect(sideOf(out, 'user', 'z')).toBe('out')
  expect(toggleFilter(out, 'user', 'z', 'out')).toEqual(query)
})

it.each<readonly [string, readonly LogLevel[], string]>([
  ['a b', ['error', 'critical'], 'a b level=ERROR,CRITICAL'],
  ['a level>=info b', ['warning'], 'a level=WARNING b'],
  ['level=info a -level=debug', ['error'], 'level=ERROR a'],
  ['a level=info b', [], 'a b'],
])('%j with levels %j is %j', (before, levels, after) => {
  const edited = setLevels(queryOf(before), levels)
  expect(printLogQuery(edited)).toBe(after)
  if (levels.length > 0) expect(levelsOf(edited)).toEqual(levels)
})

it.each<readonly [string, readonly LogLevel[]]>([
  ['x', ['unknown', 'trace', 'debug', 'info', 'warning', 'error', 'critical']],
  ['level>=WARN', ['warning', 'error', 'critical']],
  ['level>=info level!=ERR', ['info', 'warning', 'critical']],
  ['level=unknown', ['unknown']],
  ['level=*', ['trace', 'debug', 'info', 'warning', 'error', 'critical']],
  ['level~^(warn|ERR)', ['warning', 'error']],
])('%j lets %j through', (text, levels) => {
  expect(levelsOf(queryOf(text))).toEqual(levels)
})

const KNOWN = {
  fields: ['trace_id', 'context.request_id', 'user', 'level', 'odd name'],
  valuesOf: (field: string) => {
    if (field === 'user')
      return [
        { value: 'alice', count: 3 },
        { value: 'al b', count: 2 },
      ]
    if (field === 'odd name') return [{ value: '1', count: 1 }]
    if (field === 'level') return [{ value: 'error', count: 4 }]
    return []
  },
}

/** `|` is the caret; what comes of taking the first suggestion. */
it.each([
  ['tr|', 'trace_id=|'],
  ['boom -tr|', 'boom -trace_id=|'],
  ['boom tr|ace x', 'boom trace_id=| x'],
  ['req|', 'context.request_id=|'],
  ['req|uest=5', 'context.request_id|=5'],
  ['odd|', '"odd name"=|'],
  ['user=|', 'user=alice|'],
  ['user=alice,"al |', 'user=alice,"al b"|'],
  ['user="al |x" y', 'user="al b"| y'],
  ['user!=AL|', 'user!=alice|'],
  ['"odd name"=|', '"odd name"=1|'],
  ['level>=e|', 'level>=ERROR|'],
  ['x -level=cr|it', 'x -level=CRITICAL|'],
])('completes %j to %j', (before, after) => {
  const caret = before.indexOf('|')
  const text = before.replace('|', '')
  const { from, to, suggestions } = completeLogQuery(text, caret, KNOWN)
  expect(`${text.slice(0, from)}${suggestions[0]?.text}|${text.slice(to)}`).toBe(after)
})

it.each(['"out of |', 'user>|', 'user~|', '"closed"|', 'user=nobody|'])('has nothing to say at %j', (before) => {
  const caret = before.indexOf('|')
  expect(completeLogQuery(before.replace('|', ''), caret, KNOWN).suggestions).toEqual([])
})

it('shows all levels with their counts, and all fields where nothing is typed', () => {
  const levels = completeLogQuery('level=', 6, KNOWN).suggestions
  expect(levels.map(({ label, count }) => [label, count])).toContainEqual(['ERROR', 4])
  expect(levels).toHaveLength(7)
  const all = completeLogQuery('a ', 2, KNOWN).suggestions.map(({ label }) => label)
  expect(all).toEqual(['level', 'logger', 'message', 'stream', 'trace_id', 'context.request_id', 'user', 'odd name'])
})
