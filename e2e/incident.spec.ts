import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { type Alerting, EVALUATION_S, startAlerting } from './support/alerting'
import { secondsOf } from './support/durations'
import { expect, test } from './support/fixtures'
import { queryInstant } from './support/prometheus-api'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const NAME = 'HighActiveJobs'
/** Its expression compares with this. */
const LIMIT = 100
/** The page looks each five seconds: it must not miss the wait. */
const FOR_S = 30
const rules = readFileSync('deploy/prometheus/rules/shorts.yml', 'utf8').replaceAll(/for: \w+/g, `for: ${FOR_S}s`)

/** What the page's server counts; the tests change it. */
let activeJobs = 12
let alerting: Alerting
let site: Site

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ deploy }) => {
  const metrics = () => `# TYPE active_jobs gauge\nactive_jobs ${activeJobs}\n`
  alerting = await startAlerting({ rules, metrics, job: 'shorts', platform: 'shorts' })
  const { prometheus, alertmanager } = alerting
  site = await deploy({ prometheus: hostOf(prometheus.address), alertmanager: hostOf(alertmanager.url) })
})

test.afterAll(() => alerting?.stop())

interface ActiveAlert {
  readonly state: 'pending' | 'firing'
  readonly activeAt: string
}

/** The one alert as Prometheus has it; undefined while there is none. */
async function activeAlert(): Promise<ActiveAlert | undefined> {
  const answer = await (await fetch(`${alerting.prometheus.address}/api/v1/alerts`)).json()
  const alerts: readonly (ActiveAlert & { labels: Record<string, string> })[] = answer.data.alerts
  return alerts.find(({ labels }) => labels['alertname'] === NAME)
}

async function untilPrometheusSays(state: ActiveAlert['state'] | undefined): Promise<ActiveAlert | undefined> {
  await expect.poll(async () => (await activeAlert())?.state, { timeout: 90_000, intervals: [100] }).toBe(state)
  return activeAlert()
}

/** How the alert stands by Alertmanager's own answer. */
async function stateAtAlertmanager(): Promise<string | undefined> {
  const query = new URLSearchParams({ filter: `alertname="${NAME}"` })
  const found: { status: { state: string } }[] = await (
    await fetch(`${alerting.alertmanager.url}/api/v2/alerts?${query}`)
  ).json()
  return found[0]?.status.state
}

const notified = () => alerting.notifications.map(({ status }) => status)
const rowOf = (page: Page): Locator => page.locator(`article[data-alert="${NAME}"]`)
const tab = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Alerts' }).getByRole('link', { name, exact: true })

/** Counts the times that the page asks for alerts, from now on. */
function countQuestions(page: Page): () => number {
  let count = 0
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/rules')) count += 1
  })
  return () => count
}

/** Seconds since the alert began to fire: as the row tells, less as Prometheus has it. Both round down. */
async function ageApart(page: Page, { activeAt }: ActiveAlert): Promise<number> {
  const since = await rowOf(page)
    .getByText(/^\d+ (?:s|min)$/)
    .textContent()
  const [shown, unit] = since?.split(' ') ?? []
  const factor = unit === 'min' ? 60 : 1
  const age = (Date.now() - Date.parse(activeAt)) / 1000 - FOR_S
  return Math.abs(Number(shown) - Math.floor(age / factor)) * factor
}

