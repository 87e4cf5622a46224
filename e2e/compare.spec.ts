import type { Page } from '@playwright/test'
import { normaliseExpr } from '~/domain/promql/normalise'
import { formatDifference } from '~/domain/units/format-difference'
import { formatText } from '~/domain/units/format-value'
import {
  evaluatedMs,
  expectLaterThan,
  expectTakenOver,
  kpiOf,
  openBoard,
  PANELS,
  panelOf,
  plain,
  settle,
} from './support/board'
import { sketchDashboard } from './support/dashboards'
import { expect, test } from './support/fixtures'
import { queryInstant, queryOne, queryPoints } from './support/prometheus-api'
import { type AskedQuery, recordQueries } from './support/requests'
import { readShippedDashboard } from './support/shipped'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const dashboard = readShippedDashboard()
/** The tiles and four panels of the board show six figures, its two charts five lines. */
const FIGURES = 6
const LINES = 5

test.use({ viewport: { width: 1920, height: 1080 } })

/** Nothing of the present is this old, and all of yesterday is. */
const isEarlier = ({ startMs }: AskedQuery) => startMs < Date.now() - DAY_MS + 10 * MINUTE_MS

const asidesOf = (page: Page) => page.locator('[data-kpi] [data-was], article[data-panel] [data-was]')

async function press(page: Page, ...keys: readonly string[]) {
  for (const key of keys) await page.keyboard.press(key)
}

/** Opens the board beside yesterday and waits until each figure says what it was, and all lines were answered. */
async function openCompared(page: Page): Promise<AskedQuery[]> {
  const asked = recordQueries(page)
  await openBoard(page, '?refresh=off&compare=1d&timezone=utc')
  await expect(asidesOf(page)).toHaveCount(dashboard.kpis.length + 4)
  const lines = () => asked.filter((one) => isEarlier(one) && one.kind === 'query_range').map(({ expr }) => expr)
  await expect.poll(() => new Set(lines()).size).toBe(LINES)
  for (const { request } of asked) await (await request.response())?.finished()
  await settle(page)
  return asked
}

test('one key goes through yesterday, last week and off; address, control, sheet and palette go along', async ({
  page,
}) => {
  await openBoard(page, '?refresh=off')
  const chip = page.getByTestId('compare')
  await expect(chip).toBeHidden()
  await press(page, 'd', 'c')
  await expect(page).toHaveURL(/\?refresh=off&compare=1d$/)
  await expect(chip).toHaveText(/vs yesterday/)
  await expect(asidesOf(page)).toHaveCount(dashboard.kpis.length + 4)
  await press(page, 'd', 'c')
  await expect(page).toHaveURL(/compare=1w$/)
  await expect(chip).toHaveText(/vs last week/)
  // The history of these servers is a day long: that is no zero.
  await expect(page.getByText('no data last week', { exact: true })).toHaveCount(dashboard.kpis.length + 4)
  await expect(page.locator('[data-truth]:not([data-truth="live"])')).toHaveCount(0)
  await press(page, 'd', 'c')
  await expect(page).toHaveURL(/\?refresh=off$/)
  await expect(chip).toBeHidden()
  await expect(asidesOf(page)).toHaveCount(0)

  await press(page, '?')
  await expect(page.getByText('Compare with yesterday, with last week, with nothing')).toBeVisible()
  await press(page, 'Escape')
  await expect(page.getByText('Compare with yesterday, with last week, with nothing')).toBeHidden()
  await press(page, 'Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('compare last week')
  await expect(page.getByRole('option').first()).toContainText('Compare with last week')
  await press(page, 'Enter')
  await expect(page).toHaveURL(/compare=1w$/)
  await page.getByTestId('time-range').click()
  await page.getByRole('list', { name: 'Compare with' }).getByRole('button', { name: 'yesterday' }).click()
  await expect(page).toHaveURL(/compare=1d$/)
  await press(page, 'Escape')
  await page.getByRole('button', { name: 'Stop comparing with yesterday' }).click()
  await expect(page).toHaveURL(/\?refresh=off$/)
})

test('each figure says what Prometheus answers for a day before', async ({ page, world }) => {
  const asked = await openCompared(page)
  const figures = asked.filter((one) => isEarlier(one) && one.kind === 'query')
  expect(figures).toHaveLength(FIGURES)
  const marks = [
    ...dashboard.kpis.map((kpi) => ({ ...kpi, mark: kpiOf(page, kpi.id) })),
    ...dashboard.panels.slice(0, 4).map((panel) => ({
      ...{ unit: panel.unit, decimals: panel.decimals, title: panel.title, mark: panelOf(page, panel.id) },
      expr: panel.queries[0]?.expr ?? '',
    })),
  ]
  for (const { expr, title, unit, decimals, mark } of marks) {
    await test.step(title, async () => {
      const question = figures.find((one) => one.expr === normaliseExpr(expr))
      const atMs = question?.endMs ?? Number.NaN
      // The full minute before the same moment of yesterday.
      const nowMs = await evaluatedMs(mark)
      expect(Math.abs(nowMs - DAY_MS - atMs)).toBeLessThanOrEqual(MINUTE_MS)
      const was = await queryOne(world.prometheus, expr, atMs)
      const now = await queryOne(world.prometheus, expr, nowMs)
      const aside = mark.locator('[data-was]')
      expect(Number(await aside.getAttribute('data-was'))).toBe(was)
      const format = { unit, ...(decimals !== undefined && { decimals }) }
      const difference = formatDifference(now, was, format)
      expect(plain(await aside.textContent())).toBe(
        `yesterday ${formatText(was, format)}${difference === null ? '' : `, ${difference}`}`,
      )
    })
  }
})

test('the values of a chart say what they were at the same moment of yesterday', async ({ page, world }) => {
  const lines = (await openCompared(page)).filter(isEarlier)
  const panel = panelOf(page, 'request-rate')
  await panel.getByRole('application').focus()
  const spoken = panel.locator('[aria-live="polite"]')
  await press(page, 'End', 'ArrowLeft', 'ArrowLeft')
  await expect(spoken).toHaveText(/^[\d-]{10} [\d:]{5}:00 UTC: .*created [\d.]+m? jobs\/s was /)
  const text = (await spoken.textContent()) ?? ''
  const atMs = Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) - DAY_MS
  const described = dashboard.panels.find(({ id }) => id === 'request-rate')
  for (const { expr, legend } of described?.queries ?? []) {
    const metric = /\w+_total/.exec(expr)?.[0] ?? 'none'
    const asked = lines.find((one) => one.kind === 'query_range' && one.expr.includes(metric))?.expr ?? 'missing'
    const points = await queryPoints(world.prometheus, asked, atMs, atMs, MINUTE_MS)
    const was = formatText(points.get(atMs) ?? Number.NaN, { unit: described?.unit ?? '' })
    expect(text).toContain(`${legend} `)
    expect(text.slice(text.indexOf(legend))).toMatch(
      new RegExp(`^${legend} \\S+ \\S+ was ${was.replace('.', '\\.')}(,|$)`),
    )
  }

  // The history of these servers is a day long: the last hour of the range has a yesterday, its middle has none.
  const box = await panel.getByRole('application').boundingBox()
  if (box === null) throw new Error('the chart is not there')
  const tooltip = page.locator('body > [aria-hidden="true"][data-open]')
  await page.mouse.move(box.x + box.width - 31, box.y + box.height / 2)
  await page.mouse.move(box.x + box.width - 30, box.y + box.height / 2)
  await expect(tooltip.getByText(/^was [\d.]+m? jobs\/s$/)).toHaveCount(2)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await expect(tooltip.getByText(/^was /)).toHaveCount(0)
})

