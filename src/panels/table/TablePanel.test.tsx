// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { PanelProps, PanelSeries } from '~/panels/panel-kind'
import { buildPanelProps, buildSeries, STALE } from '~/testing/panel-builders'
import { decodeTableOptions, type TableOptions } from './options'
import { TablePanel } from './TablePanel'

afterEach(cleanup)

const columns = [
  { label: 'endpoint', title: 'Endpoint', link: '/d/api?var-endpoint={{endpoint}}' },
  { query: 0, title: 'Rate', unit: 'reqps' },
  {
    query: 1,
    title: 'Errors',
    unit: 'percent',
    steps: [
      { value: null, status: 'ok' },
      { value: 5, status: 'crit' },
    ],
  },
]

const endpoints = (entries: Record<string, [number | null, number]>): PanelSeries[] =>
  Object.entries(entries).flatMap(([endpoint, [rate, errors]]) => [
    buildSeries({ query: 0, labels: { endpoint }, values: [rate] }),
    buildSeries({ query: 1, labels: { endpoint }, values: [errors] }),
  ])

function show(series: PanelSeries[], input: unknown, more: Partial<PanelProps<TableOptions>> = {}) {
  const props = buildPanelProps(decodeTableOptions(input), series, { title: 'Endpoints', ...more })
  return render(
    <MemoryRouter>
      <TablePanel {...props} />
    </MemoryRouter>,
  ).container
}

const body = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    )
const first = () => body().map(([cell]) => cell)

describe('sort', () => {
  const series = endpoints({ '/a': [2, 1], '/b': [30, 9], '/c': [null, Number.NaN] })

  test('a click on a title sorts by it, the next turns the order; keys do the same', () => {
    show(series, { columns })
    const head = (name: string) => screen.getByRole('columnheader', { name })
    expect(head('Endpoint').getAttribute('aria-sort')).toBe('ascending')
    expect(first()).toEqual(['/a', '/b', '/c'])
    fireEvent.click(within(head('Rate')).getByRole('button'))
    expect(first()).toEqual(['/b', '/a', '/c'])
    expect(head('Rate').getAttribute('aria-sort')).toBe('descending')
    expect(head('Endpoint').getAttribute('aria-sort')).toBeNull()
    fireEvent.click(within(head('Rate')).getByRole('button'))
    expect(first()).toEqual(['/a', '/b', '/c'])
    expect(head('Rate').getAttribute('aria-sort')).toBe('ascending')
  })

  test('the author sorts by the title of a column', () => {
    show(series, { columns, sort: { column: 'Errors', desc: true } })
    expect(first()).toEqual(['/b', '/a', '/c'])
    expect(screen.getByRole('columnheader', { name: 'Errors' }).getAttribute('aria-sort')).toBe('descending')
  })
})

test('cells: status with icon and word, nothing as a dash, 0/0 as no traffic', () => {
  const container = show(endpoints({ '/a': [2, 9], '/b': [null, Number.NaN] }), { columns })
  expect(body()).toEqual([
    ['/a', '2 req/s', '9 % Critical'],
    ['/b', '–', 'no traffic'],
  ])
  expect(container.querySelector('[data-status="crit"] svg')?.getAttribute('data-mark')).toBe('crit')
})

test('what is old has neither colour nor word', () => {
  const container = show(endpoints({ '/a': [2, 9] }), { columns }, { truth: STALE })
  expect(body()).toEqual([['/a', '2 req/s', '9 %']])
  expect(container.querySelector('[data-status="crit"]')).toBeNull()
})

