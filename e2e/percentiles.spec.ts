import type { Locator, Page } from '@playwright/test'
import { panelOf, settle } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { expect, test } from './support/fixtures'
import { type LoadedSeries, startLoadedPrometheus } from './support/loaded-prometheus'
import { queryInstant } from './support/prometheus-api'
import type { PrometheusServer } from './support/prometheus-server'
import { recordQueries } from './support/requests'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const quantile = (q: number, by = 'le') => `histogram_quantile(${q}, sum by (${by}) (rate(work_seconds_bucket[10s])))`
const P99 = quantile(0.99)
const P50 = quantile(0.5)
const NATIVE = 'histogram_quantile(0.99, sum(rate(work_seconds_count[10s])))'
const BOUNDS = 'group by(le)(work_seconds_bucket)'

const SECOND = 1000
/** The series reach so far to both sides of now that no test sees an end of them; a rate over ten seconds always has its ten samples. */
const REACH = 3600 * SECOND
const BEGIN = Math.floor(Date.now() / SECOND) * SECOND - REACH

/** Sampled each second. */
function seriesOf(name: string, labels: Readonly<Record<string, string>>, valueAt: (second: number) => number) {
  const samples = Array.from({ length: (2 * REACH) / SECOND }, (_, i) => [BEGIN + i * SECOND, valueAt(i)] as const)
  const own = { __name__: name, job: 'odd', instance: 'odd:1', platform: 'odd', ...labels }
  return { labels: own, samples } satisfies LoadedSeries
}

/** Of a hundred works a second 60 take 0.5 to 2.5 s; 2 take longer than all bounds. */
const series: readonly LoadedSeries[] = [
  seriesOf('up', {}, () => 1),
  ...Object.entries({ '0.5': 0, '2.5': 60, '10': 98, '+Inf': 100 }).map(([le, share]) =>
    seriesOf('work_seconds_bucket', { le }, (second) => share * second),
  ),
  seriesOf('work_seconds_count', {}, (second) => 100 * second),
]

let prometheus: PrometheusServer
let site: Site

test.beforeAll(async ({ deploy }) => {
  prometheus = await startLoadedPrometheus(series, 'groups: []\n')
  // What Prometheus itself says of a quantile in the last bucket.
  expect(await queryInstant(prometheus.address, P99, Date.now())).toEqual([10])
  const steps = [
    { value: null, status: 'ok' },
    { value: 60, status: 'crit' },
  ]
  const kpi = { unit: 's', expr: P99, panel: 'over-time' }
  const dashboard = sketchDashboard(
    'slow',
    [
      {
        id: 'over-time',
        title: 'Work over time',
        kind: 'timeseries',
        unit: 's',
        queries: [
          { expr: P99, legend: 'p99' },
          { expr: P50, legend: 'p50' },
        ],
        options: { legend: { show: true, calcs: ['min', 'mean', 'max', 'last'] } },
      },
      { id: 'newest', title: 'Newest', kind: 'stat', unit: 's', expr: P99, options: { steps } },
      { id: 'dial', title: 'Dial', kind: 'gauge', unit: 's', expr: P99, options: { min: 0, max: 100, steps } },
      { id: 'bars', title: 'Bars', kind: 'bargauge', unit: 's', expr: quantile(0.99, 'platform, le') },
      {
        id: 'cells',
        title: 'Cells',
        kind: 'table',
        queries: [{ expr: `${quantile(0.99, 'platform, le')} * 1000`, instant: true }],
        unit: 'ms',
      },
      { id: 'plain', title: 'No quantile', kind: 'timeseries', unit: 's', expr: 'vector(10)', legend: 'ten' },
      { id: 'native', title: 'Without buckets', kind: 'stat', unit: 's', expr: NATIVE },
    ],
    {
      time: { from: 'now-5m', to: 'now' },
      kpis: [
        { id: 'alerting', title: 'In alert', ...kpi, target: { op: '<', value: 2 }, alert: { op: '>', value: 5 } },
        { id: 'unsure', title: 'Not sure', ...kpi, target: { op: '<', value: 20 }, alert: { op: '>', value: 60 } },
        { id: 'exact', title: 'Exact', ...kpi, expr: P50, target: { op: '<', value: 20 } },
      ],
    },
  )
  site = await deploy({
    prometheus: hostOf(prometheus.address),
    dashboards: { slow: dashboard },
    config: { platforms: [{ id: 'odd', title: 'Odd' }], dashboards: ['slow'] },
  })
})