test('a refresh asks of yesterday what is new, and nothing before the minute is over', async ({ page }) => {
  test.setTimeout(300_000)
  const asked = await openCompared(page)
  const keyOf = ({ kind, expr }: AskedQuery) => `${kind} ${expr}`
  /** The newest time that was asked of each question about yesterday. */
  const newest = new Map(asked.filter(isEarlier).map((one) => [keyOf(one), one.endMs]))
  expect(newest.size).toBe(FIGURES + LINES)
  // Once each: twice only where a slow load saw a minute end.
  const firstTimes = asked.filter(isEarlier).map((one) => `${keyOf(one)} ${one.endMs}`)
  expect(new Set(firstTimes).size).toBe(firstTimes.length)
  const minuteOf = (all: readonly AskedQuery[]) => Math.floor(Math.max(...all.map(({ endMs }) => endMs)) / MINUTE_MS)
  let minute = minuteOf(asked)
  asked.length = 0

  /** A refresh, all of whose answers are there. */
  const refresh = async () => {
    const tile = kpiOf(page, 'active-jobs')
    const before = await evaluatedMs(tile)
    await expect.poll(() => Date.now() - before).toBeGreaterThan(1_500)
    await page.getByRole('button', { name: 'Refresh now' }).click()
    await expectLaterThan(tile, before)
    await expect(page.locator('[aria-label="Refresh now"] svg')).not.toHaveClass(/turning/)
    return asked.splice(0)
  }
  // How often a minute ends meanwhile the machine decides; both must be seen.
  const seen = { quiet: 0, due: 0 }
  while (seen.quiet === 0 || seen.due === 0) {
    if (seen.quiet > 0) {
      const wanted = minute
      await expect.poll(() => Math.floor(Date.now() / MINUTE_MS), { timeout: 65_000 }).toBeGreaterThan(wanted)
    }
    const all = await refresh()
    const earlier = all.filter(isEarlier)
    const isDue = minuteOf(all) > minute
    minute = minuteOf(all)
    seen[isDue ? 'due' : 'quiet']++
    expect(all.length).toBeGreaterThan(earlier.length)
    expect(earlier.map(keyOf).toSorted()).toEqual(isDue ? [...newest.keys()].toSorted() : [])
    for (const one of earlier) {
      const last = newest.get(keyOf(one)) ?? Number.NaN
      if (one.kind === 'query_range') expect(one.startMs).toBe(last + MINUTE_MS)
      else expect(one.endMs).toBeGreaterThan(last)
      newest.set(keyOf(one), one.endMs)
    }
  }
})

