// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { QueryData } from '~/data/query-plane/query-data'
import type { QueryOutcome } from '~/data/questions/truth-of'
import { DAY_MS } from '~/domain/time/duration'
import { buildEarlierPart } from '~/features/dashboards/earlier/earlier-part'
import { joinParts } from '~/features/dashboards/overlays/overlay-part'
import { buildPanelData, buildSeries } from '~/testing/panel-builders'

afterEach(cleanup)

const format = { unit: 's' }
const period = { shiftMs: DAY_MS, label: 'yesterday' }

/** What a p99 was a day before, as the newest value or over time. */
function earlier(value: number): QueryOutcome {
  const tip = { timeMs: -DAY_MS, samples: [{ key: '', labels: new Map(), value }] }
  const matrix = {
    grid: { startMs: -DAY_MS, stepMs: 60_000, count: 1 },
    series: [{ key: '', labels: new Map(), values: Float64Array.of(value), present: Uint8Array.of(1) }],
  }
  return { legend: '', data: { matrix, tip, evaluatedMs: -DAY_MS } as unknown as QueryData, error: null }
}

test.each([
  [10, 4, 'yesterday 4 s', 'was 4 s'],
  [4, 10, 'yesterday at least 10 s', 'was at least 10 s'],
  [10, 10, 'yesterday at least 10 s', 'was at least 10 s'],
  [4, 3, 'yesterday 3 s, +1 s', 'was 3 s'],
])('a quantile of %d s beside one of %d s, where buckets end at 10 s', (now, was, aside, detail) => {
  const series = buildSeries({ values: [now] })
  const part = buildEarlierPart(format, buildPanelData([series]), { period, outcomes: [earlier(was)] }, 'UTC')
  const overlay = joinParts([part ?? {}, { topBounds: new Map([[series.id, 10]]) }])
  expect(render(<p>{overlay.earlier?.asideOf(series, format)}</p>).container.textContent).toBe(aside)
  expect(overlay.chart.detailOf?.(series.id, 0)).toBe(detail)
})
