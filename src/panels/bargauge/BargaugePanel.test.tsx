// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { PanelProps } from '~/panels/panel-kind'
import { buildPanelProps, buildSeries, STALE } from '~/testing/panel-builders'
import { BargaugePanel } from './BargaugePanel'
import { type BargaugeOptions, decodeBargaugeOptions } from './options'

afterEach(cleanup)

const steps = [
  { value: null, status: 'crit' },
  { value: 80, status: 'warn' },
  { value: 95, status: 'ok', text: 'fine' },
]

function show(values: Record<string, number | null>, input: unknown, more: Partial<PanelProps<BargaugeOptions>> = {}) {
  const series = Object.entries(values).map(([name, value]) =>
    buildSeries({ name, labels: { name }, values: [value], colour: '--s3' }),
  )
  const props = buildPanelProps(decodeBargaugeOptions(input), series, { format: { unit: 'percent' }, ...more })
  return render(<BargaugePanel {...props} />).container
}

const rows = () => screen.getAllByRole('listitem').map((row) => `${row.dataset['status']}: ${row.textContent}`)

test('bars by value, with the word of their step', () => {
  show({ low: 20, high: 97, none: null, idle: Number.NaN, middle: 90 }, { steps, target: { op: '>', value: 95 } })
  expect(rows()).toEqual([
    'ok: highfine97 %, target met',
    'warn: middleWarning90 %, target missed',
    'crit: lowCritical20 %, target missed',
    'unknown: noneNo data',
    'unknown: idleno traffic',
  ])
})

test('what is old has no colour', () => {
  const container = show({ high: 97 }, { steps }, { truth: STALE })
  expect(rows()).toEqual(['unknown: high97 %'])
  expect(container.querySelector<HTMLElement>('[style*="left"]')?.style.background).toBe('var(--unknown)')
})

test('without steps a bar has the colour of its series', () => {
  const container = show({ a: 50 }, {})
  const bar = container.querySelector<HTMLElement>('[style*="left"]')
  expect(bar?.style.background).toBe('var(--s3)')
  expect(bar?.style.width).toBe('50.000%')
})

test('a hostile name is text, and more bars than the limit are told', () => {
  const container = show({ '<img src=x onerror=__pwn++>': 3, b: 2, c: 1 }, { limit: 2 })
  expect(screen.getByText('<img src=x onerror=__pwn++>').tagName).toBe('BDI')
  expect(container.querySelector('img')).toBeNull()
  expect(container.textContent).toContain('3 series, 2 shown')
})

test('without series it says why', () => {
  show({}, {}, { truth: { kind: 'failed', word: 'timed out', reason: 'No answer in 30 s.', old: false } })
  expect(screen.getByText('timed out')).toBeTruthy()
  expect(screen.queryByRole('list')).toBeNull()
})

test('a value at the end of its buckets is at least that, and judged where that decides', () => {
  const values = { open: 90, closed: 85 }
  const topBounds = new Map([[buildSeries({ labels: { name: 'open' }, values: [] }).id, 90]])
  const overlay = { chart: { layers: [] }, earlier: null, details: [], topBounds }
  show(values, { steps, target: { op: '>', value: 80 } }, { overlay })
  expect(rows()).toEqual(['unknown: openUnknown≥ at least 90 %, target met', 'warn: closedWarning85 %, target met'])
  cleanup()
  show(values, { target: { op: '<', value: 95 } }, { overlay })
  expect(rows()).toEqual(['unknown: open≥ at least 90 %', 'unknown: closed85 %, target met'])
})