describe('filter and export', () => {
  const many = endpoints(
    Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`/v${i}`, [i, 0] as [number, number]])),
  )

  test('a small table has no tools, unless they are asked for', () => {
    show(endpoints({ '/a': [1, 1] }), { columns })
    expect(screen.queryByRole('searchbox')).toBeNull()
    cleanup()
    show(endpoints({ '/a': [1, 1] }), { columns, toolbar: true })
    expect(screen.getByRole('searchbox', { name: 'Filter Endpoints' })).toBeTruthy()
  })

  test('words leave rows, and what is left can be taken along', async () => {
    const saved: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved.push(blob as Blob)
      return 'blob:here'
    })
    vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
    const container = show(many, { columns })
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: '/v1' } })
    expect(first()).toEqual(['/v1', '/v10', '/v11'])
    expect(container.textContent).toContain('3 of 12 rows')
    fireEvent.click(screen.getByRole('button', { name: 'CSV' }))
    expect(click).toHaveBeenCalledOnce()
    expect((await saved[0]?.text())?.replace('\uFEFF', '')).toBe(
      'Endpoint,Rate (reqps),Errors (percent)\r\n/v1,1,0\r\n/v10,10,0\r\n/v11,11,0\r\n',
    )
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nobody' } })
    expect(container.textContent).toContain('No row has all of these words.')
    expect(screen.getByRole('searchbox')).toBeTruthy()
  })
})

describe('what is hostile is text', () => {
  test('labels', () => {
    const name = '<img src=x onerror="__pwn++">'
    const container = show(endpoints({ [name]: [1, 1], '\u202Egnp\n.x': [1, 1] }), { columns })
    expect(first()).toEqual([name, '\u202Egnp .x'])
    expect(container.querySelector('img')).toBeNull()
    expect(screen.getAllByRole('link')[0]?.getAttribute('href')).toBe(
      '/d/api?var-endpoint=%3Cimg%20src%3Dx%20onerror%3D%22__pwn%2B%2B%22%3E',
    )
  })

  test.each([
    ['an address that is all value', '{{endpoint}}', 'javascript:__pwn++'],
    ['a way up', '/d/{{endpoint}}', '..'],
    ['a template of a script', 'javascript:x({{endpoint}})', '1'],
  ])('%s makes no link', (_name, link, endpoint) => {
    show(endpoints({ [endpoint]: [1, 1] }), { columns: [{ label: 'endpoint', link }] })
    expect(screen.queryByRole('link')).toBeNull()
    expect(first()).toEqual([endpoint])
  })
})

test('of many rows only those that are seen are in the page', () => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600)
  const names = Array.from({ length: 5000 }, (_, i) => `/v${i}`)
  show(
    names.map((endpoint) => buildSeries({ labels: { endpoint }, values: [1] })),
    { columns: [{ label: 'endpoint' }] },
  )
  const shown = first()
  expect(shown[0]).toBe('/v0')
  expect(shown.length).toBeGreaterThan(14)
  expect(shown.length).toBeLessThan(60)
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('5001')
})

test('without rows it says why', () => {
  show([], { columns }, { truth: { kind: 'failed', word: 'timed out', reason: 'No answer in 30 s.', old: false } })
  expect(screen.getByText('timed out')).toBeTruthy()
  expect(screen.queryByRole('table')).toBeNull()
})

test('a value at the end of its buckets is at least that, in the cell and for the filter', () => {
  const series = endpoints({ '/a': [1, 4], '/b': [1, 3] })
  const topBounds = new Map([[series[1]?.id ?? '', 4]])
  const overlay = { chart: { layers: [] }, earlier: null, details: [], topBounds }
  const container = show(series, { columns, toolbar: true }, { overlay })
  const cells = [...container.querySelectorAll('td[data-kind="value"]')].map((cell) => [
    cell.textContent,
    cell.getAttribute('data-status'),
  ])
  expect(cells).toEqual([
    ['1 req/s', 'unknown'],
    ['≥ at least 4 %', 'unknown'],
    ['1 req/s', 'unknown'],
    ['3 % OK', 'ok'],
  ])
  expect(container.querySelector('[class*="cell"][title="at least 4 %"]')).not.toBeNull()
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: '≥' } })
  expect([...container.querySelectorAll('tbody tr')].length).toBe(1)
})
