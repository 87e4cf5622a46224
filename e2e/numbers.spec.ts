import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { formatText, formatValue, type ValueFormat } from '~/domain/units/format-value'
import { evaluatedMs, expectTakenOver, kpiOf, openBoard, PANELS, panelOf, plain } from './support/board'
import { expect, test } from './support/fixtures'
import { queryOne, queryPoints, scrapeAgeSeconds } from './support/prometheus-api'
import { readShippedDashboard } from './support/shipped'

const HOUR_MS = 3_600_000
const STEP_MS = 60_000
const dashboard = readShippedDashboard()

test.use({ viewport: { width: 1920, height: 1080 } })

/** A live page without refreshes, opened between two scrapes, so that what it was told stays what anybody is told. */
async function openStill(page: Page, prometheus: string): Promise<void> {
  await expect
    .poll(async () => {
      const age = await scrapeAgeSeconds(prometheus)
      return age > 1 && age < 10
    })
    .toBe(true)
  await openBoard(page, '?refresh=off')
}

/** What the details of a panel say: each query, the time of its newest value, and the raw values. */
async function readDetails(page: Page, panel: Locator, title: string) {
  await panel.hover()
  await panel.getByRole('button', { name: `About ${title}`, exact: true }).click()
  const details = page.getByRole('dialog', { name: `About ${title}` })
  await expect(details.locator('[data-expr]').first()).toBeVisible()
  const queries = await details.locator('section').evaluateAll((sections) =>
    sections.map((section) => ({
      expr: section.querySelector('[data-expr]')?.textContent?.trim() ?? '',
      evaluatedAt: section.querySelector('time')?.dateTime ?? '',
      values: [...section.querySelectorAll('dd code')].map((code) => code.textContent),
    })),
  )
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  return queries
}

/** What is read of a panel at one time: a slow first load asks again for the newest values, and what is read across that is read anew. */
async function atOneTime<T>(
  mark: Locator,
  read: () => Promise<T>,
): Promise<{ readonly atMs: number; readonly found: T }> {
  const atMs = await evaluatedMs(mark)
  const found = await read()
  return (await evaluatedMs(mark)) === atMs ? { atMs, found } : atOneTime(mark, read)
}

async function shownFigure(mark: Locator): Promise<string> {
  const box = mark.locator('[data-state]').first()
  await expect(box).toHaveAttribute('data-state', 'value')
  return plain(await box.locator('p').first().textContent())
}

function formatOf(item: { readonly unit: string; readonly decimals?: number | undefined }): ValueFormat {
  return { unit: item.unit, ...(item.decimals !== undefined && { decimals: item.decimals }) }
}

test('the board has the six panels and the tiles of the dashboard file, in order', async ({ page }) => {
  await openBoard(page)
  await expect(page.locator('article[data-panel] h2')).toHaveText(PANELS.map(([, title]) => title))
  await expect(page.locator('[data-kpi] h3')).toHaveText(dashboard.kpis.map(({ title }) => title))
})

test('each tile shows what Prometheus answers for its query at its time', async ({ page, world }) => {
  const openedMs = Date.now()
  await openStill(page, world.prometheus)
  for (const kpi of dashboard.kpis) {
    await test.step(kpi.title, async () => {
      const tile = kpiOf(page, kpi.id)
      const { atMs, found } = await atOneTime(tile, async () => ({
        figure: await shownFigure(tile),
        value: Number(await tile.getAttribute('data-value')),
      }))
      expect(atMs).toBeGreaterThan(openedMs - 60_000)
      const truth = await queryOne(world.prometheus, kpi.expr, atMs)
      expect(found).toEqual({ figure: formatText(truth, formatOf(kpi)), value: truth })
    })
  }
})

test('each figure shows what Prometheus answers for the shown query at the shown time', async ({ page, world }) => {
  await openStill(page, world.prometheus)
  for (const [id, title] of PANELS.slice(0, 4)) {
    await test.step(title, async () => {
      const panel = panelOf(page, id)
      const { atMs, found } = await atOneTime(panel, async () => ({
        figure: await shownFigure(panel),
        queries: await readDetails(page, panel, title),
      }))
      const [query, ...others] = found.queries
      expect(others).toEqual([])
      const truth = await queryOne(world.prometheus, query?.expr ?? '', atMs)
      expect(new Date(query?.evaluatedAt ?? '').getTime()).toBe(atMs)
      expect(query?.values.map(Number)).toEqual([truth])
      const described = dashboard.panels.find((one) => one.id === id)
      expect(found.figure).toBe(formatText(truth, formatOf(described ?? { unit: 'none' })))
    })
  }
})

