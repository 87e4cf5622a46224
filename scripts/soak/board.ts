/** The configuration of the soaked page: every source on the backend's own origin. */
export function soakConfig(backend: string): object {
  return {
    schema: 1,
    sources: {
      metrics: [{ id: 'prometheus', kind: 'prometheus', url: `${backend}/prometheus` }],
      alerts: [{ id: 'alertmanager', kind: 'alertmanager', url: `${backend}/alertmanager` }],
      logs: [{ id: 'logs', kind: 'jsonl', url: `${backend}/logs`, files: ['soak.log', 'soak.log.1'] }],
      traces: [],
    },
    dashboards: ['soak', 'soak-other'],
    playlists: [{ id: 'soak', seconds: 20, pages: [{ path: '/d/soak' }, { path: '/d/soak-other' }] }],
    refresh: '15s',
    scrapeInterval: '15s',
    theme: 'dark',
    timeZone: 'utc',
  }
}

const layout = (i: number) => ({ x: (i % 4) * 6, y: Math.floor(i / 4) * 6, w: 6, h: 6 })

interface Written {
  readonly kind: string
  readonly expr: string
  readonly options?: object
  readonly instant?: true
}

/** Six questions for twelve panels: equal ones are asked once, as on a real board where a figure stands beside its chart. */
const KINDS: readonly Written[] = [
  { kind: 'timeseries', expr: 'soak_lines{n="8"}' },
  { kind: 'timeseries', expr: 'soak_cpu{n="4"}' },
  { kind: 'timeseries', expr: 'soak_cpu{n="4"}', options: { stacking: 'normal', min: 0 } },
  { kind: 'timeseries', expr: 'sum(soak_total{n="1"})', options: { drawStyle: 'bars' } },
  { kind: 'stat', expr: 'sum(soak_total{n="1"})', options: { sparkline: true } },
  { kind: 'stat', expr: 'soak_stats{n="4"}', instant: true },
  { kind: 'gauge', expr: 'soak_stats{n="4"}', options: { min: 0, max: 150 }, instant: true },
  { kind: 'bargauge', expr: 'soak_stats{n="4"}', instant: true },
  { kind: 'table', expr: 'soak_table{n="20"}', instant: true },
  { kind: 'pie', expr: 'soak_stats{n="4"}', instant: true },
  { kind: 'state', expr: 'soak_state{n="6"}' },
  { kind: 'stat', expr: 'sum(soak_total{n="1"})' },
]

function dashboard(id: string, kinds: readonly Written[]): object {
  return {
    schema: 1,
    id,
    title: id,
    platform: 'soak',
    time: { from: 'now-15m', to: 'now' },
    refresh: '15s',
    freshness: 'max(timestamp(up))',
    panels: kinds.map(({ kind, expr, options, instant }, i) => ({
      id: `panel-${i}`,
      title: `${kind} ${i}`,
      kind,
      unit: 'short',
      layout: layout(i),
      queries: [{ expr, ...(instant && { instant }) }],
      ...(options && { options }),
    })),
  }
}

/** What the board's panels ask, each once however many of them do, as the backend counts it. */
export const boardQuestions: readonly string[] = [
  ...new Set(KINDS.map(({ expr, instant }) => `/prometheus/api/v1/${instant ? 'query' : 'query_range'} ${expr}`)),
]

/** Twelve panels of all kinds, and another page with some of them to switch to. */
export const soakDashboards: ReadonlyMap<string, string> = new Map(
  [
    ['soak', KINDS] as const,
    [
      'soak-other',
      KINDS.slice(2, 8).map((each) => ({ ...each, expr: each.expr.replace('soak_', 'soak_other_') })),
    ] as const,
  ].map(([id, kinds]) => [`/dashboards/${id}.json`, JSON.stringify(dashboard(id, kinds))]),
)
