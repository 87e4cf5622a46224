// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import type { ComponentType } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { QueryData } from '~/data/query-plane/query-data'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { SourceError } from '~/domain/sources'
import { DAY_MS } from '~/domain/time/duration'
import { buildEarlierPart } from '~/features/dashboards/earlier/earlier-part'
import { BargaugePanel } from '~/panels/bargauge/BargaugePanel'
import { decodeBargaugeOptions } from '~/panels/bargauge/options'
import { GaugePanel } from '~/panels/gauge/GaugePanel'
import { decodeGaugeOptions } from '~/panels/gauge/options'
import { KpiTile } from '~/panels/kpi/KpiTile'
import type { PanelFormat, PanelProps, PanelSeries } from '~/panels/panel-kind'
import { decodePieOptions } from '~/panels/pie/options'
import { PiePanel } from '~/panels/pie/PiePanel'
import { decodeStatOptions } from '~/panels/stat/options'
import { StatPanel } from '~/panels/stat/StatPanel'
import { decodeStateOptions } from '~/panels/state/options'
import { StatePanel } from '~/panels/state/StatePanel'
import { decodeTableOptions } from '~/panels/table/options'
import { TablePanel } from '~/panels/table/TablePanel'
import { buildPanelData, buildPanelProps, buildSeries, LIVE } from '~/testing/panel-builders'

// Nothing is laid out here: a canvas has no size, and no picture.
vi.mock('~/ui/chart/canvas-size', () => ({ observeCanvasSize: () => () => undefined }))

afterEach(cleanup)

const PERCENT: PanelFormat = { unit: 'percent' }
const period = { shiftMs: DAY_MS, label: 'yesterday' }
const FAILED: QueryOutcome = {
  legend: '',
  data: undefined,
  error: new SourceError({ kind: 'timeout', message: 'No answer in 30 s.' }),
}

/** Newest values of one query, a minute before the panel's own, which are of the first minute. */
function figures(values: Readonly<Record<string, number>>, lateMs = 0): QueryOutcome {
  const samples = Object.entries(values).map(([key, value]) => ({ key, labels: new Map(), value }))
  const atMs = lateMs - DAY_MS
  const data = { matrix: null, tip: { timeMs: atMs, samples }, evaluatedMs: atMs } as unknown as QueryData
  return { legend: '', data, error: null }
}

/** Points of one query, a minute apart from the epoch on, a day before. */
function points(values: Readonly<Record<string, readonly (number | null)[]>>): QueryOutcome {
  const series = Object.entries(values).map(([key, one]) => ({
    key,
    labels: new Map(),
    values: Float64Array.from(one, (value) => value ?? Number.NaN),
    present: Uint8Array.from(one, (value) => (value === null ? 0 : 1)),
  }))
  const count = Math.max(...Object.values(values).map((one) => one.length))
  const grid = { startMs: -DAY_MS, stepMs: 60_000, count }
  const data = { matrix: { grid, series }, tip: null, evaluatedMs: -DAY_MS } as unknown as QueryData
  return { legend: '', data, error: null }
}

const partOf = (series: readonly PanelSeries[], outcomes: readonly QueryOutcome[], format = PERCENT) =>
  buildEarlierPart(format, buildPanelData(series), { period, outcomes }, 'UTC')

function show<Options>(
  Panel: ComponentType<PanelProps<Options>>,
  options: Options,
  series: readonly PanelSeries[],
  outcomes: readonly QueryOutcome[],
  format = PERCENT,
) {
  const part = partOf(series, outcomes, format)
  const overlay = part && { chart: part, earlier: part.earlier, topBounds: new Map(), details: [] }
  const props = buildPanelProps(options, series, { title: 'Panel', format, overlay })
  return render(
    <MemoryRouter>
      <Panel {...props} />
    </MemoryRouter>,
  ).container
}

const named = (values: Readonly<Record<string, number | null>>, query = 0) =>
  Object.entries(values).map(([name, value]) => buildSeries({ query, name, labels: { name }, values: [value] }))
