import { type Labels, labelsKey, type VectorSample } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/** An alert as far as the series of Prometheus tell of it, where its rules cannot be read. */
export interface SeriesAlert {
  readonly labels: Labels
  readonly state: 'pending' | 'firing'
  /** Since when the condition of its rule holds, before any `for`; null where nothing tells. */
  readonly activeMs: UnixMs | null
}

/** What every evaluation of alerting rules writes: `ALERTS`, 1 by state, and since when, in seconds. */
export const SERIES_EXPR = '{__name__=~"ALERTS|ALERTS_FOR_STATE"}'

/** What of an alert cannot be known from its series alone. */
export const MISSING_OF_SERIES =
  'Listed is what the series ALERTS tells: no thresholds, values or progress of pending ones, and times count from where a condition began.'

/** The alerts in the answer to `SERIES_EXPR`, each once. */
export function readSeriesAlerts(samples: readonly VectorSample[]): readonly SeriesAlert[] {
  const since = new Map<string, UnixMs>()
  const found = new Map<string, Omit<SeriesAlert, 'activeMs'>>()
  for (const { labels, value } of samples) {
    const name = labels.get('__name__')
    const own = new Map([...labels].filter(([label]) => label !== '__name__' && label !== 'alertstate'))
    const key = labelsKey(own)
    if (name === 'ALERTS_FOR_STATE') {
      // 0 is what Prometheus writes of one that is over; and a number from elsewhere may be any.
      if (Number.isFinite(value) && value > 0) since.set(key, value * 1000)
      continue
    }
    const state = labels.get('alertstate')
    if (name !== 'ALERTS' || !(value > 0) || (state !== 'pending' && state !== 'firing')) continue
    // Of the evaluation at which it begins to fire both may be there.
    if (state === 'firing' || !found.has(key)) found.set(key, { labels: own, state })
  }
  return [...found].map(([key, alert]) => ({ ...alert, activeMs: since.get(key) ?? null }))
}
