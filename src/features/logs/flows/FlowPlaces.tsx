import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { dashboardQuery, useServices } from '~/data/services-context'
import { flowPathAround } from '~/domain/links/flow-paths'
import { FLOW_PAGES } from '~/domain/links/log-links'
import { dashboardPath } from '~/domain/links/paths'
import type { FlowField, LogLine } from '~/domain/logs/model'
import { platformsOfLines, relatedIds } from '~/domain/traces/flow'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'
import styles from './flow.module.css'

/** Dashboards are opened so much around what happened: a rate needs points on both sides. */
const MARGIN_MS = 300_000

interface FlowPlacesProps {
  readonly lines: readonly LogLine[]
  readonly field: FlowField
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
}

/** Where to look on: other ids of the same lines, and the dashboards of their platforms at that time. */
export function FlowPlaces({ lines, field, fromMs, toMs }: FlowPlacesProps) {
  const services = useServices()
  const { dashboards, platforms } = services.config
  const related = useMemo(() => relatedIds(lines, field), [lines, field])
  const found = useMemo(
    () =>
      platformsOfLines(
        lines,
        platforms.map(({ id }) => id),
      ),
    [lines, platforms],
  )
  const known = useQueries({ queries: dashboards.map((id) => dashboardQuery(services, id)) })
  const search = `?from=${Math.floor(fromMs - MARGIN_MS)}&to=${Math.ceil(toMs + MARGIN_MS)}`
  const boards = dashboards.flatMap((id, i) => {
    const dashboard = known[i]?.data
    return found.includes(dashboard?.platform ?? '') ? [{ id, title: dashboard?.title ?? id }] : []
  })
  if (related.length === 0 && boards.length === 0) return null
  return (
    <dl className={styles['places']}>
      {related.map(({ field: other, ids, others }) => (
        <div key={other}>
          <dt>{titleOf(other)}</dt>
          <dd>
            {ids.map((id) => (
              <RelatedLink key={id} field={other} id={id} fromMs={fromMs} toMs={toMs} />
            ))}
            {others > 0 && <span className={styles['note']}>{`and ${others.toLocaleString('en-GB')} more`}</span>}
          </dd>
        </div>
      ))}
      {boards.length > 0 && (
        <div>
          <dt>Dashboards then</dt>
          <dd>
            {boards.map(({ id, title }) => (
              <AppLink key={id} to={{ pathname: dashboardPath(id), search }}>
                {displayText(title)}
              </AppLink>
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}

interface RelatedLinkProps {
  readonly field: FlowField
  readonly id: string
  readonly fromMs: UnixMs
  readonly toMs: UnixMs
}

function RelatedLink({ field, id, fromMs, toMs }: RelatedLinkProps) {
  const to = flowPathAround(field, id, fromMs, toMs)
  const text = <bdi>{displayText(id)}</bdi>
  return to === null ? text : <AppLink to={to}>{text}</AppLink>
}

function titleOf(field: FlowField): string {
  return FLOW_PAGES.find(([, own]) => own === field)?.[2] ?? field
}
