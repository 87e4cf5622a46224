import type { EarlierParts } from '~/features/dashboards/earlier/earlier-part'
import type { EarlierData, PanelOverlay } from '~/panels/panel-kind'
import type { ChartLayer } from '~/ui/chart/chart-overlay'

/** What one of the sources of an overlay has to say. */
export interface OverlayPart {
  readonly layers?: readonly ChartLayer[]
  /** `top`: the series is a quantile, and a value that equals it is only known to be at least that. */
  readonly detailOf?: (seriesId: string, pointIndex: number, top?: number) => string
  readonly notesAt?: (timeMs: number) => readonly string[]
  readonly earlier?: EarlierParts
  readonly topBounds?: ReadonlyMap<string, number>
  readonly details?: readonly string[]
}

/** Lays parts over each other, the last on top. */
export function joinParts(parts: readonly OverlayPart[]): PanelOverlay {
  const topBounds = new Map(parts.flatMap((part) => [...(part.topBounds ?? [])]))
  return {
    chart: {
      layers: parts.flatMap(({ layers }) => layers ?? []),
      detailOf: (seriesId, pointIndex) =>
        parts
          .map(({ detailOf }) => detailOf?.(seriesId, pointIndex, topBounds.get(seriesId)) ?? '')
          .filter((text) => text !== '')
          .join(', '),
      isAtLeast: (seriesId, value) => topBounds.get(seriesId) === value,
      notesAt: (timeMs) => parts.flatMap(({ notesAt }) => notesAt?.(timeMs) ?? []),
    },
    earlier: earlierOf(parts, topBounds),
    topBounds,
    details: parts.flatMap(({ details }) => details ?? []),
  }
}

/** The earlier period, whose quantiles end where those of now do. */
function earlierOf(parts: readonly OverlayPart[], topBounds: PanelOverlay['topBounds']): EarlierData | null {
  const earlier = parts.find((part) => part.earlier !== undefined)?.earlier
  if (earlier === undefined) return null
  return {
    ...earlier,
    asideOf: (series, format, wordOf) => earlier.asideOf(series, format, wordOf, topBounds.get(series?.id ?? '')),
  }
}
