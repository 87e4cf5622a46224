import { panelOf } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { type ScrapedExporter, startScrapedExporter } from './support/exporter'
import { expect, test } from './support/fixtures'
import { queryInstant } from './support/prometheus-api'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const IDLE_RATIO = '100 * sum(rate(idle_total{status!="ok"}[1m])) / sum(rate(idle_total[1m]))'
const STEPS = [
  { value: null, status: 'crit' },
  { value: 95, status: 'ok' },
]

let exporter: ScrapedExporter
let site: Site

test.beforeAll(async ({ deploy }) => {
  exporter = await startScrapedExporter(() => 'idle_total{status="ok"} 0\nidle_total{status="failed"} 0\nbusy 7\n')
  // Two scrapes are there, so a rate is: 0/0.
  await expect
    .poll(async () => queryInstant(exporter.prometheus, IDLE_RATIO, Date.now()), { timeout: 20_000 })
    .toEqual([Number.NaN])
  const dashboard = sketchDashboard(
    'honest',
    [
      { id: 'idle', title: 'Idle ratio', kind: 'stat', unit: 'percent', expr: IDLE_RATIO, options: { steps: STEPS } },
      {
        id: 'idle-gauge',
        title: 'Idle gauge',
        kind: 'gauge',
        unit: 'percent',
        expr: IDLE_RATIO,
        options: { min: 0, max: 100, steps: STEPS },
      },
      { id: 'nothing', title: 'Misspelt metric', kind: 'timeseries', expr: 'buzy' },
      { id: 'nothing-stat', title: 'Misspelt figure', kind: 'stat', expr: 'buzy', options: { steps: STEPS } },
      { id: 'syntax', title: 'Wrong query', kind: 'stat', expr: 'sum(busy' },
      { id: 'good', title: 'Good panel', kind: 'stat', expr: 'busy' },
      { id: 'Bad Id', title: 'Broken panel', kind: 'stat', expr: 'busy' },
      { id: 'odd-kind', title: 'Odd kind', kind: 'hologram', queries: [{ expr: 'busy' }] },
      { id: 'odd-options', title: 'Odd options', kind: 'stat', queries: [{ expr: 'busy' }], options: { steps: 'red' } },
    ],
    {
      kpis: [
        {
          id: 'idle-kpi',
          title: 'Idle',
          unit: 'percent',
          expr: IDLE_RATIO,
          target: { op: '>', value: 95 },
          alert: { op: '<', value: 95 },
        },
        {
          id: 'nothing-kpi',
          title: 'Nothing',
          unit: 'percent',
          expr: 'buzy',
          target: { op: '>', value: 95 },
          alert: { op: '<', value: 95 },
        },
      ],
    },
  )
  site = await deploy({ prometheus: hostOf(exporter.prometheus), dashboards: { honest: dashboard } })
})

test.afterAll(() => exporter?.stop())

test('idle, absent, wrong and broken panels each say what they are, and the others go on', async ({ page, noise }) => {
  // The browser itself reports the answer to the query that is wrong.
  noise.expect(/Failed to load resource.*400/)
  await page.goto(`${site.address}/d/honest`)
  const panel = (id: string) => panelOf(page, id)

  await test.step('0/0 is no traffic: neither zero nor red', async () => {
    for (const id of ['idle', 'idle-gauge']) {
      await expect(panel(id)).toHaveAttribute('data-truth', 'idle')
      await expect(panel(id)).toContainText('no traffic')
      await expect(panel(id).locator('[data-status]').first()).toHaveAttribute('data-status', 'unknown')
      await expect(panel(id).locator('[data-state] p').first()).toHaveText('no traffic')
      await expect(panel(id)).not.toContainText('Critical')
    }
    const tile = page.locator('[data-kpi="idle-kpi"]')
    await expect(tile).toContainText('no traffic')
    await expect(tile.locator('[data-status]').first()).toHaveAttribute('data-status', 'unknown')
    await expect(tile).not.toContainText('in alert')
  })

  await test.step('a metric that does not exist is no data', async () => {
    for (const id of ['nothing', 'nothing-stat']) {
      await expect(panel(id)).toHaveAttribute('data-truth', 'empty')
      await expect(panel(id)).toContainText('No data')
      await expect(panel(id)).toContainText('No series matches the query in this range.')
    }
    const tile = page.locator('[data-kpi="nothing-kpi"]')
    await expect(tile).toContainText('no data')
    await expect(tile).not.toContainText('in alert')
  })

  await test.step('F24: a wrong query shows what Prometheus says of it', async () => {
    await expect(panel('syntax')).toHaveAttribute('data-truth', 'failed')
    await expect(panel('syntax')).toContainText(/unclosed left parenthesis/)
  })

  await test.step('a panel that cannot be read says where in the file', async () => {
    await expect(panel('broken-7')).toContainText('/panels/6/id')
    await expect(panel('odd-kind')).toContainText('hologram')
    await expect(panel('odd-options')).toContainText(/steps/)
  })

  await test.step('the good one is live', async () => {
    await expect(panel('good')).toHaveAttribute('data-truth', 'live')
    await expect(panel('good').locator('[data-state] p').first()).toHaveText('7')
  })
})

