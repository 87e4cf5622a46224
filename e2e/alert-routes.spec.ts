import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { amtoolReceivers, hasAmtool } from '~/testing/real-amtool'
import { fireAlert, heldAlerts } from './support/alertmanager-api'
import { findingsInScheme } from './support/axe'
import { expect, test } from './support/fixtures'
import { serveApp } from './support/serve-app'

const CONFIG = 'deploy/alertmanager/alertmanager.yml'
const RECEIVERS = 12

const field = (page: Page) => page.getByLabel('Labels of an alert')
/** What is said of the only Alertmanager, beside its routes. */
const notice = (page: Page) => page.getByRole('region', { name: 'Alertmanager' }).getByRole('alert')
const answer = (page: Page) => page.locator('[data-reached]')

test.skip(!hasAmtool, 'amtool is not installed')

test('labels lead to the receivers that amtool names', async ({ page }) => {
  await page.goto('/alerts/routes')
  await expect(answer(page)).toHaveText(/^Type the labels/)
  for (const [text, labels] of [
    [
      'alertname="JobQueueBacklogCritical", severity="critical", platform="transcode", component="job_queue"',
      { alertname: 'JobQueueBacklogCritical', severity: 'critical', platform: 'transcode', component: 'job_queue' },
    ],
    ['alertname=Own', { alertname: 'Own' }],
    ['alertname=A platform=pipeline team=sla', { alertname: 'A', platform: 'pipeline', team: 'sla' }],
    ['{alertname="Watchdog"}', { alertname: 'Watchdog' }],
  ] as const) {
    await field(page).fill(text)
    const receivers = await amtoolReceivers(CONFIG, new Map(Object.entries(labels)))
    await expect(answer(page)).toHaveAttribute('data-reached', receivers.join(','))
    await expect(page.locator('[data-hit="sends"]')).toHaveCount(receivers.length)
    await expect(page).toHaveURL((url) => url.searchParams.get('labels') === text)
  }
})

test('an address keeps the labels, and a sentence says how soon and how often', async ({ page }) => {
  const labels = 'severity="critical", platform="transcode", component="database"'
  await page.goto(`/alerts/routes?${new URLSearchParams({ labels })}`)
  await expect(field(page)).toHaveValue(labels)
  await expect(answer(page)).toHaveText(
    // The receivers of these tests have no integration.
    /^Reaches critical-alerts, which sends nothing, after 10 s and again every 1 h, then database-alerts, .+ after 30 s and again every 4 h\.$/,
  )
  await field(page).fill('severity!="critical"')
  await expect(page.getByText('An alert has labels with one value each')).toBeVisible()
})

test('an alert that fires is taken from the list or from an address', async ({ page, world }) => {
  const labels = { alertname: 'RoutesAsked', severity: 'critical', platform: 'transcode', component: 'storage' }
  const find = async () => {
    const all = await heldAlerts(world.alertmanager, { alertname: labels.alertname })
    return all.find(({ receivers }) => receivers.length > 0)
  }
  await fireAlert(world.alertmanager, { labels })
  await expect.poll(find).toBeDefined()
  const alert = await find()
  await page.goto(`/alerts/routes?alert=${alert?.fingerprint}`)
  await expect(field(page)).toHaveValue(/^alertname="RoutesAsked", /)
  await expect(answer(page)).toHaveAttribute('data-reached', alert?.receivers.map(({ name }) => name).join(',') ?? '')

  await page.goto('/alerts/routes?alert=0000000000000000')
  await expect(page.getByText('The alert of this address is known no more')).toBeVisible()
  await page.getByLabel('Or one that is known').selectOption({ index: 1 })
  await expect(answer(page)).toHaveText(/^Reaches/)
  await expect(page).not.toHaveURL(/alert=/)
  await fireAlert(world.alertmanager, { labels, endsMs: Date.now() })
})

