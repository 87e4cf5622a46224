import type { Page } from '@playwright/test'
import { findings } from './support/axe'
import { expect, test } from './support/fixtures'
import { startLoadedPrometheus } from './support/loaded-prometheus'
import type { PrometheusServer } from './support/prometheus-server'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const RULES = `groups:
  - name: all
    interval: 1s
    rules:
      - {alert: Fires, expr: "depth > 1", labels: {severity: warning, platform: shorts}, annotations: {dashboard: shorts-main, panel: active-jobs, summary: It fires}}
      - {alert: Quiet, expr: "depth > 100", for: 5m}
      - {alert: NoMetric, expr: "gone_total > 1"}
      - {alert: NoLabel, expr: 'depth{zone="x"} > 1'}
      - {alert: NoValue, expr: 'depth{queue="b"} > 1'}
      - {alert: NeverTrue, expr: "sum(rate(depth_total[5m])) < -1"}
      - {alert: Fails, expr: "depth * on () group_left label_replace(depth, \\"a\\", \\"b\\", \\"\\", \\"\\") * on () (depth or (other))", labels: {severity: "<img src=x onerror=alert(1)>"}}
  - name: many
    interval: 1s
    rules:
${Array.from({ length: 300 }, (_, i) => `      - {alert: Many${i}, expr: "depth > ${100 + i}"}`).join('\n')}
`

let prometheus: PrometheusServer
let site: Site

test.beforeAll(async ({ deploy }) => {
  const nowMs = Date.now()
  const samples = Array.from({ length: 30 }, (_, i) => [nowMs - (30 - i) * 10_000, 5] as const)
  const series = (labels: Record<string, string>) => ({ labels, samples })
  prometheus = await startLoadedPrometheus(
    [
      series({ __name__: 'depth', queue: 'a' }),
      series({ __name__: 'depth_total', queue: 'a' }),
      series({ __name__: 'other', queue: 'b' }),
    ],
    RULES,
  )
  site = await deploy({ prometheus: hostOf(prometheus.address) })
})

test.afterAll(() => prometheus.stop())

const ruleOf = (page: Page, name: string) => page.locator(`[data-rule="${name}"]`)

test('each rule stands as it is', async ({ page }) => {
  await page.goto(`${site.address}/alerts/rules?state=blind,firing,may`)
  for (const [name, standing, text] of [
    ['NoMetric', 'blind', 'The metric gone_total does not exist'],
    ['NoLabel', 'blind', 'No series of depth has the label zone'],
    ['NeverTrue', 'blind', 'is never true'],
    ['Fails', 'blind', 'Its evaluation fails: found duplicate series'],
    ['NoValue', 'may', 'No series matches depth{queue="b"} now'],
    ['Fires', 'firing', 'It fires'],
  ] as const) {
    await expect(ruleOf(page, name)).toHaveAttribute('data-standing', standing)
    await expect(ruleOf(page, name)).toContainText(text)
    await expect(ruleOf(page, name)).toContainText(/ago, took /)
  }
  await expect(page.locator('[data-rule]')).toHaveCount(6)
  expect(await findings(page)).toEqual([])
})

test('a rule has an address, and its details lead to panel, runbook and alerts', async ({ page }) => {
  await page.goto(`${site.address}/alerts/rules?state=firing&from=now-2h&to=now`)
  await ruleOf(page, 'Fires').getByRole('button', { name: /Fires/ }).click()
  await expect(page).toHaveURL(/[?&]rule=Fires/)
  await page.reload()
  const details = ruleOf(page, 'Fires')
  await expect(details.locator('[data-expr]')).toHaveText('depth > 1')
  await expect(details.getByRole('link', { name: 'Runbook' })).toHaveAttribute(
    'href',
    '/runbooks/Fires?from=now-2h&to=now',
  )
  await expect(details.getByRole('link', { name: 'Open alerts' })).toHaveAttribute(
    'href',
    /\/alerts\?q=alertname%3DFires/,
  )
  await details.getByRole('link', { name: 'Panel' }).click()
  await expect(page).toHaveURL(/\/d\/shorts-main\/active-jobs\?from=now-2h&to=now/)
})

test('a link to one of hundreds of rules brings it into view, once', async ({ page }) => {
  await page.goto(`${site.address}/alerts/rules?rule=Many250`)
  const head = ruleOf(page, 'Many250').getByRole('button', { name: /Many250/ })
  await expect(head).toBeInViewport()
  await expect(head).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByText(/Looking whether/)).toHaveCount(0)
  await expect(head).toBeInViewport()
  await page.mouse.move(400, 400)
  await page.mouse.wheel(0, -100_000)
  await expect(head).not.toBeInViewport()
  // Another answer does not bring it back.
  await page.waitForResponse((response) => response.url().includes('/api/v1/rules'))
  await page.waitForResponse((response) => response.url().includes('/api/v1/rules'))
  await expect(head).not.toBeInViewport()
})

test('a link to one of few rules does, too', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 300 })
  await page.goto(`${site.address}/alerts/rules?state=blind,firing,may,inactive&q=many2&rule=Many299`)
  await expect(page.getByText(/111 of 307 rules/)).toBeVisible()
  await expect(ruleOf(page, 'Many299').getByRole('button', { name: /Many299/ })).toBeInViewport()
})

test('hundreds of rules are searched, and only those in sight are in the page', async ({ page }) => {
  await page.goto(`${site.address}/alerts/rules`)
  await expect(page.getByText(/307 rules; \d cannot fire/)).toBeVisible()
  expect(await page.locator('[data-rule]').count()).toBeLessThan(80)
  await page.getByRole('searchbox', { name: 'Search rules' }).fill('many29')
  await expect(page.locator('[data-rule]')).toHaveCount(11)
  await expect(page).toHaveURL(/[?&]q=many29/)
})
