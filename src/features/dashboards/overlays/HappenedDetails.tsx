import { eventNote, spanNote } from '~/domain/annotations/notes'
import type { Panel } from '~/domain/dashboards/model'
import { useDashboardScope } from '~/features/dashboards/dashboard-scope'
import { type KnownHappened, useHappened } from '~/features/dashboards/overlays/use-happened'
import { displayText } from '~/lib/display-text'

/** Most lines of a list; the newest are kept. */
const MAX_LINES = 10

/** What is marked on a chart over time, in words, and why nothing is: for a panel's details. */
export function HappenedDetails({ panel, className }: { readonly panel: Panel; readonly className: string }) {
  const { dashboard, timeZone } = useDashboardScope()
  const happened = useHappened(panel)
  if (panel.kind !== 'timeseries') return null
  if (happened.isHidden) return <p>Annotations are hidden. The keys d a show them.</p>
  const { events, spans, isLive } = happened
  // Each line with its date: a list is read without a chart beside it.
  const eventLines = events.map((event) => eventNote(event, Number.NaN, timeZone))
  const spanLines = spans.map((span) => spanNote(span, isLive, Number.NaN, timeZone))
  return (
    <dl className={className}>
      <dt>Deploys and restarts</dt>
      <dd data-happened="processes">
        <Lines lines={eventLines} none={noEvents(happened, dashboard.platform)} />
      </dd>
      <dt>Alerts of this panel</dt>
      <dd data-happened="alerts">
        <Lines lines={spanLines} none={noSpans(happened)} />
      </dd>
    </dl>
  )
}

function Lines({ lines, none }: { readonly lines: readonly string[]; readonly none: string }) {
  if (lines.length === 0) return none
  const shown = lines.slice(-MAX_LINES)
  const more = lines.length - shown.length
  return [...(more > 0 ? [`${more} earlier`] : []), ...shown].map((line, i) => (
    // Two may be of the same words.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <div key={i}>
      <bdi>{displayText(line)}</bdi>
    </div>
  ))
}

function noEvents({ hasProcesses }: KnownHappened, platform: string): string {
  if (hasProcesses === null) return 'not answered'
  return hasProcesses ? 'none in this range' : `not known: no process_start_time_seconds{platform="${platform}"}`
}

function noSpans({ ruleCount }: KnownHappened): string {
  if (ruleCount === null) return 'not known: the rules were not answered'
  return ruleCount > 0 ? 'none in this range' : 'no rule names this panel'
}