test('F24: a wrong query is not asked again at every refresh', async ({ page, noise }) => {
  noise.expect(/Failed to load resource.*400/)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/query')) asked.push(request.postData() ?? request.url())
  })
  await page.goto(`${site.address}/d/honest`)
  const busyAsked = () => asked.filter((text) => /query=busy(&|$)/.test(text)).length
  await expect.poll(busyAsked, { timeout: 30_000 }).toBeGreaterThanOrEqual(3)
  expect(asked.filter((text) => text.includes('sum%28busy')).length).toBe(1)
})

test('F40: a dashboard file that is not there, and one that is no JSON, say so and mend themselves', async ({
  page,
  deploy,
  noise,
}) => {
  noise.expect(/Failed to load resource.*404.*\/dashboards\/later\.json/)
  const own = await deploy({ config: { dashboards: ['later', 'shorts-main'] } })
  await page.goto(`${own.address}/d/later`)
  await expect(page.getByText('The dashboard "later" cannot be shown')).toBeVisible()
  own.write('dashboards/later.json', '{"schema": 1,')
  const good = sketchDashboard('later', [{ id: 'up', title: 'Up', kind: 'stat', expr: 'max(up)' }])
  await expect(page.getByRole('main')).toContainText(/JSON/, { timeout: 20_000 })
  own.write('dashboards/later.json', JSON.stringify(good))
  await expect(panelOf(page, 'up')).toHaveAttribute('data-truth', 'live', { timeout: 20_000 })
})

test('F84 H53: a broken config.json is shown with line and reason, and mends itself', async ({ page, deploy }) => {
  const own = await deploy({})
  const whole = own.read('config.json')
  own.write('config.json', whole.replace('"prometheus",\n', '"prometheus"\n'))
  await page.goto(`${own.address}/d/shorts-main`)
  await expect(page.getByRole('heading', { name: 'Lookout cannot use its configuration' })).toBeVisible()
  await expect(page.getByText(/^Line \d+, column \d+/).first()).toBeVisible()
  const lines = whole.split('\n')
  const lineOfFault = lines.findIndex((line) => line.includes('"id": "prometheus",')) + 1
  expect(lineOfFault).toBeGreaterThan(0)
  // The comma is missed where the next key begins, or right where it should be.
  await expect(page.getByText(new RegExp(`^Line (${lineOfFault}|${lineOfFault + 1}),`)).first()).toBeVisible()

  own.write('config.json', whole.replace('"30s"', '"soon"'))
  await expect(page.getByRole('main')).toContainText('/refresh', { timeout: 10_000 })
  own.write('config.json', whole)
  await expect(panelOf(page, 'active-jobs')).toHaveAttribute('data-truth', 'live', { timeout: 15_000 })
})

test('F02: a Prometheus whose host does not exist is named, and the page stands', async ({ page, deploy, noise }) => {
  const own = await deploy({
    config: {
      sources: {
        metrics: [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: 'http://nope.invalid:9090' }],
      },
    },
  })
  noise.expect(/Failed to load resource: net::ERR_NAME_NOT_RESOLVED.*nope\.invalid/)
  noise.tolerate(/Failed to load resource: net::ERR_.*nope\.invalid/)
  await page.goto(`${own.address}/d/shorts-main`)
  const panel = panelOf(page, 'active-jobs')
  await expect(panel).toHaveAttribute('data-truth', 'failed')
  await expect(panel).toContainText('nope.invalid')
  await expect(panel.locator('[data-state="value"]')).toHaveCount(0)
  await expect(page.getByTestId('outage')).toContainText('Prometheus')
})
