import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { printCsv } from '~/domain/csv/csv'
import { csvFileName, printPanelCsv } from '~/domain/csv/panel-csv'

describe('printCsv', () => {
  test.each([
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+1', "'+1"],
    ['-2+3+cmd|x', "'-2+3+cmd|x"],
    ['\t=1', "'=1"],
    [' =1', "'=1"],
    ['\u00a0=1', "'=1"],
    ['\ufeff=1', "'=1"],
    ['＝1', "'＝1"],
    ['ok\n=1', 'ok =1'],
    ['\r\n=1', "'=1"],
    ['%0a=', "'%0a="],
    ['-5', '-5'],
    ['1e-3', '1e-3'],
    ['-1.5E+10', '-1.5E+10'],
    ['+Inf', 'Inf'],
    ['p99', 'p99'],
    [' p99', ' p99'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['', ''],
  ])('the text %j becomes %s', (text, cell) => {
    expect(printCsv([[text]])).toBe(`${cell}\r\n`)
  })

  test.each([
    [-5, '-5'],
    [0.001, '0.001'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [null, ''],
  ])('the value %s becomes %s', (value, cell) => {
    expect(printCsv([[value]])).toBe(`${cell}\r\n`)
  })

  it('never begins a cell with a formula', () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.constantFrom('', ' ', '\t', '\u2003', '\u200b'),
          fc.constantFrom('=', '+', '-', '@', 'x'),
          fc.string(),
        ),
        (parts) => {
          const cell = printCsv([[parts.join('')]])
            .replace(/^"/, '')
            .trim()
          if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) expect(cell).not.toMatch(/^[=+\-@]/)
        },
      ),
    )
  })
})

test('a panel: absent points are empty, no traffic is NaN', () => {
  const csv = printPanelCsv({
    timesMs: Float64Array.of(1_769_614_200_000, 1_769_614_260_000),
    series: [
      { name: '=created', values: Float64Array.of(1.5, Number.NaN), present: Uint8Array.of(1, 0) },
      { name: 'hit rate', values: Float64Array.of(0, Number.NaN), present: Uint8Array.of(1, 1) },
    ],
  })
  expect(csv.split('\r\n')).toEqual([
    "time,time_ms,'=created,hit rate",
    '2026-01-28T15:30:00.000Z,1769614200000,1.5,0',
    '2026-01-28T15:31:00.000Z,1769614260000,,NaN',
    '',
  ])
})

test.each([
  [['Main', 'Job Duration'], 'main-job-duration.csv'],
  [['../../x'], 'x.csv'],
  [['con.'], 'con-data.csv'],
  [['\u202Efdp.exe'], 'fdp-exe.csv'],
  [['a'.repeat(300)], `${'a'.repeat(80)}.csv`],
])('file name of %j', (titles, name) => {
  expect(csvFileName(...titles)).toBe(name)
})
