import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLabels, printLabels } from './parse-labels'

test.each<[string, Readonly<Record<string, string>>]>([
  ['', {}],
  ['alertname="X", severity="critical"', { alertname: 'X', severity: 'critical' }],
  ['{alertname="X",severity="critical",}', { alertname: 'X', severity: 'critical' }],
  ['alertname=X severity=critical', { alertname: 'X', severity: 'critical' }],
  ['a = b', { a: 'b' }],
  ['a="with, comma" b="a \\"quote\\""', { a: 'with, comma', b: 'a "quote"' }],
  ['path=/jobs/1?x=y', { path: '/jobs/1?x=y' }],
  ['"with space"="x"', { 'with space': 'x' }],
  ['__proto__="x"', JSON.parse('{"__proto__": "x"}')],
])('%s', (text, labels) => {
  const found = parseLabels(text)
  expect(found.ok && [...found.value]).toEqual(Object.entries(labels))
})

test.each([
  ['a!="b"', 'write a="…" instead of a!='],
  ['a=~"b"', 'write a="…" instead of a=~'],
  ['critical', 'Write labels as name="value"'],
  ['="x"', 'Write labels as name="value"'],
  ['a="b', 'A quote is not closed'],
  ['a=b a=c', 'is there twice'],
])('%s is refused', (text, message) => {
  expect(parseLabels(text)).toEqual({ ok: false, message: expect.stringContaining(message) })
})

test('what is printed is read as it was', () => {
  const labels = fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => !/[\\\n]/.test(name)),
    fc.string(),
  )
  fc.assert(
    fc.property(labels, (made) => {
      const map = new Map(Object.entries(made))
      const found = parseLabels(printLabels(map))
      expect(found.ok && Object.fromEntries(found.value)).toEqual(made)
    }),
  )
})
