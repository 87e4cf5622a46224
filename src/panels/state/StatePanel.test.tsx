// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { PanelProps } from '~/panels/panel-kind'
import { buildPanelProps, buildSeries, STALE } from '~/testing/panel-builders'
import { decodeStateOptions, type StateOptions } from './options'
import { StatePanel } from './StatePanel'

// Nothing is laid out here: a canvas has no size, and no picture.
vi.mock('~/ui/chart/canvas-size', () => ({ observeCanvasSize: () => () => undefined }))

afterEach(cleanup)

const sla = {
  steps: [
    { value: null, status: 'ok', text: 'met' },
    { value: 300, status: 'crit', text: 'breached' },
  ],
}

function show(
  values: Record<string, readonly (number | null)[]>,
  input: unknown = sla,
  more: Partial<PanelProps<StateOptions>> = {},
) {
  const series = Object.entries(values).map(([name, one]) => buildSeries({ name, labels: { name }, values: one }))
  const props = buildPanelProps(decodeStateOptions(input), series, { title: 'SLA', ...more })
  return render(<StatePanel {...props} />).container
}

test('name, newest state and share of the good one; the legend has the share of each', () => {
  const container = show({ p95: [10, 10, 10, 400, 400] })
  const row = container.querySelector('[data-status]')
  expect(row?.textContent).toBe('p95breached75 % met')
  expect(row?.getAttribute('data-status')).toBe('crit')
  expect(screen.getByRole('list', { name: 'SLA, states' }).textContent).toBe('met75 %breached25 %')
  expect(screen.getByRole('application').getAttribute('aria-label')).toBe(
    'SLA: p95 75 % met, now breached. Arrow keys read the stretches.',
  )
})

test('what is old or has ended has no status', () => {
  expect(show({ p95: [10, 400] }, sla, { truth: STALE }).querySelector('[data-status="crit"]')).toBeNull()
  cleanup()
  expect(show({ p95: [10, null] }).querySelector('[data-status]')?.textContent).toContain('no data')
})

test('arrow keys read the stretches, and keep them from the page', () => {
  const container = show({ a: [10, 10, 400, 400, 10], b: [10, 10, 10, 10, 10] })
  const lanes = screen.getByRole('application')
  const read = (key: string) => {
    const wasTaken = !fireEvent.keyDown(lanes, { key })
    return [wasTaken, container.querySelector('[aria-live]')?.textContent]
  }
  expect(read('ArrowRight')).toEqual([true, 'a: met, 1970-01-01 00:00:00 to 1970-01-01 00:02:00 UTC, 2 min'])
  expect(read('ArrowRight')).toEqual([true, 'a: breached, 1970-01-01 00:02:00 to 1970-01-01 00:04:00 UTC, 2 min'])
  expect(read('ArrowDown')).toEqual([true, 'b: met, 1970-01-01 00:00:00 to 1970-01-01 00:04:00 UTC, 4 min'])
  expect(read('x')[0]).toBe(false)
})

test('hostile names and states are text', () => {
  const name = '<img src=x onerror=__pwn++>'
  const container = show(
    { [name]: [1, 1] },
    { mappings: [{ value: 1, text: '</i><script>__pwn++</script>', status: 'ok' }] },
  )
  expect(container.querySelectorAll('img, script')).toHaveLength(0)
  expect(container.querySelector('[data-status] bdi')?.textContent).toBe(name)
})

test('without series it says why', () => {
  show({}, sla, { truth: { kind: 'failed', word: 'timed out', reason: 'No answer in 30 s.', old: false } })
  expect(screen.getByText('timed out')).toBeTruthy()
  expect(screen.queryByRole('application')).toBeNull()
})
