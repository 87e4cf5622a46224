// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { PanelOverlay, PanelProps } from '~/panels/panel-kind'
import { buildPanelProps, buildSeries } from '~/testing/panel-builders'
import { decodePieOptions, type PieOptions } from './options'
import { PiePanel } from './PiePanel'

afterEach(cleanup)

function show(values: Record<string, number | null>, input: unknown = {}, more: Partial<PanelProps<PieOptions>> = {}) {
  const series = Object.entries(values).map(([name, value], i) =>
    buildSeries({ name, labels: { name }, values: [value], colour: `--s${i + 1}` }),
  )
  const props = buildPanelProps(decodePieOptions(input), series, {
    title: 'Cost by Backend',
    format: { unit: 'currencyUSD' },
    ...more,
  })
  return render(<PiePanel {...props} />).container
}

const rows = () =>
  within(screen.getByRole('table', { name: 'Cost by Backend' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent)
const slices = (container: HTMLElement) =>
  [...container.querySelectorAll('path[fill]')].map((path) => path.getAttribute('fill'))

test('slices by size with the colours of their series, and a table that says the same', () => {
  const container = show({ local: 25, runway: 75 })
  expect(slices(container)).toEqual(['var(--s2)', 'var(--s1)'])
  expect(rows()).toEqual(['runway$75.0075 %', 'local$25.0025 %'])
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Cost by Backend: runway 75 %, local 25 %')
  expect(container.textContent).toContain('$100.00total')
})

test('beyond the limit the smallest are one', () => {
  const container = show({ a: 4, b: 3, c: 2, d: 1 }, { limit: 2 })
  expect(rows()).toEqual(['a$4.0040 %', 'b$3.0030 %', '2 others$3.0030 %'])
  const [first, second, others] = slices(container)
  expect(others).toBe('var(--unknown)')
  expect(first).not.toBe(second)
})

test('what has no value is listed and not drawn', () => {
  const container = show({ a: 4, idle: Number.NaN, none: null, minus: -1 })
  expect(slices(container)).toEqual(['var(--s1)'])
  expect(rows()).toEqual(['a$4.00100 %', 'idleno traffic–', 'noneNo data–'])
  expect(container.textContent).toContain('1 below zero or infinite is left out')
})

test('without traffic there is a bare ring and no zero', () => {
  const container = show({ a: Number.NaN })
  expect(slices(container)).toEqual(['var(--track)'])
  expect(container.textContent).not.toContain('$0')
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Cost by Backend: nothing to share')
})

test('a row that is pointed at stands in the middle', () => {
  const container = show({ local: 25, runway: 75 })
  const row = screen.getByRole('row', { name: /local/ })
  fireEvent.pointerEnter(row)
  expect(container.textContent).toContain('$25.00local')
  expect(row.dataset['active']).toBe('')
})

test('a hostile name is text', () => {
  const name = '<svg onload=__pwn++>'
  const container = show({ [name]: 1 })
  expect(screen.getByText(name).tagName).toBe('BDI')
  expect(container.querySelector('[onload]')).toBeNull()
})

test('without series it says why', () => {
  show({}, {}, { truth: { kind: 'failed', word: 'timed out', reason: 'No answer in 30 s.', old: false } })
  expect(screen.getByText('timed out')).toBeTruthy()
  expect(screen.queryByRole('img')).toBeNull()
})

test('of what is only known to be at least so much, no share is known and none is drawn', () => {
  const overlay = { earlier: null, topBounds: new Map([['0/name=slow', 10]]) } as unknown as PanelOverlay
  const container = show({ slow: 10, fast: 1 }, {}, { format: { unit: 's' }, overlay })
  // The ring without a slice.
  expect(slices(container)).toEqual(['var(--track)'])
  expect(rows()).toEqual(['slow≥ at least 10 s–', 'fast1 s–'])
  expect(container.textContent).toContain('≥ at least 11 stotal')
  expect(container.textContent).toContain('no share is known: some value is only known to be at least that')
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Cost by Backend: shares are not known')
})

test('the smallest together are at least so much where one of them is', () => {
  const overlay = { earlier: null, topBounds: new Map([['0/name=c', 2]]) } as unknown as PanelOverlay
  show({ a: 4, b: 3, c: 2, d: 1 }, { limit: 2 }, { overlay })
  expect(rows()).toEqual(['a$4.00–', 'b$3.00–', '2 others≥ at least $3.00–'])
})