test('an incident from start to end: it waits, fires, is delivered, silenced, fires again, resolves, and is history', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await page.goto(`${site.address}/alerts`)
  await expect(page.getByText(/Nothing is pending or firing: \d+ rules were evaluated\./)).toBeVisible()
  const row = rowOf(page)

  activeJobs = 150
  await untilPrometheusSays('pending')
  await expect(row).toHaveAttribute('data-delivery', 'pending')
  await expect(row).toContainText(/pending \d+ s of 30 s/)
  await expect(row).toContainText('nobody yet')
  expect(notified()).toEqual([])

  const fired = await untilPrometheusSays('firing')
  const questions = countQuestions(page)
  await expect(row.getByText('firing', { exact: true })).toBeVisible({ timeout: 10_000 })
  // The first answer since then tells it: that is one interval of the page.
  expect(questions()).toBeLessThanOrEqual(1)
  await expect(row).toHaveAttribute('data-tone', 'warn')
  await expect(row).toContainText(`150 > ${LIMIT}`)
  await expect(row).toContainText('150 jobs are in the queue or in work; the limit is 100.')
  if (fired === undefined) throw new Error('it does not fire')
  await expect.poll(() => ageApart(page, fired)).toBeLessThanOrEqual(1)

  await expect.poll(notified).toEqual(['firing'])
  const [told] = alerting.notifications
  expect(told?.receiver).toBe(alerting.receiver)
  expect(told?.alerts.map(({ labels }) => labels)).toEqual([
    { alertname: NAME, severity: 'warning', platform: 'shorts', component: 'jobs' },
  ])
  await expect(row).toHaveAttribute('data-delivery', 'delivered')
  await expect(row).toContainText(alerting.receiver)

  // The value follows.
  activeJobs = 230
  await expect(row).toContainText(`230 > ${LIMIT}`)

  await row.getByRole('button', { name: 'Silence this alert' }).click()
  const form = page.getByRole('dialog', { name: 'Silence' })
  await expect(form.getByTestId('silence-preview')).toHaveText('Hides 1 of 1 alert now.')
  await form.getByLabel('Who you are').fill('ops')
  await form.getByTestId('silence-submit').click()
  await expect(form.getByText('Say why, for who finds the silence.')).toBeVisible()
  expect(await stateAtAlertmanager()).toBe('active')
  await form.getByLabel('Why', { exact: true }).focus()
  await page.keyboard.type('the queue is being drained')
  await page.keyboard.press('Enter')
  await expect(form).toBeHidden()
  await expect(row).toHaveAttribute('data-delivery', 'silenced', { timeout: 5_000 })
  await expect(row).toContainText('by a silence')
  expect(await stateAtAlertmanager()).toBe('suppressed')
  expect((await activeAlert())?.state).toBe('firing')

  await tab(page, 'Silences').click()
  const card = page.getByTestId('silence')
  await expect(card).toContainText('the queue is being drained')
  await expect(card).toContainText('hides 1 alert now')
  await card.getByRole('button', { name: 'Expire' }).click()
  await expect.poll(stateAtAlertmanager).toBe('active')
  await tab(page, 'List').click()
  await expect(row).toHaveAttribute('data-delivery', 'delivered')
  await expect(row.getByText('firing', { exact: true })).toBeVisible()

  activeJobs = 12
  await untilPrometheusSays(undefined)
  await expect(row).toHaveCount(0)
  await expect(page.getByText(/Nothing is pending or firing/)).toBeVisible()
  // Told once of each: neither the silence nor its end is news.
  await expect.poll(notified).toEqual(['firing', 'resolved'])

  await page.goto(`${site.address}/alerts/history?from=now-15m&to=now`)
  const history = page.getByRole('row', { name: new RegExp(NAME) })
  await expect(page.getByText(`Points are ${EVALUATION_S}s apart`)).toBeVisible()
  await expect(history).toHaveCount(1)
  const figures = await history.locator('td').allTextContents()
  const [count, time, mean, longest, waited] = figures.slice(-5)
  expect([count, waited]).toEqual(['1', '1'])
  expect([mean, longest]).toEqual([time, time])
  // Each sample of ALERTS is one evaluation; the one after the last has it no more.
  const of = (aggregation: string) =>
    queryInstant(
      alerting.prometheus.address,
      `${aggregation}_over_time(timestamp(ALERTS{alertname="${NAME}",alertstate="firing"})[15m:100ms])`,
      Date.now(),
    )
  const [[first = Number.NaN], [last = Number.NaN]] = await Promise.all([of('min'), of('max')])
  expect(Math.abs(secondsOf(time ?? '') - (last + EVALUATION_S - first))).toBeLessThanOrEqual(EVALUATION_S)
})

test('without its Alertmanager what fires stays, nobody is said to be told, and it recovers by itself', async ({
  page,
  noise,
}) => {
  test.setTimeout(300_000)
  activeJobs = 150
  await untilPrometheusSays('firing')
  await expect.poll(stateAtAlertmanager).toBe('active')
  await page.goto(`${site.address}/alerts`)
  const row = rowOf(page)
  const away = page.getByRole('alert').filter({ hasText: 'Alertmanager does not answer' })
  await expect(row).toHaveAttribute('data-delivery', 'delivered')
  await expect(away).toHaveCount(0)

  noise.expect(/Failed to load resource.*502.*\/alertmanager\//)
  await alerting.alertmanager.kill()
  await expect(away).toBeVisible()
  await expect(row.getByText('firing', { exact: true })).toBeVisible()
  await expect(row).toContainText(`150 > ${LIMIT}`)
  await expect(page.getByText('Nothing is pending or firing')).toHaveCount(0)
  const silence = row.getByRole('button', { name: /silenced/ })
  await expect(silence).toBeDisabled()
  await expect(silence).toHaveAccessibleName(/^This alert cannot be silenced\. Alertmanager does not answer: ./)
  await tab(page, 'Rules').click()
  await expect(page.locator('[data-rule]')).toHaveCount(rules.match(/- alert:/g)?.length ?? 0)
  await expect(page.locator(`[data-rule="${NAME}"]`)).toHaveAttribute('data-standing', 'firing')

  await alerting.alertmanager.startAgain()
  await tab(page, 'List').click()
  await expect(away).toHaveCount(0)
  await expect(row).toHaveAttribute('data-delivery', 'delivered', { timeout: 60_000 })
  await expect(row).toContainText(alerting.receiver)
  await expect(row.getByRole('button', { name: 'Silence this alert' })).toBeEnabled()

  activeJobs = 12
  await untilPrometheusSays(undefined)
  await expect(row).toHaveCount(0)
})
