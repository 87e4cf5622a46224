import type { PlaneQuery } from '~/data/query-plane/query-data'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'
import { truthOf } from '~/data/questions/truth-of'
import type { Kpi, Panel } from '~/domain/dashboards/model'
import { dashboardPath, kpiPath } from '~/domain/links/paths'
import { resolveTimeRange } from '~/domain/time/time-range'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { BoardView } from '~/features/dashboards/BoardView'
import styles from '~/features/dashboards/dashboard.module.css'
import { decodePanelOptions } from '~/features/dashboards/decode-panel-options'
import { type FirstPage, queryOfKpi } from '~/features/dashboards/first-page'
import { KpiCellView } from '~/features/dashboards/KpiCellView'
import { PanelFrameView } from '~/features/dashboards/PanelFrameView'
import { type Answers, joinAnswers } from '~/features/dashboards/panel-answers'
import { findPicture } from '~/panels/pictures'

/** What each panel was painted from, by its id. */
export type PaintedPanels = Map<string, readonly unknown[]>

export interface FirstPictureProps {
  readonly page: FirstPage
  /** Server time. */
  readonly nowMs: UnixMs
  readonly scrapeIntervalMs: DurationMs
  /** A panel that would look the same again is left out, and only its place is told: `data-painted`. */
  readonly painted: PaintedPanels
}

/**
 * The page with the answers that are there, without hooks: React draws the same a moment later, and everything that is not
 * simply there, such as a failure, is left to it.
 */
export function FirstPicture(props: FirstPictureProps) {
  const { dashboard, file, bare, view } = props.page
  const hasBar = file !== dashboard && !bare && !view.kiosk && !view.hideVariables
  // The controls of variables come with React; their place is there.
  return hasBar ? <div className={styles['barred']}>{pictureOf(props)}</div> : pictureOf(props)
}

function pictureOf(props: FirstPictureProps) {
  const { dashboard, panel, bare } = props.page
  if (panel === null) {
    return (
      <BoardView
        dashboard={dashboard}
        kpi={(kpi) => <KpiPicture key={kpi.id} {...props} kpi={kpi} />}
        panel={(each) => <PanelPicture {...props} panel={each} heading="link" />}
      />
    )
  }
  const place = bare ? 'bare' : 'large'
  const Place = bare ? 'main' : 'div'
  return (
    <Place className={styles[place]}>
      <PanelPicture {...props} panel={panel} heading={place} />
    </Place>
  )
}

function KpiPicture({ kpi, ...props }: FirstPictureProps & { readonly kpi: Kpi }) {
  const { data, outcomes } = joinAnswers(outcomesOf(props, [queryOfKpi(kpi)]))
  const href = kpi.panel === undefined ? undefined : kpiPath(props.page.dashboard.id, kpi.panel, window.location.search)
  return (
    <KpiCellView
      kpi={kpi}
      data={data}
      truth={truthOf(outcomes, scopeOf(props), props.nowMs)}
      cell={(cell) => (href === undefined ? <div {...cell} /> : <a {...cell} href={href} />)}
    />
  )
}

interface PanelPictureProps extends FirstPictureProps {
  readonly panel: Panel
  readonly heading: 'link' | 'large' | 'bare'
}

function PanelPicture({ panel, heading, ...props }: PanelPictureProps) {
  const outcomes = outcomesOf(props, panel.queries)
  const truth = truthOf(outcomes, scopeOf(props), props.nowMs)
  // Not the age itself, which goes on growing: where it is shown it is in the word.
  const from = [truth.kind, truth.word, truth.reason, truth.old, ...outcomes.map(({ data }) => data)]
  const before = props.painted.get(panel.id)
  if (before?.length === from.length && from.every((each, i) => each === before[i])) {
    return <div data-painted={panel.id} />
  }
  props.painted.set(panel.id, from)
  const answers = joinAnswers(outcomes)
  const picture = { props, panel, answers, truth, large: heading !== 'link' }
  return (
    <PanelFrameView
      panel={panel}
      truth={truth}
      data={answers.data}
      heading={
        heading === 'link' ? (
          <a href={dashboardPath(props.page.dashboard.id, panel.id) + window.location.search}>{panel.title}</a>
        ) : (
          panel.title
        )
      }
      {...(heading === 'bare' ? {} : { tools: null })}
    >
      <PicturedData {...picture} />
    </PanelFrameView>
  )
}

interface PicturedDataProps {
  readonly props: FirstPictureProps
  readonly panel: Panel
  readonly answers: Answers
  readonly truth: ReturnType<typeof truthOf>
  readonly large: boolean
}

function PicturedData({ props, panel, answers, truth, large }: PicturedDataProps) {
  const { rangeText, timeZone } = props.page
  const picture = findPicture(panel.kind)
  const decoded = picture && decodePanelOptions(picture.decodeOptions, panel.options)
  const isThere = answers.nowMs !== null && truth.kind !== 'empty' && truth.kind !== 'failed'
  if (!isThere || picture === undefined || decoded?.ok !== true) return null
  const { Picture } = picture
  const range = resolveTimeRange(rangeText, answers.nowMs ?? props.nowMs, timeZone)
  return (
    <Picture
      title={panel.title}
      format={panel}
      options={decoded.options}
      data={answers.data}
      truth={truth}
      range={range.ok ? range.value : { fromMs: 0, toMs: 0 }}
      timeZone={timeZone}
      cursorGroup=""
      large={large}
      onZoom={() => undefined}
    />
  )
}

function outcomesOf(
  { page }: FirstPictureProps,
  queries: readonly { expr: string; legend: string; instant: boolean }[],
) {
  return queries.map(({ expr, legend, instant }) => ({
    legend,
    data: page.answers.get(page.questionOf(expr, instant).key),
    error: null,
  }))
}

function scopeOf({ page, scrapeIntervalMs }: FirstPictureProps) {
  const { dashboard, stepMs, intervalMs, questionOf, answers } = page
  const answerOf = ({ key }: PlaneQuery) => answers.get(key)
  const questions = questionsOfFreshness(dashboard, { questionOf, scrapeIntervalMs, answerOf })
  return { stepMs, intervalMs, scrapeIntervalMs, scrapedMs: scrapedMsOf(questions.map(answerOf)) }
}
