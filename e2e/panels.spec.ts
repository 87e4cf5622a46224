import type { Page } from '@playwright/test'
import { createSamplePlatforms, SAMPLE_SEED, sampleStartMs } from '~/demo/sample-platforms'
import { parseConfigText } from '~/domain/config/parse'
import { inReadingOrder } from '~/domain/dashboards/decode-dashboard'
import type { Panel } from '~/domain/dashboards/model'
import { dashboardPath } from '~/domain/links/paths'
import { formatText, type ValueFormat } from '~/domain/units/format-value'
import { readCheckout, readShippedDashboards, type ShippedDashboard } from '~/testing/shipped-dashboards'
import { type RunningServer, startServer } from '../scripts/serve/serve'
import { evaluatedMs, expectTakenOver, kpiOf, panelOf, plain } from './support/board'
import { expect, test } from './support/fixtures'
import { queryInstant } from './support/prometheus-api'
import { DIST } from './support/site'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const QUIET_MINUTES = 30
/** Steps of all ranges that are asked divide it. */
const GRID_MS = 4 * MINUTE_MS

const shipped = readShippedDashboards()

// High enough for every panel to be drawn.
test.use({ viewport: { width: 1600, height: 3400 } })

/**
 * A moment of the last hours before which a platform had no incident for a while, in milliseconds: while one is on, a target may be
 * gone or nothing may end, and a panel rightly says so.
 */
function quietMoment(platform: string): number {
  const nowMs = Date.now()
  const platforms = createSamplePlatforms({ seed: SAMPLE_SEED, startMs: sampleStartMs(nowMs) })
  const isQuiet = (toMs: number) =>
    Array.from({ length: QUIET_MINUTES }, (_, i) => toMs - i * MINUTE_MS).every(
      (timeMs) => platforms.incidentsAt(platform, timeMs).length === 0,
    )
  const latestMs = Math.floor((nowMs - 5 * MINUTE_MS) / GRID_MS) * GRID_MS
  for (let toMs = latestMs; toMs > nowMs - 20 * HOUR_MS; toMs -= GRID_MS) if (isQuiet(toMs)) return toMs
  throw new Error(`${platform} is never quiet`)
}

function searchOf({ platform }: ShippedDashboard): string {
  const toMs = quietMoment(platform)
  return `?from=${toMs - HOUR_MS}&to=${toMs}`
}

/** Panels and tiles that do not show what is asked, each with its state. */
async function unanswered(page: Page): Promise<readonly string[]> {
  return page.locator('[data-truth]').evaluateAll((marks) =>
    marks.flatMap((mark) => {
      const truth = mark.getAttribute('data-truth') ?? ''
      const name = mark.getAttribute('data-panel') ?? mark.getAttribute('data-kpi') ?? ''
      if (truth !== 'live') return [`${name}: ${truth}`]
      return /No data|crashed/.test(mark.textContent ?? '') ? [`${name}: ${mark.textContent}`] : []
    }),
  )
}

/** Every tile and panel of the dashboard is on the page, in reading order, with an answer. */
async function expectAllAnswered(page: Page, { goodPanels, kpis }: ShippedDashboard): Promise<void> {
  await expectTakenOver(page)
  const titles = inReadingOrder(goodPanels, ({ layout }) => layout).map(({ title }) => title)
  await expect(page.locator('article[data-panel] h2')).toHaveText(titles)
  await expect(page.locator('[data-kpi] h3')).toHaveText(kpis.map(({ title }) => title))
  await expect.poll(() => unanswered(page), { timeout: 60_000 }).toEqual([])
  await expect(page.locator('[data-truth]')).toHaveCount(goodPanels.length + kpis.length)
}

function formatOf({ unit, decimals }: Panel): ValueFormat {
  return { unit, ...(decimals !== undefined && { decimals }) }
}

/** A panel that shows its newest values as figures and nothing else. */
function showsFigures({ kind, options }: Panel): boolean {
  return kind === 'stat' || (kind === 'gauge' && options['mappings'] === undefined)
}

for (const dashboard of shipped) {
  test(`${dashboard.id} in front of Prometheus: no panel is empty, and each figure is what it answers`, async ({
    page,
    world,
  }) => {
    await page.goto(dashboardPath(dashboard.id) + searchOf(dashboard))
    await expectAllAnswered(page, dashboard)
    for (const { id, expr, unit } of dashboard.kpis) {
      const tile = kpiOf(page, id)
      const [truth = Number.NaN] = await queryInstant(world.prometheus, expr, await evaluatedMs(tile))
      expect(Number(await tile.getAttribute('data-value')), id).toBe(truth)
      expect(plain(await tile.locator('[data-state] p').first().textContent()), id).toBe(formatText(truth, { unit }))
    }
    for (const panel of dashboard.goodPanels.filter(showsFigures)) {
      const mark = panelOf(page, panel.id)
      const atMs = await evaluatedMs(mark)
      const answers = await Promise.all(panel.queries.map(({ expr }) => queryInstant(world.prometheus, expr, atMs)))
      const figures = await mark
        .locator('[data-state]')
        .evaluateAll((cells) => cells.map((cell) => cell.querySelector('p')?.textContent ?? ''))
      expect(figures.map(plain), panel.id).toEqual(answers.flat().map((value) => formatText(value, formatOf(panel))))
    }
  })
}

test.describe('on sample data', () => {
  let app: RunningServer
  test.beforeAll(async () => {
    const text = readCheckout('public/config.json')
    const parsed = await parseConfigText(text)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault.issues))
    app = await startServer({
      distDir: DIST,
      port: 0,
      config: parsed.config,
      instead: new Map([['/config.json', text]]),
    })
  })
  test.afterAll(() => app.close())

  for (const platform of new Set(shipped.map((dashboard) => dashboard.platform))) {
    test(`no panel of ${platform} is empty, from one dashboard to the next`, async ({ page }) => {
      const own = shipped.filter((dashboard) => dashboard.platform === platform)
      const [first] = own
      if (first === undefined) throw new Error(`${platform} has no dashboard`)
      const search = searchOf(first)
      await page.goto(app.address + dashboardPath(first.id) + search)
      await expectAllAnswered(page, first)
      for (const dashboard of own.slice(1)) {
        await test.step(dashboard.id, async () => {
          const path = dashboardPath(dashboard.id)
          await page.getByRole('navigation', { name: 'Lookout' }).locator(`a[href^="${path}?"]`).click()
          await expect(page).toHaveURL(app.address + path + search)
          await expectAllAnswered(page, dashboard)
        })
      }
    })
  }
})
