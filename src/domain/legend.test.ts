import { describe, expect, it } from 'vitest'
import { printLabels, seriesName } from '~/domain/legend'

const labels = new Map([
  ['__name__', 'up'],
  ['job', 'shorts'],
  ['__proto__', 'a"b\n'],
])

describe('seriesName', () => {
  it.each([
    ['a label', '{{job}}', 'shorts'],
    ['blanks in the braces', 'job {{ job }}!', 'job shorts!'],
    ['a label that is not there', '{{model}}', ''],
    ['a hostile name', '{{__proto__}}', 'a"b\n'],
    ['braces in a value are text', '{{job}}{{', 'shorts{{'],
    ['no template', '', 'up{job="shorts", __proto__="a\\"b\\n"}'],
  ])('%s', (_name, template, expected) => {
    expect(seriesName(template, labels)).toBe(expected)
  })

  it('is whole however long it is', () => {
    expect(seriesName('{{job}}', new Map([['job', 'x'.repeat(5000)]]))).toHaveLength(5000)
  })
})

describe('printLabels', () => {
  it.each([
    ['nothing', new Map(), '{}'],
    ['a metric alone', new Map([['__name__', 'up']]), 'up'],
    ['labels alone', new Map([['a', 'b']]), '{a="b"}'],
  ])('%s', (_name, given, expected) => {
    expect(printLabels(given)).toBe(expected)
  })
})
