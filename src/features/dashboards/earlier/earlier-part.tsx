import type { ReactNode } from 'react'
import { SAME_MOMENT_MS } from '~/data/questions/earlier-question'
import { formatText } from '~/domain/units/format-value'
import { createEarlierLayer } from '~/features/dashboards/earlier/earlier-layer'
import { joinEarlier } from '~/features/dashboards/earlier/join-earlier'
import type { EarlierAnswers } from '~/features/dashboards/earlier/use-earlier-answers'
import { EarlierFigure } from '~/panels/earlier/EarlierFigure'
import type { EarlierData, PanelData, PanelFormat, PanelSeries } from '~/panels/panel-kind'
import { queryOf } from '~/panels/query-of'
import type { ChartLayer } from '~/ui/chart/chart-overlay'

/** What the earlier period adds to a panel. */
export interface EarlierPart {
  readonly layers: readonly ChartLayer[]
  readonly detailOf: (seriesId: string, pointIndex: number, top?: number) => string
  readonly earlier: EarlierParts
}

/** What a panel gets of it, before anything is known of quantiles: `top` as in `EarlierFigure`. */
export interface EarlierParts extends EarlierData {
  readonly asideOf: (...asked: [...Parameters<EarlierData['asideOf']>, top?: number]) => ReactNode
}

/** What to draw and to say of the earlier period's answers; undefined before the first of them. */
export function buildEarlierPart(
  format: PanelFormat,
  panel: PanelData,
  { period, outcomes }: EarlierAnswers,
  timeZone: string,
): EarlierPart | undefined {
  if (outcomes.every(({ data, error }) => data === undefined && error === null)) return undefined
  const { label, shiftMs } = period
  const data = joinEarlier(outcomes, panel, shiftMs)
  const byId = new Map(data.series.map((one) => [one.id, one]))
  const asideOf: EarlierParts['asideOf'] = (series, seriesFormat, wordOf, top) => {
    const outcome = outcomes[series === undefined ? 0 : queryOf(series)]
    // It is on its way.
    if (outcome?.data === undefined && !outcome?.error) return null
    const then = series === undefined ? onlyOne(data.series) : byId.get(series.id)
    const was = outcome.data === undefined ? undefined : (then?.last?.value ?? null)
    return (
      <EarlierFigure
        {...{ label, timeZone, was, top }}
        format={seriesFormat}
        now={valueAtThatMoment(series, then)}
        word={was === undefined || was === null || was === top ? undefined : wordOf?.(was)}
      />
    )
  }
  return {
    layers: [createEarlierLayer(label, data, panel.series.length)],
    detailOf(seriesId, pointIndex, top) {
      const then = byId.get(seriesId)
      if (then?.present[pointIndex] !== 1) return ''
      const was = then.values[pointIndex] ?? Number.NaN
      return `was ${formatText(was, { ...format, atLeast: was === top }, timeZone)}`
    },
    earlier: { label, data, asideOf },
  }
}

/** A panel without a series now has no other to take the earlier one of. */
function onlyOne(series: readonly PanelSeries[]): PanelSeries | undefined {
  return series.length === 1 ? series[0] : undefined
}

function valueAtThatMoment(series: PanelSeries | undefined, then: PanelSeries | undefined): number | null {
  if (!series?.last || !then?.last) return null
  return Math.abs(series.last.timeMs - then.last.timeMs) <= SAME_MOMENT_MS ? series.last.value : null
}
