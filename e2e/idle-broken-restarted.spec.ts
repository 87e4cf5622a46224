import type { Page } from '@playwright/test'
import type { Kpi, Panel } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { type Status, satisfies, statusOf, type ThresholdStep } from '~/domain/thresholds'
import { formatText, type ValueFormat } from '~/domain/units/format-value'
import { readShippedDashboards, type ShippedDashboard } from '~/testing/shipped-dashboards'
import { expectTakenOver } from './support/board'
import { MEASURES, ROUNDED } from './support/fed-panels'
import { type FedPlatforms, type Feed, feedPlatforms, startFedPrometheus } from './support/fed-platforms'
import { type Figure, type Figures, truthOf } from './support/fed-truth'
import { expect, test } from './support/fixtures'
import { readScreen, type ShownFigure, type ShownPart } from './support/read-screen'
import { hostOf } from './support/world'

const RANGE_HOURS = 2
/** Texts between two numbers are found by trying: more tries than three digits have values in a few percent. */
const TRIES = 600

const shipped = readShippedDashboards()

test.describe.configure({ mode: 'parallel' })
// High enough for every panel to be drawn.
test.use({ viewport: { width: 1600, height: 3400 } })

/** A figure as it has to be on the screen. */
interface Wanted {
  readonly name: string
  readonly fits: Reader
  readonly statuses: ReadonlySet<string>
  readonly value: number
}

interface Options {
  readonly steps?: readonly (ThresholdStep & { readonly text?: string })[] | undefined
  readonly mappings?: readonly { readonly value?: number; readonly text: string; readonly status: Status }[] | undefined
  readonly columns?: readonly {
    readonly label?: string
    readonly query?: number
    readonly title: string
    readonly unit?: string
    readonly decimals?: number
    readonly steps?: Options['steps'] | undefined
    readonly mappings?: Options['mappings'] | undefined
  }[]
}

const formatOf = ({ unit = 'none', decimals }: { readonly unit?: string; readonly decimals?: number | undefined }) => ({
  unit,
  ...(decimals !== undefined && { decimals }),
})
/** The least and the most that a figure may be. */
const boundsOf = ({ value, slack }: Figure) => [value * (1 - slack), value * (1 + slack)] as const

/** Whether a text is how some number between the bounds of a figure is written. */
type Reader = (text: string) => boolean

function readerOf(figure: Figure, format: ValueFormat, isRounded: boolean): Reader {
  const [least, most] = boundsOf(figure)
  // Sums of money have too many digits to try all.
  if (format.unit === 'currencyUSD' && most > least) {
    const cent = 0.01
    return (text) => {
      const dollars = Number(/^\$([\d,]+\.\d+)$/.exec(text)?.[1]?.replaceAll(',', ''))
      return dollars >= least - cent && dollars <= most + cent
    }
  }
  const tries = most > least ? TRIES : 0
  const values = Array.from({ length: tries + 1 }, (_, i) => least + ((most - least) * i) / Math.max(1, tries))
  // The last bit of a quotient may decide how it is rounded.
  const nearby = [...values, figure.value * (1 - 1e-9), figure.value * (1 + 1e-9)]
  const all = isRounded ? nearby.flatMap((value) => [value, Math.round(value)]) : nearby
  const texts = new Set(all.map((value) => formatText(value, format)))
  return (text) => texts.has(text)
}

function wantedOf(figure: Figure, format: ValueFormat, options: Options, isRounded: boolean): Omit<Wanted, 'name'> {
  const { value } = figure
  const mapping = options.mappings?.find((one) => one.value === value)
  if (mapping) return { fits: (text) => text === mapping.text, statuses: new Set([mapping.status]), value }
  const statuses = new Set([value, ...boundsOf(figure)].map((bound) => statusOf(bound, options.steps ?? [])))
  return { fits: readerOf(figure, format, isRounded), statuses, value }
}

/** What a panel has to show, by its queries. */
function wantedFigures(place: string, panel: Panel, answers: readonly Figures[]): readonly Wanted[] {
  return answers.flatMap((figures, i) =>
    (figures ?? []).map((figure) => {
      const legend = panel.queries[i]?.legend ?? ''
      const name = legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => figure.labels[label] ?? '')
      return { name, ...wantedOf(figure, formatOf(panel), panel.options as Options, ROUNDED.has(place)) }
    }),
  )
}

const truthKind = (values: readonly number[]) =>
  values.length === 0 ? 'empty' : values.every((value) => Number.isNaN(value)) ? 'idle' : 'live'

