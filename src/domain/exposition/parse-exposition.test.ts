import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExposition } from './parse-exposition'
import { EXPOSITION_LIMITS } from './scanner'

const OPENMETRICS = { contentType: 'application/openmetrics-text; version=1.0.0' }

/** Samples as one line each: line, labels, value and timestamp. */
function samplesOf(text: string, options = {}): string[] {
  return parseExposition(text, options).samples.map(({ line, labels, value, timestampMs }) => {
    const pairs = [...labels].map(([name, written]) => `${name}=${JSON.stringify(written)}`)
    return `${line}: ${pairs.join(' ')} ${value}${timestampMs === undefined ? '' : ` @${timestampMs}`}`
  })
}

function faultsOf(text: string, options = {}): string[] {
  return parseExposition(text, options).faults.map(({ line, message }) => `${line}: ${message}`)
}

describe('the text format', () => {
  test.each<[name: string, text: string, samples: string[]]>([
    ['a name and a value', 'a 1\n', ['1: __name__="a" 1']],
    ['labels, sorted by name', 'a{b="x",B="y",_="z"} 2', ['1: B="y" _="z" __name__="a" b="x" 2']],
    ['blanks and a last comma', '  \na { b = "x" , }\t2  \n', ['2: __name__="a" b="x" 2']],
    ['escapes, and what is none', 'a{b="\\"\\\\\\n\\x"} 1', ['1: __name__="a" b="\\"\\\\\\n\\\\x" 1']],
    ['a raw newline in a value', 'a{b="x\ny"} 1\nc 2', ['1: __name__="a" b="x\\ny" 1', '3: __name__="c" 2']],
    ['H70 NUL in a value', 'a{b="\0ss"} 1', ['1: __name__="a" b="\\u0000ss" 1']],
    ['an empty label', 'a{b="",c="d"} 1', ['1: __name__="a" c="d" 1']],
    ['a label that is empty once', 'a{b="x",b=""} 1', ['1: __name__="a" 1']],
    ['__proto__ as a label', 'a{__proto__="x",constructor="y"} 1', ['1: __name__="a" __proto__="x" constructor="y" 1']],
    [
      'H74 infinities and NaN',
      'a +Inf\nb -inf\nc NaN\nd nan',
      ['1: __name__="a" Infinity', '2: __name__="b" -Infinity', '3: __name__="c" NaN', '4: __name__="d" NaN'],
    ],
    ['timestamps in milliseconds', 'a 1 1700000000123', ['1: __name__="a" 1 @1700000000123']],
    ['H72 a series twice', 'a 1\na 2', ['1: __name__="a" 1', '2: __name__="a" 2']],
    ['H73 no newline at the end', 'a 1\nb 2', ['1: __name__="a" 1', '2: __name__="b" 2']],
    ['nothing', '', []],
    ['nothing behind a NUL at the beginning of a line', 'a 1\n\0b 2', ['1: __name__="a" 1']],
  ])('reads %s', (_, text, samples) => {
    expect(samplesOf(text)).toEqual(samples)
    expect(faultsOf(text)).toEqual([])
  })

  test.each<[line: string, message: string]>([
    ['a', 'expected a value, found the end of the line'],
    ["a{b='c'} 1", 'expected a label value in double quotes, found "\'"'],
    ['a{b=', 'expected a label value in double quotes, found the end of the line'],
    ['a{b="c', 'a label value does not end'],
    ['foo 1_2', 'the value is no number that Prometheus takes'],
    ['foo 0x1p-3', 'the value is no number that Prometheus takes'],
    ['a 1e999', 'the value is no number that Prometheus takes'],
    ['a true', 'the value is no number that Prometheus takes'],
    ['{a="ok"} 1', 'expected a metric name, found "{"'],
    ['empty_label_name{=""} 0', 'expected a label name, found "="'],
    ['a\0{b="c"} 1', 'expected a value, found "␀"'],
    ['a{b="x",b="y"} 1', 'the label b stands there twice'],
    ['a{__name__="b"} 1', 'the label __name__ stands there twice'],
    ['a{__name__=""} 1', 'the metric has no name'],
    [' a 1', 'blanks before the metric name'],
    ['a 1 1.5', 'expected the end of the line after the timestamp, found "."'],
    ['a 1 -1', 'expected a timestamp in milliseconds or the end of the line, found "-"'],
    ['a 1 9223372036854775808', 'the timestamp is out of range'],
    ['a{b="\uDCFF"} 1', 'a label value is not valid UTF-8'],
    ['# TYPE a numbers', 'the type is none that the text format knows'],
    ['# HELP a \uDCFF', 'the help text is not valid UTF-8'],
    ['# HELP 1', 'expected a metric name, found "1"'],
    ['a 1\r', 'the value is no number that Prometheus takes; the line ends in CR LF, and Prometheus wants LF alone'],
    ['\uFEFFa 1', 'expected a metric name, found a byte order mark'],
  ])('H69 refuses %j by its line and keeps the others', (line, message) => {
    const text = `before 1\n# a comment\n${line}\nafter 2\n`
    expect(faultsOf(text)).toEqual([`3: ${message}`])
    expect(samplesOf(text)).toEqual(['1: __name__="before" 1', '4: __name__="after" 2'])
  })

  test('keeps the metadata of each metric', () => {
    const text = '# HELP a x\\ny \\" \\\\\n# TYPE a counter\n# TYPE b untyped\n# HELP c\n'
    expect([...parseExposition(text).families]).toEqual([
      ['a', { help: 'x\ny \\" \\', type: 'counter' }],
      ['b', { type: 'unknown' }],
      ['c', { help: '' }],
    ])
  })
})