const asides = (container: HTMLElement) =>
  [...container.querySelectorAll('[data-was]')].map((aside) => aside.textContent)

describe('beside a figure stands what it was and how far it is from that', () => {
  const stat = decodeStatOptions({ steps: [{ value: null, status: 'crit' }], target: { op: '>', value: 95 } })
  const one = [buildSeries({ values: [97.8] })]

  test.each<[string, QueryOutcome, string]>([
    ['a value', figures({ '': 96.6 }), 'yesterday 96.6 %, +1.2 pp'],
    ['the same value', figures({ '': 97.8 }), 'yesterday 97.8 %, the same'],
    ['no traffic then', figures({ '': Number.NaN }), 'yesterday no traffic'],
    ['no data then', figures({}), 'no data yesterday'],
    ['a zero, which is a value', figures({ '': 0 }), 'yesterday 0 %, +97.8 pp'],
    ['another moment', figures({ '': 96.6 }, 600_000), 'yesterday 96.6 %'],
  ])('%s', (_name, outcome, expected) => {
    const container = show(StatPanel, stat, one, [outcome])
    expect(asides(container)).toEqual([expected])
    // Good or bad is said of what is now: the words are outside of what has a status' colour.
    expect(container.querySelector('[data-was]')?.className).not.toMatch(/word|crit/)
  })

  test('no answer is told, and no answer yet is nothing', () => {
    expect(show(StatPanel, stat, one, [FAILED]).textContent).toContain('yesterday not answered')
    cleanup()
    const waiting = { legend: '', data: undefined, error: null }
    expect(partOf(one, [waiting])).toBeUndefined()
    expect(show(StatPanel, stat, one, [waiting]).textContent).not.toContain('yesterday')
  })

  test('a figure that is gone stands beside what it was', () => {
    expect(asides(show(StatPanel, stat, [], [figures({ '': 96.6 })]))).toEqual(['yesterday 96.6 %'])
  })

  test('gauges say it in their words', () => {
    const words = decodeGaugeOptions({
      max: 1,
      mappings: [
        { value: 1, text: '<b>Up</b>' },
        { value: 0, text: 'Down' },
      ],
    })
    expect(asides(show(GaugePanel, words, [buildSeries({ values: [0] })], [figures({ '': 1 })]))).toEqual([
      'yesterday <b>Up</b>',
    ])
    cleanup()
    const plain = decodeGaugeOptions({})
    const two = named({ a: 40, b: 60 })
    expect(asides(show(GaugePanel, plain, two, [figures({ 'name=a': 50, 'name=b': 50 })]))).toEqual([
      'yesterday 50 %, -10 pp',
      'yesterday 50 %, +10 pp',
    ])
  })

  test('bars have a mark where they ended', () => {
    const container = show(BargaugePanel, decodeBargaugeOptions({}), named({ a: 40, b: 60, c: 20 }), [
      figures({ 'name=a': 50, 'name=b': Number.NaN }),
    ])
    expect(asides(container)).toEqual(['yesterday no traffic', 'yesterday 50 %, -10 pp', 'no data yesterday'])
    const marks = [...container.querySelectorAll<HTMLElement>('i[title="yesterday"]')]
    expect(marks.map(({ style }) => style.left)).toEqual(['50.000%'])
  })

  test('a tile has it in its foot', () => {
    const part = partOf(one, [figures({ '': 96.6 })])
    const alert = { op: '<', value: 90 } as const
    const tile = { title: 'Rate', format: PERCENT, value: 97.8, truth: LIVE, alert }
    const { container } = render(<KpiTile {...tile} aside={part?.earlier.asideOf(one[0], PERCENT)} />)
    expect(container.querySelector('footer')?.textContent).toBe('yesterday 96.6 %, +1.2 pp')
    expect(container.querySelector('article')?.dataset['status']).toBe('unknown')
  })
})

