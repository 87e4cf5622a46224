import * as v from 'valibot'
import { fileHead } from '~/domain/schema-parts'

/**
 * Version 1 of a dashboard file, `public/dashboards/<id>.json`. The JSON Schema for editors is generated from these
 * decoders (`npm run schemas`), so a description here is what an author reads in the editor.
 */
const text = (description: string) => v.pipe(v.string(), v.maxLength(20_000), v.description(description))
const slug = (description: string) =>
  v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'must be lower-case letters, digits and hyphens, at most 80'),
    v.description(description),
  )
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const finite = v.pipe(v.number(), v.finite())

const boundSchema = v.strictObject({
  op: v.picklist(['<', '>']),
  value: finite,
})

const expr = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty('must not be empty'),
  v.maxLength(65_536),
  v.description('PromQL. $__rate_interval, $__interval and $__range are replaced.'),
)

export const kpiSchema = v.strictObject({
  id: slug('Address of the tile, unique in the dashboard.'),
  title: v.pipe(text('Title of the tile.'), v.nonEmpty()),
  unit: v.optional(
    text('Grafana unit id, such as percent, s or short; any other text is printed after the value.'),
    'none',
  ),
  decimals: v.optional(whole(0, 10)),
  expr,
  target: v.optional(boundSchema),
  alert: v.optional(boundSchema),
  description: v.optional(text('What it shows, why it matters, what to do.'), ''),
  panel: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:[a-z0-9][a-z0-9-]{0,79}\/)?[a-z0-9][a-z0-9-]{0,79}$/, 'must be a panel, or dashboard/panel'),
      v.description('Id of the panel that shows the same over time; dashboard/panel for one of another dashboard.'),
    ),
  ),
})

export const panelSchema = v.pipe(
  v.strictObject({
    id: slug('Address of the panel: /d/<dashboard>/<panel>. Keep it when the title changes, so that links live.'),
    title: v.pipe(text('Title of the panel.'), v.nonEmpty()),
    kind: v.pipe(
      v.string(),
      v.nonEmpty(),
      v.description('stat, gauge, bargauge, timeseries, state, table, pie or text.'),
    ),
    unit: v.optional(text('Grafana unit id, or any text to print after the value.'), 'none'),
    decimals: v.optional(whole(0, 10)),
    layout: v.pipe(
      v.strictObject({ x: whole(0, 23), y: whole(0, 10_000), w: whole(1, 24), h: whole(1, 100) }),
      v.description('Place on a grid of 24 columns; a row is 36 px high.'),
    ),
    queries: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            expr,
            legend: v.optional(text('Name of the series; {{label}} is replaced.'), ''),
            instant: v.optional(v.boolean(), false),
          }),
        ),
        v.maxLength(50),
        v.description('At least one, but for a text panel, which asks nothing.'),
      ),
      [],
    ),
    options: v.optional(v.record(v.string(), v.unknown()), {}),
    repeat: v.optional(
      v.strictObject({
        by: text('Variable: the panel is drawn once for each of its values.'),
        direction: v.optional(v.picklist(['right', 'down']), 'right'),
        perRow: v.optional(whole(1, 12), 4),
      }),
    ),
    description: v.optional(text('What it shows, why it matters, what to do when it is red.'), ''),
    links: v.optional(
      v.pipe(
        v.array(v.strictObject({ title: text('Text of the link.'), url: text('http, https, or a path of Lookout.') })),
        v.maxLength(50),
      ),
      [],
    ),
  }),
  v.forward(
    v.check(({ kind, queries }) => kind === 'text' || queries.length > 0, 'needs at least one query'),
    ['queries'],
  ),
)

/** Everything but the tiles and panels, which are decoded one by one so that one broken panel costs one panel. */
export const dashboardFrameSchema = v.strictObject({
  ...fileHead,
  id: slug('Same as the file name without .json.'),
  title: v.pipe(text('Title of the dashboard.'), v.nonEmpty()),
  platform: slug('Id of the platform it belongs to, from config.json.'),
  description: v.optional(text('What the dashboard is for.'), ''),
  variables: v.optional(v.pipe(v.array(v.unknown()), v.maxLength(50)), []),
  rows: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          id: slug('Unique among the rows.'),
          title: text('Heading above the panels of the row.'),
          y: whole(0, 10_000),
          repeat: v.optional(text('Variable: the row is drawn once for each of its values.')),
        }),
      ),
      v.maxLength(100),
      v.description('Headings, one grid row high. The panels below one belong to it, up to the next.'),
    ),
    [],
  ),
  time: v.optional(v.strictObject({ from: text('Such as now-6h.'), to: text('Such as now.') }), {
    from: 'now-6h',
    to: 'now',
  }),
  refresh: v.optional(text('Such as 30s; empty for off.'), '30s'),
  freshness: v.optional(
    v.pipe(
      expr,
      v.description(
        'Expression whose value is the Unix time in seconds of the newest scrape of this platform, and that has none while all targets are down.',
      ),
    ),
  ),
  kpis: v.optional(v.pipe(v.array(v.unknown()), v.maxLength(24)), []),
  panels: v.pipe(v.array(v.unknown()), v.maxLength(500, 'at most 500 panels')),
})