test.afterAll(() => prometheus?.stop())

async function open(page: Page, search = ''): Promise<void> {
  await page.goto(`${site.address}/d/slow${search}`)
  await expect(page.locator('[data-kpi="alerting"] p').first()).toHaveText(/^≥/)
}

/** What sighted readers see: the words for others are left out. */
async function seen(mark: Locator): Promise<string> {
  return mark.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement
    for (const hidden of copy.querySelectorAll('.sr-only')) hidden.remove()
    return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
  })
}

/** Points at the right end of a chart, where the newest values are. */
async function pointAtChart(panel: Locator): Promise<void> {
  const chart = panel.getByRole('application')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('the chart is not in the page')
  await chart.hover({ position: { x: box.width - 10, y: box.height / 2 } })
}

/** What a chart has drawn. */
async function picture(panel: Locator): Promise<string> {
  return panel
    .locator('canvas')
    .first()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
}

test('a quantile above all bounds reads at least the highest, wherever it stands', async ({ page }) => {
  await open(page)

  await test.step('tiles', async () => {
    const tile = (id: string) => page.locator(`[data-kpi="${id}"]`)
    const figure = (id: string) => tile(id).locator('p').first()
    expect(await seen(figure('alerting'))).toBe('≥ 10 s')
    await expect(figure('alerting')).toHaveText('≥ at least 10 s')
    await expect(figure('alerting').getByTitle('at least 10 s')).toBeVisible()
    await expect(tile('alerting')).toContainText('in alert')
    await expect(tile('alerting').locator('[data-status]')).toHaveAttribute('data-status', 'crit')
    await expect(figure('unsure')).toHaveText('≥ at least 10 s')
    await expect(tile('unsure')).toContainText('may be in alert')
    await expect(tile('unsure').locator('[data-status]')).toHaveAttribute('data-status', 'unknown')
    await expect(figure('exact')).toHaveText(/^2\.\d+ s$/)
    await expect(tile('exact')).toContainText('on target')
  })

  await test.step('panels', async () => {
    await expect(panelOf(page, 'newest').locator('[data-state] p').first()).toHaveText('≥ at least 10 s')
    await expect(panelOf(page, 'newest').locator('[data-status]').first()).toHaveAttribute('data-status', 'unknown')
    await expect(panelOf(page, 'dial').getByRole('img')).toHaveAccessibleName(
      'Dial: at least 10 s, from 0 s to 1.67 min',
    )
    await expect(panelOf(page, 'bars').getByRole('listitem')).toContainText('≥ at least 10 s')
    // Scaled by the query, as the bounds are.
    await expect(panelOf(page, 'cells').locator('td[data-kind="value"]')).toHaveText('≥ at least 10 s')
  })

  await test.step('the legend', async () => {
    const row = (name: string) => panelOf(page, 'over-time').getByRole('row', { name: new RegExp(`^${name}`) })
    await expect(row('p99').getByRole('cell')).toHaveText(['≥ 10 s', '≥ 10 s', '≥ 10 s', '≥ 10 s'])
    await expect(row('p99').getByRole('cell', { name: 'at least 10 s' })).toHaveCount(4)
    await expect(row('p50').getByRole('cell').last()).toHaveText(/^2\.\d+ s$/)
  })

  await test.step('a 10 that is no quantile is ten', async () => {
    const row = panelOf(page, 'plain').getByRole('row', { name: /^ten/ })
    await expect(row.getByRole('cell').last()).toHaveText('10 s')
  })
})

test('the tooltip and the keys say at least, and in which bucket the others are', async ({ page }) => {
  await open(page, '?refresh=off')
  const panel = panelOf(page, 'over-time')
  await pointAtChart(panel)
  const tooltip = page.locator('body > [aria-hidden="true"][data-open]')
  await expect(tooltip).toHaveText(/p99≥ 10sno upper boundp502\.\d+s500 ms–2\.5 s$/)
  await page.mouse.move(0, 0)
  await panel.getByRole('application').focus()
  await page.keyboard.press('End')
  const spoken = /p99 at least 10 s no upper bound, p50 2\.\d+ s 500 ms–2\.5 s/
  await expect(panel.locator('[aria-live="polite"]')).toHaveText(spoken)
})

