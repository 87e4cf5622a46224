import type { BrowserContext, Page } from '@playwright/test'
import { FIRING_EXPR } from '~/domain/alerts/firing'
import { sketchDashboard } from './support/dashboards'
import { expect, test } from './support/fixtures'
import { startLoadedPrometheus } from './support/loaded-prometheus'
import { queryInstant } from './support/prometheus-api'
import type { PrometheusServer } from './support/prometheus-server'
import { recordQueries } from './support/requests'
import type { Site } from './support/site'
import { hostOf } from './support/world'

/** When a second critical alert begins; the pages must have been asked before. */
const LATER_MS = 75_000

let prometheus: PrometheusServer
let site: Site

test.beforeAll(async ({ deploy }) => {
  const startMs = Date.now()
  prometheus = await startLoadedPrometheus(
    [{ labels: { __name__: 'depth' }, samples: [[startMs - 1000, 1]] }],
    `groups:
  - name: all
    interval: 1s
    rules:
      - {alert: FiresAlready, expr: "vector(1)", labels: {severity: critical}}
      - {alert: Warns, expr: "vector(1)", labels: {severity: warning}}
      - {alert: Informs, expr: "vector(1)", labels: {severity: info}}
      - {alert: Begins, expr: "vector(time()) > ${(startMs + LATER_MS) / 1000}", labels: {severity: critical}, annotations: {summary: It begins}}
`,
  )
  const metrics = [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: '/prometheus' }]
  site = await deploy({ prometheus: hostOf(prometheus.address), config: { sources: { metrics } } })
})

test.afterAll(() => prometheus.stop())

/** Notifications that the pages of a context show, in their order. */
async function recordNotifications(context: BrowserContext): Promise<readonly string[]> {
  const shown: string[] = []
  await context.exposeFunction('__notified', (text: string) => void shown.push(text))
  await context.addInitScript(() => {
    class Recorded {
      static permission = 'granted'
      static requestPermission = async () => 'granted'
      constructor(title: string, { body }: { readonly body: string }) {
        const report: unknown = Reflect.get(window, '__notified')
        if (typeof report === 'function') report(`${title}: ${body}`)
      }
    }
    Reflect.set(window, 'Notification', Recorded)
  })
  return shown
}

/** What the navigation says of alerts. */
const navOf = (page: Page) => page.getByRole('navigation', { name: 'Lookout' }).getByRole('link', { name: /^Alerts/ })

const iconOf = (page: Page) => page.locator('link[rel="icon"]').getAttribute('href')

