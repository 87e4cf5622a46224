import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { formatText } from '~/domain/units/format-value'
import { freePort } from '~/testing/free-port'
import { type Stack, startStack } from '../scripts/stack/stack'
import { evaluatedMs, expectAllLive, kpiOf, panelOf, plain } from './support/board'
import { expect, test } from './support/fixtures'
import { queryOne } from './support/prometheus-api'
import { readShippedDashboard } from './support/shipped'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const INTERVAL_MS = 5_000
/** What a browser says by itself about an answer of nginx whose upstream is away (502) or starts (503). */
const UPSTREAM_AWAY = /Failed to load resource.*50[23].*\/prometheus\//

const dashboard = readShippedDashboard()

/** Servers of their own: these tests end them. */
let stack: Stack
let site: Site
let dataDir: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ deploy }) => {
  dataDir = mkdtempSync(join(tmpdir(), 'lookout-truth-'))
  const ports = { prometheus: await freePort(), alertmanager: await freePort(), sample: await freePort() }
  stack = await startStack({
    ports,
    dataDir,
    log: () => undefined,
    historyMs: 2.5 * 3_600_000,
    hasControl: true,
    hasOutages: false,
    handlesSignals: false,
  })
  site = await deploy({
    prometheus: hostOf(stack.addresses.prometheus),
    alertmanager: hostOf(stack.addresses.alertmanager),
  })
})

test.afterAll(async () => {
  await stack?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** The number of each tile and of each panel that shows one. */
async function figuresOf(page: Page): Promise<readonly string[]> {
  const boxes = await page.locator('[data-kpi] [data-state], article[data-panel] [data-state]').all()
  return Promise.all(boxes.map(async (box) => plain(await box.locator('p').first().textContent())))
}

async function truths(page: Page): Promise<readonly (string | null)[]> {
  return page.locator('[data-truth]').evaluateAll((all) => all.map((one) => one.getAttribute('data-truth')))
}

test('F01 F39: Prometheus dies under the open page and comes back: nothing false meanwhile, live again by itself', async ({
  page,
  noise,
}) => {
  test.setTimeout(120_000)
  await page.goto(`${site.address}/d/shorts-main?from=now-1h&to=now&refresh=5s`)
  await expectAllLive(page)
  await page.evaluate(() => Reflect.set(window, '__sameDocument', true))
  const panel = panelOf(page, 'job-duration')
  const legendRows = panel.getByRole('table').locator('tbody tr')
  await expect(legendRows).toHaveCount(3)

  noise.expect(UPSTREAM_AWAY)
  await stack.killPrometheus()
  const killedMs = Date.now()
  // Within one poll every panel and tile says so.
  await expect.poll(() => truths(page), { timeout: INTERVAL_MS + 5_000 }).toEqual(Array(12).fill('failed'))
  await expect(page.getByTestId('outage')).toContainText('Prometheus')
  await expect(page.getByTestId('outage')).toContainText(/Numbers on this page are the last known ones/)
  await expect(page.locator('[data-source="prometheus"]')).toHaveAttribute('data-status', 'down')

  // What was known stays, grey, with its age; nothing turned to zero, nothing is called good.
  const lastMs = await evaluatedMs(panel)
  expect(lastMs).toBeLessThan(killedMs)
  const keptFigures = await figuresOf(page)
  const kept = await Promise.all(
    dashboard.kpis.map(async ({ id, title, expr, unit }) => {
      const tile = kpiOf(page, id)
      return {
        title,
        expr,
        unit,
        atMs: await evaluatedMs(tile),
        text: plain(await tile.locator('p').first().textContent()),
      }
    }),
  )
  await expect(legendRows).toHaveCount(3)
  await expect(panel.getByRole('application')).toBeVisible()
  for (const box of await page.locator('[data-kpi] [data-status], article[data-panel] [data-status]').all()) {
    await expect(box).toHaveAttribute('data-status', 'unknown')
  }
  const body = panel.locator(':scope > div').first()
  await expect(body).toHaveCSS('filter', /saturate\(0\.25\)/)
  const ageOf = async () => {
    const text = (await panel.locator('header').textContent()) ?? ''
    const found = /, (\d+) s old/.exec(text)?.[1]
    return found === undefined ? Number.NaN : Number(found)
  }
  const firstAge = await ageOf()
  expect(firstAge).toBeGreaterThanOrEqual(0)
  await expect.poll(ageOf, { timeout: 10_000 }).toBeGreaterThan(firstAge)
  // The age is the time since what is shown was true, give or take the floor of a second and the reading.
  const shownAge = await ageOf()
  expect(Math.abs(shownAge - (Date.now() - lastMs) / 1000)).toBeLessThan(3)

  expect(await figuresOf(page)).toEqual(keptFigures)

  await stack.startPrometheus()
  const backMs = Date.now()
  await expectAllLive(page, { timeout: INTERVAL_MS + 5_000 })
  // The newest point of the grid of 15 s is at most that much older than the answer.
  expect(await evaluatedMs(panel)).toBeGreaterThan(backMs - 15_000 - 1_000)
  await expect(page.getByTestId('outage')).toBeEmpty()
  expect(await page.evaluate(() => Reflect.get(window, '__sameDocument'))).toBe(true)
  // What stood there meanwhile was the truth of its time.
  for (const { title, expr, unit, atMs, text } of kept) {
    const truth = await queryOne(stack.addresses.prometheus, expr, atMs)
    expect(text, title).toBe(formatText(truth, { unit }))
  }
})

test('F36 F41: a platform that is scraped no more is called stale, and its numbers grey', async ({ page }) => {
  test.setTimeout(120_000)
  await page.goto(`${site.address}/d/shorts-main?from=now-15m&to=now&refresh=5s`)
  await expectAllLive(page)
  const control = (answers: boolean) =>
    fetch(`${stack.addresses.sample}/control`, {
      method: 'POST',
      body: JSON.stringify({ platform: 'shorts', answers }),
    })
  expect((await control(false)).status).toBe(204)
  try {
    await expect
      .poll(async () => new Set(await truths(page)).has('live'), { timeout: 90_000, intervals: [1_000] })
      .toBe(false)
    await expect(panelOf(page, 'active-jobs').locator('header')).toContainText(/\d+ (s|min) old/)
    expect(new Set(await truths(page))).toEqual(new Set(['stale']))
  } finally {
    await control(true)
  }
  await expectAllLive(page, { timeout: 30_000 })
})