describe('OpenMetrics', () => {
  test('reads samples, timestamps in seconds, metadata and exemplars', () => {
    const { format, samples, families, faultCount } = parseExposition(
      [
        '# TYPE a counter',
        '# UNIT a_seconds seconds',
        '# HELP a x\\"y',
        'a_total{b="c"} 1 1.5 # {trace="t",span=""} 0.25 -0.0015',
        'a_bucket 2 # {} 3',
        '# EOF',
      ].join('\n'),
      OPENMETRICS,
    )
    expect({ format, faultCount }).toEqual({ format: 'openmetrics', faultCount: 0 })
    expect(samples).toEqual([
      {
        labels: new Map([
          ['__name__', 'a_total'],
          ['b', 'c'],
        ]),
        value: 1,
        timestampMs: 1500,
        exemplar: { labels: new Map([['trace', 't']]), value: 0.25, timestampMs: -1 },
        line: 4,
      },
      { labels: new Map([['__name__', 'a_bucket']]), value: 2, exemplar: { labels: new Map(), value: 3 }, line: 5 },
    ])
    expect([...families]).toEqual([
      ['a', { type: 'counter', help: 'x"y' }],
      ['a_seconds', { unit: 'seconds' }],
    ])
  })

  test.each<[text: string, faults: string[]]>([
    ['a 1\n', ['2: the text does not end with # EOF']],
    ['', ['1: the text does not end with # EOF']],
    ['a 1', ['1: the line does not end', '2: the text does not end with # EOF']],
    ['a 1\n# EOF\nb 2\n', ['3: the text goes on after # EOF']],
    ['a 1\n\nb 2\n# EOF', ['2: expected a metric name, found the end of the line']],
    ['a  1\nb 2\n# EOF', ['1: expected one blank and a value, found a blank']],
    ['a{b="c",} 1\n# EOF', ['1: expected a label name, found "}"']],
    ['a 1 # {} 1\n# EOF', ['1: only metrics that end in _total or _bucket may have an exemplar']],
    [
      '# comment\na 1\n# EOF',
      ['1: a comment that is none of HELP, TYPE, UNIT and EOF, which OpenMetrics does not allow'],
    ],
    ['# UNIT a seconds\n# EOF', ['1: the unit is not the end of the metric name']],
  ])('says of %j what is wrong', (text, faults) => {
    expect(faultsOf(text, OPENMETRICS)).toEqual(faults)
  })
})

describe('H73 what is no exposition', () => {
  test.each([
    ['<!DOCTYPE html>\n<html><body>Not found</body></html>', 'a page of HTML or XML'],
    ['\n  <?xml version="1.0"?>\n<a/>', 'a page of HTML or XML'],
    ['\x1f\uDC8b\b\0\0\0', 'compressed bytes that were not unpacked'],
    ['{"status":"success"}\n', 'JSON'],
    ['[]', 'JSON'],
  ])('%j is one fault', (text, kind) => {
    for (const options of [{}, OPENMETRICS]) {
      expect(faultsOf(text, options)).toEqual([`1: not exposition text: it looks like ${kind}`])
    }
  })

  test('protocol buffers are one fault', () => {
    const contentType = 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited'
    expect(faultsOf('a 1', { contentType })).toEqual(['1: not exposition text: it looks like protocol buffers'])
  })
})

