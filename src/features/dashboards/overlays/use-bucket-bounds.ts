import { useEffect, useMemo, useRef } from 'react'
import { useQuantileBounds } from '~/data/questions/use-quantile-bounds'
import { useServices } from '~/data/services-context'
import type { Panel } from '~/domain/dashboards/model'
import type { BucketBounds } from '~/domain/histogram/bucket-layouts'
import { bucketOf, formatBounds, formatBucket, topBound } from '~/domain/histogram/bucket-of'
import { formatText } from '~/domain/units/format-value'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { boundsLayer } from '~/features/dashboards/overlays/bounds-layer'
import type { OverlayPart } from '~/features/dashboards/overlays/overlay-part'
import type { Answers } from '~/features/dashboards/panel-answers'
import { queryOf } from '~/panels/query-of'
import { useView } from '~/state/use-view'
import { viewDefaultsOf } from '~/state/view-defaults'

const NOTHING: OverlayPart = {}

/** Layouts told in a panel's details at most. */
const MAX_TOLD = 4

/** What is known of quantiles: the bounds of the bucket that each falls in, and where there is no upper one. */
export function useBucketBounds({ queries, unit }: Pick<Panel, 'queries' | 'unit'>, { data }: Answers): OverlayPart {
  const { config } = useServices()
  const { dashboard, questionOf } = useDashboardScope()
  const [{ bounds: areBandsWanted }] = useView(viewDefaultsOf(dashboard, config.refreshMs))
  const exprs = useMemo(() => queries.map(({ expr, instant }) => questionOf(expr, instant).expr), [queries, questionOf])
  const layouts = useQuantileBounds(exprs, questionOf)

  // Values come anew with each refresh; what lies over them changes with the series alone.
  const newest = useRef(data)
  useEffect(() => {
    newest.current = data
  }, [data])
  const ids = data.series.map(({ id }) => id).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids say which series there are
  const boundsById = useMemo(() => {
    const found = data.series.map((one) => [one.id, layouts[queryOf(one)]?.(one.labels)] as const)
    return new Map(found.flatMap(([id, bounds]) => (bounds === undefined ? [] : [[id, bounds] as const])))
  }, [layouts, ids])

  return useMemo(() => {
    if (boundsById.size === 0) return NOTHING
    const tops = [...boundsById].map(([id, bounds]) => [id, topBound(bounds)] as const)
    return {
      layers: areBandsWanted ? [boundsLayer(boundsById)] : [],
      detailOf: (seriesId, pointIndex) => {
        const bounds = boundsById.get(seriesId)
        const value = newest.current.series.find(({ id }) => id === seriesId)?.values[pointIndex]
        const bucket = bounds && value !== undefined ? bucketOf(value, bounds) : null
        return bucket === null ? '' : formatBucket(bucket, unit)
      },
      topBounds: new Map(tops.flatMap(([id, top]) => (top === undefined ? [] : [[id, top] as const]))),
      details: tellLayouts([...boundsById.values()], unit),
    }
  }, [boundsById, areBandsWanted, unit])
}

/** A sentence for each layout that the series have. */
function tellLayouts(all: readonly BucketBounds[], unit: string): string[] {
  const layouts = new Map(all.map((bounds) => [bounds.join(), bounds]))
  const told = [...layouts.values()].slice(0, MAX_TOLD).map((bounds) => {
    const top = topBound(bounds)
    const least = top === undefined ? '' : `; a quantile above ${formatText(top, { unit })} reads at least that`
    return `Buckets end at ${formatBounds(bounds, unit)}${least}.`
  })
  return layouts.size > MAX_TOLD ? [...told, `${layouts.size - MAX_TOLD} more layouts of buckets.`] : told
}