test('a table has a column of yesterday to sort by; a fixed range says "a day earlier"', async ({
  page,
  deploy,
  world,
}) => {
  const expr = 'sum by (endpoint) (rate(api_requests_total{platform="transcode"}[5m]))'
  const site = await deploy({
    dashboards: {
      compared: sketchDashboard('compared', [
        {
          id: 'rates',
          title: 'Rates',
          kind: 'table',
          queries: [{ expr, instant: true }],
          options: { columns: [{ label: 'endpoint' }, { query: 0, title: 'Rate', unit: 'reqps' }] },
        },
      ]),
    },
  })
  const toMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 5 * MINUTE_MS
  await page.goto(`${site.address}/d/compared?from=${toMs - 10 * MINUTE_MS}&to=${toMs}&compare=1d`)
  await expectTakenOver(page)
  const head = page.getByRole('columnheader', { name: 'a day earlier' })
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  const values = await queryInstant(world.prometheus, expr, toMs - DAY_MS)
  expect(values.length).toBeGreaterThan(2)
  const shown = page.locator('tbody tr td:nth-child(3)')
  await expect(shown).toHaveText(values.toSorted((a, b) => b - a).map((value) => formatText(value, { unit: 'reqps' })))
  await expect(page.getByTestId('compare')).toHaveText(/vs a day earlier/)
})

test('where yesterday is not answered the panels stay what they are, and say it', async ({ page, noise }) => {
  noise.expect(/Failed to load resource.*503.*\/prometheus\//)
  await page.route(/\/api\/v1\/query/, async (route) => {
    const params = new URLSearchParams(route.request().postData() ?? '')
    const seconds = Number(params.get('time') ?? params.get('start'))
    if (seconds * 1000 < Date.now() - DAY_MS + 10 * MINUTE_MS) {
      await route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: '{"status":"error","errorType":"timeout","error":"too old"}',
      })
    } else await route.continue()
  })
  await openBoard(page, '?refresh=off&compare=1d')
  await expect(page.getByText('yesterday not answered', { exact: true })).toHaveCount(dashboard.kpis.length + 4)
  await expect(page.locator('[data-truth]:not([data-truth="live"])')).toHaveCount(0)
})

test('the page of a panel and an embedded one are compared too, and the details list what was asked', async ({
  page,
}) => {
  const [id, title] = PANELS[0]
  await page.goto(`/embed/shorts-main/${id}?compare=3d`)
  await expect(panelOf(page, id)).toContainText('no data 3 days earlier')
  await page.goto(`/d/shorts-main/${id}?compare=1d&timezone=utc`)
  await expect(panelOf(page, id).locator('[data-was]')).toHaveText(/^yesterday [\d.]+ %/)
  await panelOf(page, id).hover()
  await page.getByRole('button', { name: `About ${title}`, exact: true }).click()
  const section = page.getByRole('dialog', { name: `About ${title}` }).locator('[data-earlier]')
  await expect(section).toContainText('Compared with yesterday: the same query for that time.')
  await expect(section).toContainText(/Newest value asked\s*\d+ ms, [\d.]+ \w+, of [\d-]{10} [\d:]{5}:00/)
})

test("home's figures say what they were, by the same rules", async ({ page, world }) => {
  const asked = recordQueries(page)
  await page.goto('/?compare=1d&refresh=off')
  const kpis = page.locator('[data-platform="shorts"] [data-kpi]')
  await expect(kpis).toHaveCount(dashboard.kpis.length)
  await expect(kpis.locator('[data-was]')).toHaveCount(dashboard.kpis.length)
  for (const { id, expr, title } of dashboard.kpis) {
    await test.step(title, async () => {
      const question = asked.find((one) => isEarlier(one) && one.expr === normaliseExpr(expr))
      const was = await queryOne(world.prometheus, expr, question?.endMs ?? Number.NaN)
      const figure = page.locator(`[data-platform="shorts"] [data-kpi="${id}"] [data-was]`)
      await expect(figure).toHaveAttribute('data-was', String(was))
    })
  }
  // What is compared goes along to the dashboards.
  await page.getByRole('navigation', { name: 'Lookout' }).getByRole('link', { name: 'Main' }).click()
  await expect(page).toHaveURL(/\/d\/shorts-main\?compare=1d$/)
  await expect(asidesOf(page)).toHaveCount(dashboard.kpis.length + 4)
})

test('where the code of the comparison cannot be had, the page says so and goes on', async ({ page, noise }) => {
  noise.expect(/Failed to load resource.*\/assets\/parts-/)
  await page.route(/\/assets\/parts-[^/]*\.js$/, (route) => route.abort())
  await openBoard(page, '?refresh=off')
  await press(page, 'd', 'c')
  await expect(page.getByText('The comparison could not be loaded. Reload the page.')).toBeVisible()
  await expect(page.locator('[data-truth]:not([data-truth="live"])')).toHaveCount(0)
  await press(page, 'd', 'c', 'd', 'c')
  await expect(page).toHaveURL(/\?refresh=off$/)
})