test('the tree has each route of the configuration, and can be read by all', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/alerts/routes?labels=severity%3Dcritical')
  await expect(page.locator('[data-hit="sends"]')).toHaveCount(1)
  const written = readFileSync(CONFIG, 'utf8').match(/^ +- matchers:/gm) ?? []
  await expect(page.locator('[data-route]')).toHaveCount(written.length + 1)
  await expect(page.locator('[data-receiver]')).toHaveCount(RECEIVERS)
  await expect(page.locator('[data-unreachable]')).toHaveCount(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  for (const colorScheme of ['dark', 'light'] as const) {
    expect(await findingsInScheme(page, colorScheme)).toEqual([])
  }
})

test('a configuration that leads nowhere is told as such, and one that cannot be read with its place', async ({
  page,
}) => {
  // Read beforehand: the page may ask for it once more while the test ends.
  const status = await (await page.request.get('/alertmanager/api/v2/status')).json()
  const answerWith = (config: string) =>
    page.route('**/api/v2/status', (route) => route.fulfill({ json: { ...status, config: { original: config } } }))
  await answerWith(`
route:
  receiver: all
  routes:
    - { matchers: [severity=~"critical|warning"], receiver: first }
    - { matchers: [severity="critical", team="db"], receiver: never }
receivers: [{ name: all }, { name: first }, { name: never }, { name: forgotten }]
`)
  await page.goto('/alerts/routes')
  await expect(page.locator('[data-route="0/1"]')).toContainText(
    'Unreachable. Every alert that it matches stops before it',
  )
  await expect(page.locator('[data-receiver="never"]')).toContainText('Unreachable.')
  await expect(page.locator('[data-receiver="forgotten"]')).toContainText('No route names it.')
  await expect(page.locator('[data-receiver="first"]')).not.toContainText('Unreachable')

  await page.unrouteAll({ behavior: 'wait' })
  await answerWith('route:\n  receiver: a\n  routes: 5\nreceivers: [{ name: a }]\n')
  await page.goto('/alerts/routes')
  await expect(notice(page)).toContainText('line 3, column 11, /route/routes')
})

test('an Alertmanager that is not there, or does not answer, is told as such with what to do', async ({
  page,
  noise,
}) => {
  noise.expect(/Failed to load resource.*503.*\/api\/v2\/status/)
  await page.route('**/api/v2/status', (route) => route.fulfill({ status: 503, body: 'away' }))
  await page.goto('/alerts/routes')
  await expect(notice(page)).toContainText('does not tell its configuration')
  await expect(notice(page)).toContainText('See that it runs')
  // The region of the page for that is of the source of its numbers, which answers.
  await expect(page.getByTestId('outage')).toBeEmpty()

  // Read beforehand: the page may ask for it once more while the test ends.
  const config = await (await page.request.get('/config.json')).json()
  const json = { ...config, sources: { ...config.sources, alerts: [] } }
  await page.route('**/config.json', (route) => route.fulfill({ json }))
  await page.goto('/alerts/routes')
  await expect(page.getByText('No Alertmanager is configured')).toBeVisible()
  await expect(field(page)).toHaveCount(0)
})

test('on sample data the routes that come with Lookout stand in for live ones, and are said to', async ({
  page,
  noise,
}) => {
  const app = await serveApp(readFileSync('public/config.json', 'utf8'))
  try {
    const labels = { alertname: 'RenderFailures', platform: 'pipeline', severity: 'critical' }
    await page.goto(`${app.address}/alerts/routes`)
    await expect(page.getByText('No Alertmanager is configured')).toBeVisible()
    await field(page).fill('alertname=RenderFailures platform=pipeline severity=critical')
    const receivers = await amtoolReceivers(CONFIG, new Map(Object.entries(labels)))
    await expect(answer(page)).toHaveAttribute('data-reached', receivers.join(','))
    await expect(page.locator('[data-receiver]')).toHaveCount(RECEIVERS)

    noise.expect(/Failed to load resource.*404/)
    await page.route('**/routes/alertmanager.yml', (route) => route.fulfill({ status: 404, body: 'none' }))
    await page.reload()
    await expect(page.getByText('The routes that come with Lookout cannot be read')).toBeVisible()
  } finally {
    await app.close()
  }
})