describe('tables', () => {
  const rows = () =>
    screen
      .getAllByRole('row')
      .map((row) =>
        within(row)
          .queryAllByRole('cell')
          .map((cell) => cell.textContent),
      )
      .slice(1)
  const steps = [{ value: null, status: 'crit' }]

  test('a column beside the values, sortable, without good or bad', () => {
    const options = decodeTableOptions({
      columns: [{ label: 'name' }, { query: 0, title: 'Errors', unit: 's', steps }],
    })
    const container = show(TablePanel, options, named({ a: 1, b: 3, c: 2 }), [
      figures({ 'name=a': 9, 'name=b': 7, 'name=gone': 1 }),
    ])
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['name', 'Errors', 'yesterday'])
    expect(rows()).toEqual([
      ['a', '1 s Critical', '9 s'],
      ['b', '3 s Critical', '7 s'],
      ['c', '2 s Critical', '–'],
    ])
    expect(container.querySelectorAll('[data-status="crit"]')).toHaveLength(3)
    fireEvent.click(within(screen.getByRole('columnheader', { name: 'yesterday' })).getByRole('button'))
    expect(rows().map(([name]) => name)).toEqual(['a', 'b', 'c'])
    fireEvent.click(within(screen.getByRole('columnheader', { name: 'yesterday' })).getByRole('button'))
    expect(rows().map(([name]) => name)).toEqual(['b', 'a', 'c'])
  })

  test('each of several columns has its own', () => {
    const options = decodeTableOptions({
      columns: [{ label: 'name' }, { query: 0, title: 'Rate' }, { query: 1, title: 'p95', unit: 's' }],
    })
    show(TablePanel, options, [...named({ a: 1 }), ...named({ a: 2 }, 1)], [FAILED, figures({ 'name=a': 4 })])
    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
      'name',
      'Rate',
      'Rate yesterday',
      'p95',
      'p95 yesterday',
    ])
    expect(rows()).toEqual([['a', '1 %', '–', '2 s', '4 s']])
  })
})

test('a pie has a column in its table; the others are summed then as now', () => {
  show(PiePanel, decodePieOptions({ limit: 1 }), named({ a: 60, b: 30, c: 10 }), [
    figures({ 'name=a': 50, 'name=b': 5, 'name=c': 7 }),
  ])
  const table = screen.getByRole('table', { name: 'Panel' })
  expect(
    within(table)
      .getAllByRole('row')
      .map((row) => row.textContent),
  ).toEqual(['seriesvalueshareyesterday', 'a60 %60 %50 %', '2 others40 %40 %12 %'])
})

test('state timelines have a second lane, and the share of the good state then', () => {
  const sla = decodeStateOptions({
    steps: [
      { value: null, status: 'ok', text: 'met' },
      { value: 300, status: 'crit', text: 'breached' },
    ],
  })
  const series = [buildSeries({ name: 'p95', values: [10, 10, 10, 400, 400] })]
  const container = show(StatePanel, sla, series, [points({ '': [10, 400, 10, 400, 10] })], { unit: 's' })
  expect(container.querySelector('[data-status]')?.textContent).toBe('p95breached75 % metyesterday 50 %')
  expect(container.querySelectorAll('[data-earlier]')).toHaveLength(1)
  cleanup()
  const none = show(StatePanel, sla, series, [points({ other: [10] })], { unit: 's' })
  expect(none.querySelector('[data-status]')?.textContent).toBe('p95breached75 % metno data yesterday')
})

test('the tooltip of a chart says what it was', () => {
  const series = [buildSeries({ name: 'p95', labels: { q: '95' }, values: [3, 4, 5, 6] })]
  const part = partOf(series, [points({ 'q=95': [3.2, null, Number.NaN] })], { unit: 's' })
  const id = series[0]?.id ?? ''
  expect([0, 1, 2, 3].map((i) => part?.detailOf(id, i))).toEqual(['was 3.2 s', '', 'was no traffic', ''])
  expect(part?.detailOf('nobody', 0)).toBe('')
})