test('what fires is on the tab and in the navigation, and one tab tells of what begins', async ({ page, context }) => {
  const shown = await recordNotifications(context)
  await page.goto(`${site.address}/alerts/rules`)
  await expect(page).toHaveTitle('(2) Alerts · Lookout')
  await expect(page.getByRole('navigation', { name: 'Lookout' }).getByRole('link', { name: /Alerts/ })).toHaveText(
    'Alerts2 firing',
  )
  expect(await iconOf(page)).toBe('/icon-critical.svg')
  for (const name of ['critical', 'warning']) {
    const icon = await page.request.get(`${site.address}/icon-${name}.svg`)
    expect([icon.status(), icon.headers()['content-type']]).toEqual([200, 'image/svg+xml'])
  }
  await page.getByRole('button', { name: 'Notification' }).click()
  await expect(page.getByRole('button', { name: 'Notification' })).toHaveAttribute('aria-pressed', 'true')
  const second = await context.newPage()
  await second.goto(`${site.address}/alerts/rules`)
  await expect(second).toHaveTitle('(2) Alerts · Lookout')
  expect(shown).toEqual([])
  await expect(page).toHaveTitle('(3) Alerts · Lookout', { timeout: 90_000 })
  await expect(second).toHaveTitle('(3) Alerts · Lookout')
  await expect.poll(() => shown).toEqual(['Begins: It begins'])
  // Another page of the app keeps the count.
  await page.getByRole('link', { name: 'Home' }).click()
  await expect(page).toHaveTitle(/^\(3\) (?!\()/)
  expect(shown).toHaveLength(1)
})

/** Alerts of all sorts: two that need somebody at the start of a page's life, with what is no part of the count. */
const SORTS = `groups:
  - name: all
    interval: 1s
    rules:
      - {alert: Watchdog, expr: "vector(1)", labels: {severity: none}}
      - {alert: DeadMansSwitch, expr: "vector(1)", labels: {severity: critical, platform: odd}}
      - {alert: Burns, expr: "vector(1)", labels: {severity: critical, platform: odd}}
      - {alert: Elsewhere, expr: "vector(1)", labels: {severity: warning}}
      - {alert: Pages, expr: "vector(1)", labels: {severity: page, platform: gone}}
      - {alert: Informs, expr: "vector(1)", labels: {severity: info, platform: odd}}
      - {alert: Silenced, expr: "vector(1)", labels: {severity: critical, platform: odd}}
      - {alert: Waits, expr: "vector(1)", for: 1h, labels: {severity: critical, platform: odd}}
`

test.describe('what fires is counted once', () => {
  let sorts: PrometheusServer
  let own: Site

  test.beforeAll(async ({ deploy, world }) => {
    const depth = { labels: { __name__: 'depth' }, samples: [[Date.now() - 1000, 1] as const] }
    sorts = await startLoadedPrometheus([depth], SORTS)
    const metrics = [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: '/prometheus' }]
    const alerts = [{ id: 'alertmanager', title: 'Alertmanager', kind: 'alertmanager', url: '/alertmanager' }]
    const panels = [{ id: 'figure', title: 'Figure', kind: 'stat', expr: 'vector(1)' }]
    own = await deploy({
      prometheus: hostOf(sorts.address),
      dashboards: { figures: sketchDashboard('figures', panels, { platform: 'odd' }) },
      config: { sources: { metrics, alerts }, platforms: [{ id: 'odd', title: 'Odd' }], dashboards: ['figures'] },
    })
    const post = async (path: string, content: unknown) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${world.alertmanager}/api/v2${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(content),
      })
      expect(answer.status).toBe(200)
    }
    // As this Prometheus would send it, with a label that it adds.
    const labels = { alertname: 'Silenced', severity: 'critical', platform: 'odd', cluster: 'telling' }
    await post('/alerts', [{ labels }])
    await post('/silences', {
      matchers: [{ name: 'cluster', value: 'telling', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'test',
      comment: 'test',
    })
    await expect
      .poll(async () => (await queryInstant(sorts.address, 'count(ALERTS{alertstate="firing"})', Date.now()))[0])
      .toBe(7)
    const isMuted = async () => {
      const answer = await fetch(`${world.alertmanager}/api/v2/alerts?active=false`)
      return JSON.stringify(await answer.json()).includes('"telling"')
    }
    await expect.poll(isMuted).toBe(true)
  })

  test.afterAll(() => sorts?.stop())

  test('alike by the navigation, the tab, home and the list', async ({ page }) => {
    await page.goto(`${own.address}/`)
    await expect(navOf(page)).toHaveText('Alerts3 firing')
    await expect(page).toHaveTitle('(3) Home · Lookout')
    const chips = page.locator('[data-severity="critical"], [data-severity="warning"], [data-severity="page"]')
    const sum = async () =>
      (await chips.allTextContents()).reduce((total, text) => total + Number.parseInt(text, 10), 0)
    await expect.poll(sum).toBe(3)
    await expect(page.locator('[data-platform="odd"] [data-muted]')).toHaveText('1 muted')
    await navOf(page).click()
    await expect(page.getByRole('status').filter({ hasText: '3 firing, 1 for information, 1 pending' })).toBeVisible()
    await expect(navOf(page)).toHaveText('Alerts3 firing')
  })

  test('with one small question a refresh, and with none where refresh is off', async ({ page, context }) => {
    const refreshing = await context.newPage()
    await refreshing.goto(`${own.address}/d/figures?refresh=5s`)
    const all = () => asked.filter(({ expr }) => expr === FIRING_EXPR).length
    const [asked, others, rules] = [recordQueries(refreshing), recordQueries(page), [] as string[]]
    for (const one of [page, refreshing]) {
      one.on('request', (request) => void (request.url().includes('/rules') && rules.push(request.url())))
    }
    await page.goto(`${own.address}/d/figures?refresh=off`)
    await expect(navOf(page)).toHaveText('Alerts3 firing')
    await expect(navOf(refreshing)).toHaveText('Alerts3 firing')
    const alerts = () => others.filter(({ expr }) => expr.includes('ALERTS')).map(({ expr }) => expr)
    const before = alerts()
    expect(before.filter((expr) => expr === FIRING_EXPR)).toHaveLength(1)
    const start = all()
    await expect.poll(all, { timeout: 20_000 }).toBe(start + 3)
    expect(alerts()).toEqual(before)
    // The chips of panels ask for the rules once a page.
    expect(rules.length).toBeLessThanOrEqual(2)
  })

  test('and said to be old once Prometheus is away', async ({ page, noise }) => {
    noise.expect(/502/)
    await page.goto(`${own.address}/alerts/rules?refresh=5s`)
    await expect(navOf(page)).toHaveText('Alerts3 firing')
    await sorts.stop()
    await expect(navOf(page)).toHaveText(
      /^Alerts3\? How many alerts fire is not known: .* 3 fired when it was last known\.$/,
    )
    await expect(page).toHaveTitle('(3?) Alerts · Lookout')
    expect(await iconOf(page)).toBe('/favicon.svg')
    // Who comes now is told that nobody knows, and no number.
    await page.reload()
    await expect(navOf(page)).toHaveText(/^Alerts\? How many alerts fire is not known: /)
    await expect(page).toHaveTitle('(?) Alerts · Lookout')
  })
})
