import type { PlaneQuery } from '~/data/query-plane/query-data'
import { questionsOfFreshness, scrapedMsOf } from '~/data/questions/freshness'
import { truthOf } from '~/data/questions/truth-of'
import type { Kpi, Panel } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
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

export interface FirstPictureProps {
  readonly page: FirstPage
  /** Server time. */
  readonly nowMs: UnixMs
  readonly scrapeIntervalMs: DurationMs
}

/**
 * The page with the answers that are there, without hooks: React draws the same a moment later, and everything that is not
 * simply there, such as a failure, is left to it.
 */
export function FirstPicture(props: FirstPictureProps) {
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
  if (bare) {
    return (
      <main className={styles['bare']}>
        <PanelPicture {...props} panel={panel} heading="bare" />
      </main>
    )
  }
  return (
    <div className={styles['large']}>
      <PanelPicture {...props} panel={panel} heading="large" />
    </div>
  )
}

function KpiPicture({ kpi, ...props }: FirstPictureProps & { readonly kpi: Kpi }) {
  const { data, outcomes } = answersOf(props, [queryOfKpi(kpi)])
  const href = hrefOf(props.page, kpi.panel)
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
  const answers = answersOf(props, panel.queries)
  const truth = truthOf(answers.outcomes, scopeOf(props), props.nowMs)
  const picture = { props, panel, answers, truth, large: heading !== 'link' }
  return (
    <PanelFrameView
      panel={panel}
      truth={truth}
      data={answers.data}
      heading={heading === 'link' ? <a href={hrefOf(props.page, panel.id)}>{panel.title}</a> : panel.title}
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

function answersOf(
  { page }: FirstPictureProps,
  queries: readonly { expr: string; legend: string; instant: boolean }[],
) {
  return joinAnswers(
    queries.map(({ expr, legend, instant }) => ({
      legend,
      data: page.answers.get(page.questionOf(expr, instant).key),
      error: null,
    })),
  )
}

function scopeOf({ page, scrapeIntervalMs }: FirstPictureProps) {
  const { dashboard, stepMs, intervalMs, questionOf, answers } = page
  const answerOf = ({ key }: PlaneQuery) => answers.get(key)
  const questions = questionsOfFreshness(dashboard, { questionOf, scrapeIntervalMs, answerOf })
  return { stepMs, intervalMs, scrapeIntervalMs, scrapedMs: scrapedMsOf(questions.map(answerOf)) }
}

function hrefOf({ dashboard }: FirstPage, panelId: string | undefined): string | undefined {
  return panelId === undefined ? undefined : dashboardPath(dashboard.id, panelId) + window.location.search
}
