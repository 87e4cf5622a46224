// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { buildPanelProps, buildSeries, STALE } from '~/testing/panel-builders'
import { GaugePanel } from './GaugePanel'
import { decodeGaugeOptions, type GaugeOptions } from './options'

afterEach(cleanup)

const upOrDown = {
  max: 1,
  mappings: [
    { value: 1, text: 'Up', status: 'ok' },
    { value: 0, text: 'Down', status: 'crit' },
  ],
}

function show(value: number, input: unknown, more: Partial<Parameters<typeof buildPanelProps<GaugeOptions>>[2]> = {}) {
  const props = buildPanelProps(decodeGaugeOptions(input), [buildSeries({ values: [value] })], more)
  const { container } = render(<GaugePanel {...props} />)
  const cell = container.querySelector<HTMLElement>('[data-status]')
  const [figure, bounds] = container.querySelectorAll('p')
  return { status: cell?.dataset['status'], figure: figure?.textContent, bounds: bounds?.textContent }
}

test.each([
  ['up', 1, upOrDown, {}, { status: 'ok', figure: 'Up', bounds: 'DownOKUp' }],
  ['down', 0, upOrDown, {}, { status: 'crit', figure: 'Down', bounds: 'DownCriticalUp' }],
  ['an old word', 0, upOrDown, { truth: STALE }, { status: 'unknown', figure: 'Down', bounds: `Down${STALE.word}Up` }],
  ['neither', 0.5, upOrDown, {}, { status: 'unknown', figure: '0.5', bounds: 'DownUp' }],
  ['no traffic', Number.NaN, upOrDown, {}, { status: 'unknown', figure: 'no traffic', bounds: 'DownUp' }],
  ['a number', 42, {}, { format: { unit: 'percent' } }, { status: 'unknown', figure: '42 %', bounds: '0 %100 %' }],
])('a gauge that shows %s', (_name, value, input, more, expected) => {
  expect(show(value, input, more)).toEqual(expected)
})

test('a value at the end of its buckets is at least that: no word stands for it, and it is not called good', () => {
  const seconds = {
    max: 20,
    steps: [
      { value: null, status: 'ok' },
      { value: 15, status: 'crit' },
    ],
    mappings: [{ value: 10, text: 'Ten', status: 'ok' }],
  }
  const format = { unit: 's' }
  const overlay = { chart: { layers: [] }, earlier: null, details: [] }
  const topBounds = new Map([[buildSeries({ values: [10] }).id, 10]])
  expect(show(10, { ...seconds, mappings: [] }, { format })).toMatchObject({ status: 'ok', figure: '10 s' })
  cleanup()
  const expected = { status: 'unknown', figure: '≥ at least 10 s' }
  expect(show(10, seconds, { format, overlay: { ...overlay, topBounds } })).toMatchObject(expected)
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Panel: at least 10 s, from 0 s to 20 s')
  expect(show(9, seconds, { format, overlay: { ...overlay, topBounds } })).toMatchObject({
    status: 'ok',
    figure: '9 s',
  })
})

test('a value that has no word where others have one is not coloured', () => {
  const arcOf = (value: number, input: unknown) => {
    const props = buildPanelProps(decodeGaugeOptions(input), [buildSeries({ values: [value] })], {})
    const { container, unmount } = render(<GaugePanel {...props} />)
    const arcs = [...container.querySelectorAll('path')].map((path) => path.getAttribute('class'))
    unmount()
    return arcs.at(-1)
  }
  const unnamed = { max: 1, mappings: [{ value: 0.5, text: 'Half' }] }
  expect(arcOf(0.5, unnamed)).not.toBe(arcOf(0.5, { max: 1 }))
})

test('its words are for readers who cannot see it, too', () => {
  show(0, upOrDown)
  expect(screen.getByRole('img').getAttribute('aria-label')).toContain('Down')
})
