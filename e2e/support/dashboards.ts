interface PanelSketch {
  readonly id: string
  readonly title: string
  readonly kind: 'stat' | 'gauge' | 'timeseries'
  readonly expr: string
  readonly legend?: string
  readonly unit?: string
  readonly description?: string
  readonly options?: Readonly<Record<string, unknown>>
}

/** A dashboard file with panels in rows of two; refreshed each 5 s and an hour long unless an address says otherwise. */
export function sketchDashboard(
  id: string,
  panels: readonly (PanelSketch | Readonly<Record<string, unknown>>)[],
  more: Readonly<Record<string, unknown>> = {},
) {
  return {
    schema: 1,
    id,
    title: id,
    platform: 'odd',
    description: '',
    variables: [],
    time: { from: 'now-1h', to: 'now' },
    refresh: '5s',
    kpis: [],
    panels: panels.map((panel, i) => {
      const { expr, legend = '', ...rest } = panel as PanelSketch
      const layout = { x: (i % 2) * 12, y: Math.floor(i / 2) * 8, w: 12, h: 8 }
      return { layout, ...(expr === undefined ? {} : { queries: [{ expr, legend }] }), ...rest }
    }),
    ...more,
  }
}