describe('H73 bounds', () => {
  const limits = { ...EXPOSITION_LIMITS, maxSamples: 3, maxLineLength: 60, maxLabelLength: 40 }

  test('samples beyond the most are left out, and that is a fault', () => {
    const text = 'a 1\nb 2\nc 3\nd 4\ne 5\n'
    expect(faultsOf(text, { limits })).toEqual(['4: more than 3 samples: the rest is left out'])
    expect(samplesOf(text, { limits })).toHaveLength(3)
  })

  test.each([
    ['a label value', `a{b="${'x'.repeat(41)}"} 1`, 'a label value of more than 40 characters'],
    ['a line', `a{b="${'x'.repeat(40)}",c="${'x'.repeat(40)}"} 1`, 'a line of more than 60 characters'],
    ['metadata', `# HELP a ${'x'.repeat(40)}`, 'a line of metadata of more than 40 characters'],
  ])('%s that is too long is a fault, and the next line is kept', (_, line, message) => {
    const { faults, samples } = parseExposition(`${line}\nb 2\n`, { limits })
    expect(faults.map((fault) => fault.message)).toEqual([message])
    expect(samples.map((sample) => sample.line)).toEqual([2])
  })

  test('of many faults a hundred are kept and all are counted', () => {
    const { faults, faultCount, samples } = parseExposition(`${'nonsense\n'.repeat(100_000)}a 1\n`)
    expect([faults.length, faultCount, samples.length]).toEqual([100, 100_000, 1])
  })

  test('a value of a million digits and a hundred thousand labels of one name are refused', () => {
    const text = `a ${'1'.repeat(1_000_000)}x\na{${'b="c",'.repeat(100_000)}} 1\nb 2\n`
    const { faults, samples } = parseExposition(text)
    expect(faults.map(({ message }) => message)).toEqual([
      'the value is no number that Prometheus takes',
      'the label b stands there twice',
    ])
    expect(samples).toHaveLength(1)
  })

  test('what is shown of a line is short and fit to be shown', () => {
    const [fault] = parseExposition(`x\u202E\x07${'y'.repeat(5_000)}\n`).faults
    expect(fault?.text.length).toBeLessThan(200)
    expect(fault?.text).not.toContain('\x07')
  })
})

describe('laws', () => {
  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/).filter((text) => text !== '__name__')
  const labels = fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'binary', maxLength: 20, minLength: 1 })), {
    selector: ([label]) => label,
    maxLength: 40,
  })
  const sample = fc.record({ metric: name, labels, value: fc.double(), timestampMs: fc.option(fc.maxSafeNat()) })

  function escaped(value: string): string {
    return value.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))
  }

  test('what is printed is read back', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 8 }), (samples) => {
        const lines = samples.map(({ metric, labels: pairs, value, timestampMs }) => {
          const inner = pairs.map(([label, written]) => `${label}="${escaped(written)}"`).join(',')
          const number = String(value).replace('Infinity', 'Inf')
          return `${metric}{${inner}} ${Object.is(value, -0) ? '-0' : number}${timestampMs === null ? '' : ` ${timestampMs}`}`
        })
        const { samples: read, faults } = parseExposition(lines.join('\n'))
        expect(faults).toEqual([])
        expect(read.map((one) => [new Map(one.labels), one.value, one.timestampMs ?? null])).toEqual(
          samples.map((one) => [new Map([['__name__', one.metric], ...one.labels]), one.value, one.timestampMs]),
        )
        for (const one of read) {
          const names = [...one.labels.keys()]
          expect(names).toEqual([...names].sort())
        }
      }),
    )
  })

  test('a bad line costs itself alone', () => {
    const good = fc.array(
      fc.nat().map((value) => `good{n="${value}"} ${value}`),
      { maxLength: 10 },
    )
    const bad = fc.constantFrom(
      'x',
      'x{',
      'x{y',
      'x{y=',
      'x{y="z"',
      'x{y="z"}',
      '{} 1',
      'x{y="\\',
      'x 1 y',
      '# TYPE x y',
    )
    fc.assert(
      fc.property(good, good, bad, (before, after, line) => {
        const { samples, faults } = parseExposition([...before, line, ...after].join('\n'))
        expect(faults.map((fault) => fault.line)).toEqual([before.length + 1])
        expect(samples.map(({ value, line: at }) => `${at} ${value}`)).toEqual([
          ...before.map((text, i) => `${i + 1} ${text.split(' ')[1]}`),
          ...after.map((text, i) => `${before.length + i + 2} ${text.split(' ')[1]}`),
        ])
      }),
    )
  })

  test('any text ends in a verdict, with lines that exist', () => {
    const piece = fc.constantFrom(
      'a',
      '{',
      '}',
      '"',
      '=',
      ',',
      ' ',
      '\t',
      '\n',
      '\\',
      '\0',
      '#',
      '# EOF',
      '1',
      '\r',
      '\uDCFF',
    )
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(text, fc.constantFrom({}, OPENMETRICS), (document, options) => {
        const { samples, faults } = parseExposition(document, options)
        const last = document.split('\n').length
        const lines = [...samples, ...faults].map(({ line }) => line)
        expect(lines.every((line) => line >= 1 && line <= last + 1)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})