/** What is wrong with a panel; nothing where all of it is true. */
function faultsOf(place: string, panel: Panel, answers: readonly Figures[], shown: ShownPart): readonly string[] {
  const values = answers.flatMap((figures) => figures?.map(({ value }) => value) ?? [])
  const kind = truthKind(values)
  const fault = (what: string) => `${place} ${what}`
  if (shown.truth !== kind) return [fault(`is ${shown.truth} instead of ${kind}: ${shown.text}`)]
  if (kind === 'empty') {
    const says = shown.text.includes('No data') && shown.text.includes('No series matches the query in this range.')
    const hasFigure = shown.figures.length + shown.rows.length > 0
    return says && !hasFigure ? [] : [fault(`has nothing to show and shows ${shown.text}`)]
  }
  if (panel.kind === 'table') return tableFaults(panel, answers, shown).map(fault)
  const wanted = wantedFigures(place, panel, answers)
  const isNamed = wanted.length > 1 || !['stat', 'gauge'].includes(panel.kind)
  if (shown.figures.length !== wanted.length) {
    return [fault(`has ${shown.figures.length} figures instead of ${wanted.length}: ${shown.text}`)]
  }
  return wanted.flatMap((want, i) => {
    const found = isNamed ? shown.figures.find(({ name }) => name === want.name) : shown.figures[i]
    if (found === undefined) return [fault(`has no ${want.name}: ${shown.text}`)]
    return figureFaults(panel, want, found).map((what) => fault(`${want.name}: ${what}`))
  })
}

function figureFaults(panel: Panel, want: Wanted, found: ShownFigure): readonly string[] {
  const { texts } = found
  const hasColour = found.status === undefined || want.statuses.has(found.status)
  const colour = hasColour ? [] : [`${found.status} instead of ${[...want.statuses]}, at ${texts['last']}`]
  const isIdle = Number.isNaN(want.value)
  if (panel.kind === 'state') {
    // Lanes have words: the one of the step, and the share of the time in the good one.
    const steps = (panel.options as Options).steps ?? []
    const step = steps.findLast(({ value }) => value === null || want.value >= value)
    const expected = isIdle ? 'no traffic, – met' : `${step?.text}, ${step?.status === 'ok' ? 100 : 0} % met`
    const said = `${texts['last']}, ${texts['share']}`
    return said === expected ? colour : [...colour, `${said} instead of ${expected}`]
  }
  if (panel.kind === 'pie') {
    return want.fits(texts['last'] ?? '') ? [] : [`${texts['last']} instead of ${want.value}`]
  }
  // Traffic is steady: what is true now was true all the time, so the least and the greatest tell of spikes.
  const wrong = Object.entries(texts).filter(([column, text]) => {
    if (isIdle && column !== 'last') return text !== '–' && text !== 'no traffic'
    return !want.fits(text)
  })
  return [...colour, ...wrong.map(([column, text]) => `${column} is ${text} instead of ${want.value}`)]
}

/** Rows by the labels of the finest query; each value of a coarser one is in all rows that agree with it. */
function tableFaults(panel: Panel, answers: readonly Figures[], shown: ShownPart): readonly string[] {
  const { columns = [] } = panel.options as Options
  const known = answers.flatMap((figures) => figures ?? [])
  const most = Math.max(...known.map(({ labels }) => Object.keys(labels).length))
  const rowKey = ({ labels }: Figure) => columns.map(({ label }) => labels[label ?? ''] ?? '').join()
  const fine = new Map(
    known.filter(({ labels }) => Object.keys(labels).length === most).map((one) => [rowKey(one), one.labels]),
  )
  const faults = fine.size === shown.rows.length ? [] : [`has ${shown.rows.length} rows instead of ${fine.size}`]
  return [
    ...faults,
    ...[...fine.values()].flatMap((labels) => {
      const row = shown.rows.find((one) =>
        columns.every(
          ({ label, title }) => label === undefined || one[title]?.texts['last'] === (labels[label] ?? '–'),
        ),
      )
      if (row === undefined) return [`has no row ${Object.values(labels)}`]
      return columns.flatMap((column) => {
        if (column.query === undefined) return []
        const figure = answers[column.query]?.find((one) =>
          Object.entries(one.labels).every(([label, value]) => labels[label] === value),
        )
        const { fits, statuses } = figure
          ? wantedOf(figure, formatOf(column), column, false)
          : { fits: (text: string) => text === '–', statuses: new Set(['unknown']) }
        const cell = row[column.title]
        const isRight = fits(cell?.texts['last'] ?? '') && statuses.has(cell?.status ?? '')
        const place = `${Object.values(labels)} ${column.title}`
        return isRight
          ? []
          : [`${place}: ${cell?.texts['last']}, ${cell?.status} instead of ${figure?.value ?? 'nothing'}`]
      })
    }),
  ]
}

