// @vitest-environment happy-dom
import { notifyManager, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render } from '@testing-library/react'
import { useState } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '~/data/query-client'
import type { PlaneQuery, QueryData } from '~/data/query-plane/query-data'
import { METRICS_KEY } from '~/data/query-plane/use-plane-queries'
import { type Services, ServicesContext } from '~/data/services-context'
import { restartsExpr } from '~/domain/annotations/restarts'
import { decodeDashboard } from '~/domain/dashboards/decode-dashboard'
import type { Panel } from '~/domain/dashboards/model'
import { type DashboardScope, DashboardScopeContext } from '~/features/dashboards/dashboard-scope'
import { OverlaySource } from '~/features/dashboards/overlays/OverlaySource'
import { useAnswers } from '~/features/dashboards/use-answers'
import type { PanelOverlay } from '~/panels/panel-kind'
import { decodeTimeseriesOptions } from '~/panels/timeseries/options'
import { TimeseriesPanel } from '~/panels/timeseries/TimeseriesPanel'
import { LIVE } from '~/testing/panel-builders'
import { drawSoon } from '~/ui/chart/draw-queue'

const chart = vi.hoisted(() => ({ draws: 0 }))
// Nothing is laid out here: how often a picture would be drawn is what counts.
vi.mock('~/ui/chart/canvas-size', () => ({
  observeCanvasSize: (_: unknown, onSize: (size: object) => void) => {
    onSize({ cssWidth: 600, cssHeight: 200, width: 600, height: 200 })
    return () => undefined
  },
}))
vi.mock('~/ui/chart/plot', () => ({ createPlot: () => ({ draw: () => void chart.draws++ }) }))

const MINUTE = 60_000
const COUNT = 10
const RESTARTS = restartsExpr('p')
const FIRING = 'count by (alertname, alertstate, severity, platform) (ALERTS{alertname=~"Slow"})'

const dashboard = decodeDashboard({
  schema: 1,
  id: 'x',
  title: 'X',
  platform: 'p',
  panels: [
    { id: 'rate', title: 'Rate', kind: 'timeseries', layout: { x: 0, y: 0, w: 12, h: 8 }, queries: [{ expr: 'rate' }] },
  ],
})
const [entry] = dashboard.panels
const panel = (entry?.ok ? entry.panel : null) as Panel

type Series = readonly [labels: Readonly<Record<string, string>>, values: readonly (number | null)[]]

/** An answer over time, read at the `tick`th refresh: the grid moves on with it. */
function answer(tick: number, all: readonly Series[]): QueryData {
  const grid = { startMs: tick * MINUTE, stepMs: MINUTE, count: COUNT }
  const series = all.map(([labels, values], i) => ({
    key: String(i),
    labels: new Map(Object.entries(labels)),
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  }))
  const nowMs = (tick + COUNT - 1) * MINUTE + 7 * tick
  const window = { fromMs: grid.startMs, toMs: nowMs, live: true }
  const tip = {
    timeMs: nowMs,
    samples: series.map(({ key, labels, values }) => ({ key, labels, value: values.at(-1) })),
  }
  return {
    matrix: { grid, series },
    tip,
    window,
    nowMs,
    evaluatedMs: nowMs,
    warnings: [],
    infos: [],
  } as unknown as QueryData
}

const steady = (value: number) => new Array<number>(COUNT).fill(value)
/** A process that began long ago, and anew before the sixth minute. */
const processAt = (tick: number): Series => [
  { job: 'api', instance: 'a:1', lookout: 'start' },
  steady(1).map((value, i) => (tick + i < 6 ? value : 350)),
]

// Answers are told at once, and not some time later.
notifyManager.setScheduler((tell) => tell())