test('the details of a panel have its points as they came, the cost of each request, and its definition', async ({
  page,
  world,
}) => {
  await openStill(page, world.prometheus)
  const panel = panelOf(page, 'active-jobs')
  await panel.hover()
  await panel.getByRole('button', { name: 'About Active Jobs', exact: true }).click()
  const details = page.getByRole('dialog', { name: 'About Active Jobs' })
  // A slow first load asks for the newest value once more: then that is the newest request.
  await expect(details).toContainText(
    /(Whole range asked\s*\d+ ms, [\d.]+ \w+, of [\d-]{10} [\d:]{8} to [\d-]{10}|Newest value asked\s*\d+ ms, [\d.]+ \w+, of [\d-]{10}) [\d:]{8}/,
  )
  await details.getByText(/^Points: 1 series, 36\d times$/).click()
  const rows = details.locator('tbody tr')
  await expect(rows).toHaveCount(100)
  const query = dashboard.panels.find((one) => one.id === 'active-jobs')?.queries[0]?.expr ?? ''
  const { atMs, found: newest } = await atOneTime(panel, () => rows.first().locator('td').textContent())
  expect(newest).toBe(String(await queryOne(world.prometheus, query, atMs)))
  await details.getByText('Definition as JSON').click()
  const definition = JSON.parse((await details.locator('[data-definition]').textContent()) ?? '')
  expect(definition).toMatchObject({ id: 'active-jobs', kind: 'gauge', queries: [{ expr: query }] })
})

/** All points that a live range of 6 hours holds of an expression, by the API: the grid, and the newest value. */
async function pointsOf(prometheus: string, expr: string, atMs: number): Promise<ReadonlyMap<number, number>> {
  const endMs = Math.floor(atMs / STEP_MS) * STEP_MS
  const startMs = Math.floor((atMs - 6 * HOUR_MS) / STEP_MS) * STEP_MS
  const points = await queryPoints(prometheus, expr, startMs, endMs, STEP_MS)
  return new Map([...points, [atMs, await queryOne(prometheus, expr, atMs)]])
}

const TIMESERIES = [
  { id: 'job-duration', title: 'Job Duration', names: ['p99', 'p95', 'p50'], unitInHead: false },
  { id: 'request-rate', title: 'Request Rate', names: ['created', 'completed'], unitInHead: true },
] as const

for (const { id, title, names, unitInHead } of TIMESERIES) {
  test(`the legend and the CSV of ${title} have what Prometheus answers for the shown queries`, async ({
    page,
    world,
  }) => {
    await openStill(page, world.prometheus)
    const panel = panelOf(page, id)
    const { atMs, found: details } = await atOneTime(panel, () => readDetails(page, panel, title))
    const format = formatOf(dashboard.panels.find((one) => one.id === id) ?? { unit: 'none' })
    const table = panel.getByRole('table', { name: `${title}, series` })
    await expect(table.locator('tbody th')).toHaveText([...names])
    if (unitInHead) await expect(table.locator('thead')).toContainText('jobs/s')
    for (const [i, name] of names.entries()) {
      await test.step(name, async () => {
        const points = await pointsOf(world.prometheus, details[i]?.expr ?? '', atMs)
        const values = [...points.values()].filter((value) => !Number.isNaN(value))
        const figures = {
          last: points.get(atMs) ?? Number.NaN,
          min: Math.min(...values),
          mean: values.reduce((sum, value) => sum + value, 0) / values.length,
          max: Math.max(...values),
        }
        expect(details[i]?.values.map(Number)).toEqual([figures.last])
        const row = table.locator('tbody tr').nth(i)
        for (const [column, figure] of Object.entries(figures)) {
          const cell = row.locator(`td[data-column="${column}"]`)
          await expect(cell).toBeVisible()
          const { text } = formatValue(figure, format)
          expect(plain(await cell.textContent()), column).toBe(unitInHead ? text : formatText(figure, format))
        }
      })
    }

    await panel.hover()
    await panel.getByRole('button', { name: `Menu of ${title}` }).click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Download data as CSV' }).click()
    const file = await (await downloading).path()
    expect((await downloading).suggestedFilename()).toBe(`main-${id}.csv`)
    const [head, ...rows] = (await readFile(file, 'utf8')).replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(head).toBe(['time', 'time_ms', ...names].join(','))
    const cells = rows.map((row) => row.split(','))
    for (const [iso, ms] of cells) expect(new Date(Number(ms)).toISOString()).toBe(iso)
    for (const [i, { expr }] of details.entries()) {
      const exported = cells.flatMap(([, ms, ...values]) =>
        values[i] === '' ? [] : [[Number(ms), Number(values[i])] as const],
      )
      expect(exported.length).toBeGreaterThan(360)
      expect(new Map(exported)).toEqual(await pointsOf(world.prometheus, expr, atMs))
    }
  })
}

test('a fixed range shows the figures at its end, the same to everybody', async ({ page, world }) => {
  const toMs = Math.floor(Date.now() / STEP_MS) * STEP_MS - 20 * STEP_MS
  await page.goto(`/d/shorts-main?from=${toMs - HOUR_MS}&to=${toMs}`)
  await expectTakenOver(page)
  for (const kpi of dashboard.kpis) {
    const tile = kpiOf(page, kpi.id)
    await expect(tile).toHaveAttribute('data-evaluated-ms', String(toMs))
    const truth = await queryOne(world.prometheus, kpi.expr, toMs)
    expect(await shownFigure(tile), kpi.title).toBe(formatText(truth, formatOf(kpi)))
  }
})