type KpiStatus = 'ok' | 'warn' | 'crit' | 'unknown'

function kpiStatus(value: number, { target, alert }: Kpi): KpiStatus {
  if (Number.isNaN(value)) return 'unknown'
  if (alert && satisfies(value, alert)) return 'crit'
  return target === undefined ? 'unknown' : satisfies(value, target) ? 'ok' : 'warn'
}

interface WantedKpi {
  readonly kpi: Kpi
  /** Null: nobody knows. */
  readonly figure: Figure | null
  readonly status: KpiStatus
}

function wantedKpis({ id, platform, kpis }: ShippedDashboard, fed: FedPlatforms, atMs: number): readonly WantedKpi[] {
  return kpis.map((kpi) => {
    const figure = MEASURES[`${id}/kpi ${kpi.id}`]?.(truthOf(fed, platform, atMs), 0)[0]?.[0] ?? null
    return { kpi, figure, status: figure === null ? 'unknown' : kpiStatus(figure.value, kpi) }
  })
}

/** What is wrong with a key figure, of a dashboard or of home. */
function kpiFaults({ kpi, figure, status }: WantedKpi, found: { text: string; status: string | undefined }) {
  const isRight = figure === null ? found.text === 'No data' : readerOf(figure, formatOf(kpi), false)(found.text)
  const faults = isRight ? [] : [`${kpi.id}: ${found.text} instead of ${figure?.value ?? 'no data'}`]
  return found.status === status
    ? faults
    : [...faults, `${kpi.id}: ${found.status} instead of ${status}: ${found.text}`]
}

async function expectAnswered(page: Page, count: number): Promise<void> {
  await expectTakenOver(page)
  await expect(page.locator('[data-truth]')).toHaveCount(count)
  await expect(page.locator('[data-truth="loading"]')).toHaveCount(0)
}

/** Everything that a dashboard shows and should not. */
async function dashboardFaults(
  page: Page,
  address: string,
  dashboard: ShippedDashboard,
  fed: FedPlatforms,
): Promise<readonly string[]> {
  const { id, platform, goodPanels, kpis } = dashboard
  await page.goto(`${address}${dashboardPath(id)}?from=now-${RANGE_HOURS}h&to=now&refresh=off`)
  await expectAnswered(page, goodPanels.length + kpis.length)
  const find = async () => {
    const parts = new Map((await readScreen(page)).map((part) => [part.id, part]))
    const atMs = Math.max(...[...parts.values()].map(({ evaluatedMs }) => evaluatedMs || 0))
    return [
      ...wantedKpis(dashboard, fed, atMs).flatMap((wanted) => {
        const part = parts.get(`kpi ${wanted.kpi.id}`)
        const [tile] = part?.figures ?? []
        return kpiFaults(wanted, { text: tile?.texts['last'] ?? 'missing', status: tile?.status }).map(
          (what) => `${id}/kpi ${what}`,
        )
      }),
      ...goodPanels.flatMap((panel) => {
        const place = `${id}/${panel.id}`
        const answers = MEASURES[place]?.(truthOf(fed, platform, atMs), RANGE_HOURS * 3600)
        const part = parts.get(panel.id)
        if (answers === undefined || part === undefined)
          return [`${place} is not there, or nobody says what it measures`]
        return faultsOf(place, panel, answers, part)
      }),
    ]
  }
  // Legends are written after the paint.
  let faults = await find()
  await expect
    .poll(
      async () => {
        faults = await find()
        return faults.length
      },
      { timeout: 5_000 },
    )
    .toBe(0)
    .catch(() => undefined)
  return faults
}

/** What home has to say of a platform by its key figures alone: no rule is loaded, so no alert fires. */
function wantedMark(kpis: readonly WantedKpi[]): string {
  const count = (...statuses: readonly KpiStatus[]) => kpis.filter(({ status }) => statuses.includes(status)).length
  const idle = kpis.filter(({ figure }) => figure !== null && Number.isNaN(figure.value)).length
  if (count('crit') > 0) return 'crit'
  if (kpis.some(({ figure }) => figure === null)) return 'unknown'
  if (count('warn') > 0) return 'warn'
  return idle > 0 && idle >= count('ok') ? 'idle' : 'ok'
}

