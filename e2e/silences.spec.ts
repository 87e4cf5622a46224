import type { Page } from '@playwright/test'
import { fireAlert, heldAlerts } from './support/alertmanager-api'
import { expect, test } from './support/fixtures'
import { setWrong } from './support/wrong-clock'

const HOUR_MS = 3_600_000
const hostile = '<img src=x onerror=alert(1)>'

interface ApiSilence {
  readonly id: string
  readonly endsAt: string
  readonly comment: string
  readonly status: { readonly state: string }
  readonly matchers: readonly { readonly name: string; readonly value: string }[]
}

async function silencesOf(alertmanager: string, alertname: string): Promise<readonly ApiSilence[]> {
  const all: ApiSilence[] = await (await fetch(`${alertmanager}/api/v2/silences`)).json()
  return all.filter(({ matchers }) => matchers.some(({ value }) => value === alertname))
}

/** How the one alert with this name stands, and with this job where there is one. */
async function stateOf(alertmanager: string, alertname: string, job = ''): Promise<string | undefined> {
  const found = await heldAlerts(alertmanager, { alertname, job })
  return found[0]?.status.state
}

async function fillIn(page: Page, comment: string): Promise<void> {
  await page.getByLabel('Who you are').fill('ops')
  await page.getByLabel('Why', { exact: true }).fill(comment)
}

const formOf = (site: string, matchers: string) => `${site}/alerts/silences/new?filter=${encodeURIComponent(matchers)}`

/** The life of a silence, from the form to its end. */
async function live(page: Page, site: string, alertmanager: string, alertname: string): Promise<void> {
  await fireAlert(alertmanager, { labels: { alertname, job: 'api' } })
  await fireAlert(alertmanager, { labels: { alertname, job: 'web' } })
  await page.goto(formOf(site, `{alertname="${alertname}",job="api"}`))
  const preview = page.getByTestId('silence-preview')
  await expect(preview).toContainText(/^Hides 1 of \d+ alerts? now/)
  await page.getByRole('checkbox', { name: 'Use job' }).uncheck()
  await expect(preview).toContainText(/^Hides (?:2 of|all 2)/)
  await page.getByRole('checkbox', { name: 'Use job' }).check()
  await page.getByRole('button', { name: '4h', exact: true }).click()
  await fillIn(page, hostile)
  await page.getByTestId('silence-submit').click()
  await expect(page).toHaveURL(`${site}/alerts/silences`)
  const madeMs = Date.now()
  await expect.poll(() => silencesOf(alertmanager, alertname)).toHaveLength(1)
  await expect.poll(() => stateOf(alertmanager, alertname, 'api'), { timeout: 5_000 }).toBe('suppressed')
  expect(await stateOf(alertmanager, alertname, 'web')).toBe('active')
  expect(Date.now() - madeMs).toBeLessThan(5_000)
  const [made] = await silencesOf(alertmanager, alertname)
  expect(made?.status.state).toBe('active')
  expect(Math.abs(Date.parse(made?.endsAt ?? '') - Date.now() - 4 * HOUR_MS)).toBeLessThan(30_000)

  const card = page.getByTestId('silence').filter({ hasText: alertname })
  await expect(card).toHaveAttribute('data-state', 'active')
  await expect(card).toContainText(hostile)
  await expect(card).toContainText('by ops · hides 1 alert now')
  await card.getByRole('button', { name: '+1h' }).dblclick()
  await expect
    .poll(async () => {
      const active = (await silencesOf(alertmanager, alertname)).filter(({ status }) => status.state === 'active')
      return active.map(({ endsAt }) => Date.parse(endsAt) - Date.parse(made?.endsAt ?? ''))
    })
    .toEqual([HOUR_MS])
  await expect(card).toContainText(/ends in [45]h/)
  await card.getByRole('button', { name: 'Expire' }).click()
  await expect
    .poll(async () => (await silencesOf(alertmanager, alertname)).map(({ status }) => status.state), {
      timeout: 20_000,
    })
    .not.toContain('active')
  await page.getByText(/^Expired \(/).click()
  await expect(card).toHaveCount(1)
  await expect(card).toHaveAttribute('data-state', 'expired')
  await card.getByRole('link', { name: 'Recreate' }).click()
  await expect(page.getByLabel('Why', { exact: true })).toHaveValue(hostile)
  await expect(page.getByLabel('Who you are')).toHaveValue('ops')
  await expect(page.getByLabel('Value of job')).toHaveValue('api')
}

test('a silence from the form to its end', async ({ page, world }) => {
  await live(page, world.nginx, world.alertmanager, 'SilenceLives')
})

test('F47 the same before an Alertmanager of another origin', async ({ page, world, deploy }) => {
  const site = await deploy({
    config: {
      sources: {
        metrics: [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: world.prometheus }],
        alerts: [{ id: 'alertmanager', title: 'Alertmanager', kind: 'alertmanager', url: world.alertmanager }],
      },
    },
  })
  await live(page, site.address, world.alertmanager, 'SilenceCrosses')
})

