import type { Truth } from '~/domain/truth/truth'
import type { PanelData, PanelProps, PanelSeries } from '~/panels/panel-kind'

export const LIVE: Truth = { kind: 'live', word: 'live', reason: '', old: false }
export const STALE: Truth = { kind: 'stale', word: 'stale, 2 min old', reason: 'The last answer is old.', old: true }

interface SeriesParts {
  readonly query?: number
  readonly name?: string
  readonly labels?: Readonly<Record<string, string>>
  /** Null is a missing point. The last one is the newest evaluation. */
  readonly values: readonly (number | null)[]
  readonly colour?: string
}

/** One series; its id is made as `features/dashboards/panel-data.ts` makes it. */
export function buildSeries({ query = 0, name, labels = {}, values, colour = '--s1' }: SeriesParts): PanelSeries {
  const last = values.at(-1) ?? null
  const key = Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(',')
  return {
    id: `${query}/${key}`,
    name: name ?? key,
    labels: new Map(Object.entries(labels)),
    colour,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
    last: last === null ? null : { timeMs: (values.length - 1) * 60_000, value: last },
  }
}

/** Series on a grid of minutes from the epoch on. */
export function buildPanelData(series: readonly PanelSeries[]): PanelData {
  const count = Math.max(0, ...series.map((one) => one.values.length))
  const timesMs = Float64Array.from({ length: count }, (_, i) => i * 60_000)
  return { timesMs, stepMs: 60_000, series, evaluatedMs: timesMs.at(-1) ?? null }
}

/** Props of a panel whose range is that of its data. */
export function buildPanelProps<Options>(
  options: Options,
  series: readonly PanelSeries[],
  more: Partial<PanelProps<Options>> = {},
): PanelProps<Options> {
  const data = buildPanelData(series)
  return {
    title: 'Panel',
    format: { unit: 'none' },
    options,
    data,
    truth: LIVE,
    range: { fromMs: 0, toMs: data.timesMs.at(-1) ?? 0 },
    timeZone: 'UTC',
    cursorGroup: 'group',
    large: false,
    onZoom: () => undefined,
    ...more,
  }
}