async function homeFaults(page: Page, address: string, fed: FedPlatforms): Promise<readonly string[]> {
  const boards = shipped.filter(({ kpis }) => kpis.length > 0)
  await page.goto(`${address}/?refresh=off`)
  await expectAnswered(
    page,
    boards.reduce((sum, { kpis }) => sum + kpis.length, 0),
  )
  await expect(page.locator('[data-platform][data-mark="loading"]')).toHaveCount(0)
  const cards = await page.locator('[data-platform]').evaluateAll((all) =>
    all.map((card) => ({
      platform: card.getAttribute('data-platform'),
      mark: card.getAttribute('data-mark'),
      text: (card.textContent ?? '').replace(/\s+/g, ' '),
      kpis: [...card.querySelectorAll('[data-kpi]')].map((kpi) => ({
        id: kpi.getAttribute('data-kpi'),
        status: kpi.getAttribute('data-status') ?? undefined,
        // Its name, the figure, and what it is held against.
        text: (kpi.children[1]?.textContent ?? '').replace(/\s+/g, ' ').trim(),
      })),
    })),
  )
  return boards.flatMap((dashboard) => {
    const card = cards.find(({ platform }) => platform === dashboard.platform)
    const wanted = wantedKpis(dashboard, fed, Date.now())
    const mark = wantedMark(wanted)
    const verdict = { idle: /No traffic/, unknown: /is not known: no data/ }[mark] ?? /./
    const isRight = card?.mark === mark && verdict.test(card.text)
    return [
      ...(isRight ? [] : [`home: ${dashboard.platform} is ${card?.mark} instead of ${mark}: ${card?.text}`]),
      ...wanted.flatMap((one) => {
        const found = card?.kpis.find(({ id }) => id === one.kpi.id)
        return kpiFaults(one, { text: found?.text ?? 'missing', status: found?.status }).map((what) => `home: ${what}`)
      }),
    ]
  })
}

const FEEDS: readonly (readonly [feed: Feed, title: string])[] = [
  ['idle', 'idle: ratios have no traffic, nothing is red or amber, and zero is what was counted'],
  ['first half', 'half broken: what needs a missing metric has no data, the rest is true'],
  ['second half', 'broken in the other half: the same'],
  ['restarted', 'restarted every five minutes: figures are those of the steady traffic'],
]

test('each panel and key figure misses a metric in one of the halves, but those of scrapes alone', () => {
  const halves = (['first half', 'second half'] as const).map((feed) => feedPlatforms(feed, Date.now()))
  const places = shipped.flatMap(({ id, platform, kpis, goodPanels }) =>
    [...kpis.map((kpi) => `kpi ${kpi.id}`), ...goodPanels.map((panel) => panel.id)].map(
      (part) => [`${id}/${part}`, platform] as const,
    ),
  )
  expect(places.map(([place]) => place).sort()).toEqual(Object.keys(MEASURES).sort())
  const whole = places.flatMap(([place, platform]) => {
    const misses = halves.some((fed) => MEASURES[place]?.(truthOf(fed, platform, Date.now()), 1).includes(null))
    return misses ? [] : [place]
  })
  expect(whole).toEqual([
    'pipeline-performance/kpi uptime',
    'transcode-system/api-status',
    // Its column of restarts does, row by row.
    'transcode-system/service-health-status',
  ])
})

for (const [feed, title] of FEEDS) {
  test(title, async ({ page, deploy }) => {
    const nowMs = Date.now()
    const fed = feedPlatforms(feed, nowMs)
    const server = await startFedPrometheus(fed, nowMs)
    try {
      const site = await deploy({ prometheus: hostOf(server.address) })
      const faults: string[] = []
      for (const dashboard of shipped) {
        await test.step(dashboard.id, async () => {
          faults.push(...(await dashboardFaults(page, site.address, dashboard, fed)))
          const loud = await page.locator('[data-status="crit"], [data-status="warn"]').allTextContents()
          if (feed === 'idle') faults.push(...loud.map((text) => `${dashboard.id} is red or amber: ${text}`))
        })
      }
      faults.push(...(await homeFaults(page, site.address, fed)))
      expect(faults).toEqual([])
    } finally {
      // A page that goes on asking would be told that nobody answers.
      await page.close()
      await server.stop()
    }
  })
}
