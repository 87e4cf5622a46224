import { describe, expect, test } from 'vitest'
import { buildSeries } from '~/testing/panel-builders'
import { filterRows, sortRows, type TableSort } from './arrange-rows'
import { cellOf, cellText } from './cells'
import { countQueries, tableColumns } from './columns'
import { joinRows } from './join-rows'
import { decodeTableOptions } from './options'
import { printTableCsv } from './table-csv'

const series = [
  buildSeries({ labels: { job: 'node10', zone: 'a', platform: 'x' }, values: [1] }),
  buildSeries({ labels: { job: 'node9', zone: 'b', platform: 'x' }, values: [0] }),
  buildSeries({ labels: { job: 'API', zone: 'b', platform: 'x' }, values: [Number.NaN] }),
  buildSeries({ labels: { job: '=cmd', zone: '', platform: 'x' }, values: [null] }),
  buildSeries({ query: 1, labels: { job: 'node10', zone: 'a', platform: 'x' }, values: [0.25] }),
]

function table(input: unknown) {
  const { columns } = decodeTableOptions(input)
  const queryCount = countQueries(series, columns)
  const rows = joinRows(series, queryCount)
  return { rows, columns: tableColumns(columns, rows, queryCount, { unit: 's' }) }
}

const status = {
  columns: [
    { label: 'job', title: 'Target' },
    {
      query: 0,
      title: 'State',
      unit: 'none',
      mappings: [
        { value: 1, text: 'up', status: 'ok' },
        { value: 0, text: 'down', status: 'crit' },
      ],
    },
    {
      query: 1,
      title: 'Lag',
      decimals: 1,
      steps: [
        { value: null, status: 'ok' },
        { value: 0.2, status: 'warn', text: 'late' },
      ],
    },
  ],
}

describe('columns', () => {
  test('by default one for each label that differs, and one for each query', () => {
    expect(table({}).columns.map(({ title }) => title)).toEqual(['job', 'zone', 'Value 1', 'Value 2'])
  })
  test('labels follow where only numbers are given, and numbers where only labels are', () => {
    expect(table({ columns: [{ query: 1, title: 'Lag' }] }).columns.map(({ title }) => title)).toEqual([
      'job',
      'zone',
      'Lag',
    ])
    expect(table({ columns: [{ label: 'zone' }] }).columns.map(({ title }) => title)).toEqual([
      'zone',
      'Value 1',
      'Value 2',
    ])
  })
  test('unit and decimals of the panel, unless the column has its own', () => {
    const formats = table(status).columns.map((column) => (column.kind === 'value' ? column.format : null))
    expect(formats).toEqual([null, { unit: 'none' }, { unit: 's', decimals: 1 }])
  })
})

test('cells say values, words, nothing and no traffic', () => {
  const { rows, columns } = table(status)
  const shown = rows.map((row) =>
    columns.map((column) => {
      const cell = cellOf(row, column, 'UTC', false)
      return [cellText(cell), cell.status, cell.word].filter((part) => part !== '' && part !== 'unknown').join(' ')
    }),
  )
  expect(shown).toEqual([
    ['node10', 'up ok', '250.0 ms warn late'],
    ['node9', 'down crit', '–'],
    ['API', 'no traffic', '–'],
    ['=cmd', '–', '–'],
  ])
  const old = cellOf(rows[1] ?? expect.unreachable(), columns[1] ?? expect.unreachable(), 'UTC', true)
  expect(old).toMatchObject({ text: 'down', status: 'unknown' })
})

describe('sortRows', () => {
  const cases: [string, TableSort | null, string][] = [
    ['by the first column, as people count', null, '=cmd API node9 node10'],
    ['by letters from the end', { column: '0', desc: true }, 'node10 node9 API =cmd'],
    ['by numbers, those without one last', { column: '1', desc: false }, 'node9 node10 =cmd API'],
    ['by numbers from the greatest, those without one last', { column: '1', desc: true }, 'node10 node9 =cmd API'],
    ['by a column that is gone', { column: '7', desc: true }, 'node10 node9 API =cmd'],
  ]
  test.each(cases)('%s', (_name, sort, expected) => {
    const { rows, columns } = table(status)
    expect(
      sortRows(rows, columns, sort)
        .map((row) => row.labels.get('job'))
        .join(' '),
    ).toBe(expected)
  })
})

describe('filterRows', () => {
  const cases: [string, string][] = [
    ['', 'node10 node9 API =cmd'],
    ['NODE', 'node10 node9'],
    ['node up', 'node10'],
    ['late', 'node10'],
    ['250.0 ms', 'node10'],
    ['traffic', 'API'],
    ['platform', ''],
    ['(', ''],
  ]
  test.each(cases)('%j', (filter, expected) => {
    const { rows, columns } = table(status)
    expect(
      filterRows(rows, columns, filter, 'UTC')
        .map((row) => row.labels.get('job'))
        .join(' '),
    ).toBe(expected)
  })
})

test('CSV has whole numbers, the words of mappings, and no formulas', () => {
  const { rows, columns } = table(status)
  expect(printTableCsv(rows, columns).split('\r\n')).toEqual([
    'Target,State,Lag (s)',
    'node10,up,0.25',
    'node9,down,',
    'API,NaN,',
    "'=cmd,,",
    '',
  ])
})