beforeEach(() => {
  chart.draws = 0
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe = () => undefined
      disconnect = () => undefined
    },
  )
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function Frame({ onOverlay }: { readonly onOverlay: (overlay: PanelOverlay | undefined) => void }) {
  const answers = useAnswers(panel.queries)
  const [overlay, setOverlay] = useState<PanelOverlay>()
  onOverlay(overlay)
  return (
    <>
      <TimeseriesPanel
        {...{ title: 'Rate', format: panel, options, data: answers.data, truth: LIVE, range, timeZone: 'UTC', onZoom }}
        cursorGroup="x"
        large={false}
        overlay={overlay}
      />
      <OverlaySource panel={panel} answers={answers} onChange={setOverlay} />
    </>
  )
}

async function open() {
  const client = createQueryClient()
  const pending = () => new Promise<never>(() => undefined)
  const services = {
    config: { refreshMs: 15_000 },
    metrics: {
      id: 'prometheus',
      alertRules: async () => [
        { name: 'Slow', labels: new Map(), annotations: new Map(Object.entries({ dashboard: 'x', panel: 'rate' })) },
      ],
    },
    plane: { held: () => undefined, load: pending, tickMs: () => 0 },
  } as unknown as Services
  const scope = {
    dashboard,
    compare: null,
    stepMs: MINUTE,
    timeZone: 'UTC',
    questionOf: (expr: string) => ({ key: expr, expr }) as PlaneQuery,
  } as unknown as DashboardScope
  const overlays: (PanelOverlay | undefined)[] = []
  render(
    <QueryClientProvider client={client}>
      <MemoryRouter>
        <ServicesContext value={services}>
          <DashboardScopeContext value={scope}>
            <Frame onOverlay={(overlay) => overlays.push(overlay)} />
          </DashboardScopeContext>
        </ServicesContext>
      </MemoryRouter>
    </QueryClientProvider>,
  )
  /** One answer comes, and all that is drawn of it is drawn. */
  const comes = async (expr: string, data: QueryData) => {
    await act(async () => void client.setQueryData([METRICS_KEY, expr], data))
    await drawn()
  }
  // The rules decide what is asked of alerts.
  const isAsked = () => client.getQueryCache().find({ queryKey: [METRICS_KEY, FIRING] }) !== undefined
  await vi.waitFor(async () => {
    await act(async () => undefined)
    expect(isAsked()).toBe(true)
  })
  return { comes, overlays }
}

const options = decodeTimeseriesOptions({})
const range = { fromMs: 0, toMs: COUNT * MINUTE }
const onZoom = () => undefined

/** Pictures are drawn in turn: this one is the last. */
function drawn(): Promise<void> {
  return new Promise((resolve) => drawSoon(resolve))
}

async function openAtFirstAnswers() {
  const page = await open()
  await page.comes('rate', answer(0, [[{ a: '1' }, steady(1)]]))
  await page.comes(RESTARTS, answer(0, [processAt(0)]))
  await page.comes(FIRING, answer(0, []))
  chart.draws = 0
  return page
}

test('a refresh in which nothing new happened is one picture, and the same overlay', async () => {
  const { comes, overlays } = await openAtFirstAnswers()
  const before = overlays.at(-1)
  expect(before?.chart.notesAt?.(6 * MINUTE).join()).toContain('restart')
  for (const tick of [1, 2, 3]) {
    await comes('rate', answer(tick, [[{ a: '1' }, steady(tick)]]))
    await comes(RESTARTS, answer(tick, [processAt(tick)]))
    await comes(FIRING, answer(tick, []))
  }
  expect(overlays.at(-1)).toBe(before)
  expect(chart.draws).toBe(3)
})

test('what happened is drawn when it is known', async () => {
  const { comes, overlays } = await openAtFirstAnswers()
  const slow = { alertname: 'Slow', alertstate: 'firing', severity: 'critical' }
  const values = steady(1).map((value, i) => (i < 5 ? null : value))
  await comes(FIRING, answer(1, [[slow, values]]))
  expect(chart.draws).toBe(1)
  expect(
    overlays
      .at(-1)
      ?.chart.notesAt?.(8 * MINUTE)
      .join(),
  ).toContain('Slow')
})