for (const [words, byMs] of [
  ['an hour ahead', HOUR_MS],
  ['an hour behind', -HOUR_MS],
] as const) {
  test(`F48 a browser clock ${words} neither delays nor shortens a silence`, async ({ page, context, world }) => {
    await setWrong(context, byMs)
    const alertname = `SilenceAt${byMs < 0 ? 'Behind' : 'Ahead'}`
    await fireAlert(world.alertmanager, { labels: { alertname } })
    await page.goto(formOf(world.nginx, `{alertname="${alertname}"}`))
    await page.getByRole('button', { name: '30m', exact: true }).click()
    await fillIn(page, 'clock')
    await page.getByTestId('silence-submit').click()
    await expect(page).toHaveURL(/\/alerts\/silences$/)
    await expect.poll(() => stateOf(world.alertmanager, alertname), { timeout: 5_000 }).toBe('suppressed')
    const [made] = await silencesOf(world.alertmanager, alertname)
    expect(made?.status.state).toBe('active')
    expect(Math.abs(Date.parse(made?.endsAt ?? '') - Date.now() - HOUR_MS / 2)).toBeLessThan(30_000)
    const card = page.getByTestId('silence').filter({ hasText: alertname })
    await expect(card).toContainText(/ends in (?:29|30)m/)
    await card.getByRole('button', { name: 'Expire' }).click()
    await expect.poll(() => stateOf(world.alertmanager, alertname), { timeout: 20_000 }).toBe('active')
  })
}

test('F44 F45 an answer that is lost and a double click make one silence', async ({ page, world, noise }) => {
  const alertname = 'SilenceOnce'
  let posts = 0
  await page.route('**/api/v2/silences', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    posts += 1
    await route.fetch()
    await route.abort()
  })
  noise.expect(/ERR_FAILED/)
  await page.goto(formOf(world.nginx, `{alertname="${alertname}"}`))
  await fillIn(page, 'once')
  await page.getByTestId('silence-submit').dblclick()
  await expect(page).toHaveURL(/\/alerts\/silences$/)
  await expect(page.getByText('No answer came in time, but the silence was made.')).toBeVisible()
  expect(posts).toBe(1)
  expect(await silencesOf(world.alertmanager, alertname)).toHaveLength(1)
})

test('F43 what is missing or wrong is said at its field, and what was written stays', async ({ page, world }) => {
  await page.goto(`${world.nginx}/alerts/silences/new?filter=${encodeURIComponent('{job=~".*"}')}`)
  let posts = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/silences')) posts += 1
  })
  await page.getByTestId('silence-submit').click()
  await expect(page.getByText('at least one matcher must not match the empty text')).toBeVisible()
  await expect(page.getByText('Say who you are.')).toBeVisible()
  await expect(page.getByText('Say why, for who finds the silence.')).toBeVisible()
  await page.getByLabel('Value of job').fill('(')
  await expect(page.getByText(/job: error parsing regexp: missing closing \)/)).toBeVisible()
  await page.getByLabel('Value of job').fill('api')
  await page.getByLabel('Or as long as this').fill('soon')
  await expect(page.getByText('Write how long, like 4h')).toBeVisible()
  await page.getByTestId('silence-submit').click()
  expect(posts).toBe(0)
  await expect(page.getByLabel('Value of job')).toHaveValue('api')
})

test('the form and the list stand on a phone without scrolling aside', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await fireAlert(world.alertmanager, { labels: { alertname: 'SilenceNarrow', instance: `${'long-'.repeat(40)}name` } })
  await page.goto(formOf(world.nginx, '{alertname="SilenceNarrow"}'))
  await expect(page.getByTestId('silence-preview')).toContainText('Hides 1')
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
  const name = page.getByRole('textbox', { name: 'Label', exact: true }).first()
  await expect(name).toHaveValue('alertname')
  expect(await name.evaluate((field) => field.scrollWidth - field.clientWidth)).toBe(0)
  await fillIn(page, 'w'.repeat(300))
  await page.getByTestId('silence-submit').click()
  await expect(page.getByTestId('silence').filter({ hasText: 'SilenceNarrow' })).toBeVisible()
  expect(await overflow()).toBeLessThanOrEqual(0)
})

test('F51 where the Alertmanager does not answer nothing can be silenced, and why is said', async ({
  page,
  deploy,
  noise,
}) => {
  const site = await deploy({ alertmanager: '127.0.0.1:1' })
  noise.tolerate(/502/)
  await page.goto(formOf(site.address, '{alertname="Any"}'))
  await expect(page.getByTestId('silence-submit')).toBeDisabled()
  await expect(page.getByText(/Alertmanager does not answer:/)).toBeVisible()
})

test('H56 without an Alertmanager the browser keeps silences of data in the page, also over a reload', async ({
  page,
  deploy,
}) => {
  const metrics = [{ id: 'sample', kind: 'sample', rules: ['rules/transcode.yml'] }]
  const site = await deploy({ config: { sources: { metrics, alerts: [] } } })
  await page.goto(formOf(site.address, '{alertname=~".+"}'))
  await expect(page.getByText('Kept by This browser.')).toBeVisible()
  await fillIn(page, 'in the page')
  await page.getByTestId('silence-submit').click()
  const card = page.getByTestId('silence')
  await expect(card).toHaveAttribute('data-state', 'active')
  await page.reload()
  await expect(card).toContainText('in the page')
  await card.getByRole('button', { name: 'Expire' }).click()
  await page.getByText('Expired (1)').click()
  await expect(card).toHaveAttribute('data-state', 'expired')
})