test('the details tell which bounds there are', async ({ page }) => {
  await open(page)
  await panelOf(page, 'over-time').getByRole('button', { name: 'About Work over time' }).click()
  const details = page.getByRole('dialog', { name: 'About Work over time' })
  await expect(details).toContainText('Buckets end at 500 ms, 2.5, 10 s; a quantile above 10 s reads at least that.')
  await expect(details.getByText('at least 10 s', { exact: false }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await panelOf(page, 'plain').getByRole('button', { name: 'About No quantile' }).click()
  const others = page.getByRole('dialog', { name: 'About No quantile' })
  await expect(others).toContainText('Evaluated at')
  await expect(others).not.toContainText('Buckets')
})

test('bands come and go by key, by menu and by address, for the series that are shown', async ({ page }) => {
  await open(page, '?refresh=off')
  const panel = panelOf(page, 'over-time')
  // The code that knows of buckets comes after the first panels.
  await panel.getByRole('button', { name: /^Menu of/ }).click()
  await expect(page.getByRole('menuitem', { name: /Show bucket bounds/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await page.mouse.move(0, 0)
  await settle(page)
  const plain = await picture(panel)
  await panel.getByRole('heading').hover()
  await settle(page)
  await page.keyboard.press('p')
  await page.keyboard.press('b')
  await expect(page).toHaveURL(/[?&]bounds(&|$)/)
  await expect.poll(() => picture(panel)).not.toBe(plain)
  const both = await picture(panel)

  await panel.getByRole('button', { name: 'p50' }).click()
  await expect.poll(() => picture(panel)).not.toBe(both)
  await panel.getByRole('button', { name: 'p50' }).click()
  await expect.poll(() => picture(panel)).toBe(both)

  await panel.getByRole('button', { name: /^Menu of/ }).click()
  await page.getByRole('menuitem', { name: /Hide bucket bounds/ }).click()
  await expect(page).not.toHaveURL(/bounds/)
  await panelOf(page, 'plain')
    .getByRole('button', { name: /^Menu of/ })
    .click()
  await expect(page.getByRole('menuitem', { name: /View large/ })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: /bucket bounds/ })).toHaveCount(0)
  await page.keyboard.press('Escape')

  await page.goto(`${site.address}/d/slow/over-time?bounds&refresh=off`)
  await expect(panel.getByRole('cell', { name: 'at least 10 s' }).first()).toBeVisible()
  await panel.getByRole('button', { name: /^Menu of/ }).click()
  await expect(page.getByRole('menuitem', { name: /Hide bucket bounds/ })).toBeVisible()
})

test('bounds are asked once for all quantiles of a histogram, and not by a page without quantiles', async ({
  page,
}) => {
  const asked = recordQueries(page)
  await open(page, '?refresh=off')
  await expect(panelOf(page, 'bars').getByRole('listitem')).toContainText('≥')
  const exprs = asked.map(({ expr }) => expr)
  expect(exprs.filter((expr) => expr === BOUNDS)).toHaveLength(1)
  expect(exprs.filter((expr) => expr.startsWith('group')).toSorted()).toEqual([
    BOUNDS,
    'group by(le,platform)(work_seconds_bucket)',
  ])
})

test('home says at least too, and calls nothing good that it cannot know', async ({ page }) => {
  await page.goto(`${site.address}/`)
  const card = page.locator('[data-platform="odd"]')
  const kpi = (id: string) => card.locator(`[data-kpi="${id}"]`)
  await expect(kpi('alerting')).toContainText('≥ at least 10 s')
  await expect(kpi('unsure')).toHaveAttribute('data-status', 'unknown')
  await expect(kpi('unsure')).toContainText('may be in alert')
  await expect(card).toContainText('In alert is at least 10 s, alert > 5 s.')
  await expect(kpi('exact')).not.toContainText('≥')
})
