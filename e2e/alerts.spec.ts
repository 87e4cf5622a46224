import type { Locator, Page } from '@playwright/test'
import { fireAlert, silenceAlert } from './support/alertmanager-api'
import { findings } from './support/axe'
import { expect, test } from './support/fixtures'

const rowsOf = (page: Page): Locator => page.locator('article[data-alert]')
const rowOf = (page: Page, name: string): Locator => page.locator(`article[data-alert="${name}"]`)

function postAlert(alertmanager: string, labels: Readonly<Record<string, string>>): Promise<void> {
  return fireAlert(alertmanager, { labels, annotations: { summary: `Posted <b>${labels['alertname']}</b>` } })
}

interface RulesAnswer {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly { readonly name: string; readonly alerts?: readonly object[] }[]
    }[]
  }
}

test.describe.configure({ mode: 'serial' })

test('the list has an alert for each that Prometheus tells of', async ({ page, world }) => {
  await page.goto('/alerts')
  const told = async () => {
    const answer = (await (await fetch(`${world.prometheus}/api/v1/rules?type=alert`)).json()) as RulesAnswer
    const rules = answer.data.groups.flatMap(({ rules: own }) => own)
    return rules.flatMap(({ name, alerts = [] }) => (name === 'Watchdog' ? [] : alerts.map(() => name))).toSorted()
  }
  // Both change with time: at one moment they agree.
  const shown = () =>
    rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-alert') ?? '').toSorted())
  const difference = async () => {
    const [known, seen] = [await told(), (await shown()).filter((name) => !name.startsWith('Posted'))]
    return known.join() === seen.join() ? '' : `${known.join()} is shown as ${seen.join()}`
  }
  await expect.poll(difference, { timeout: 60_000 }).toBe('')
})

test('an alert of Alertmanager is a row with its receivers; silenced, it says so; its text is text', async ({
  page,
  world,
}) => {
  await postAlert(world.alertmanager, {
    alertname: 'PostedOne',
    severity: 'critical',
    job: '<img src=x onerror=alert(1)>',
  })
  await page.goto('/alerts?q=alertname%3DPostedOne')
  const row = rowOf(page, 'PostedOne')
  await expect(row).toHaveAttribute('data-delivery', 'delivered')
  await expect(row).toContainText('Posted <b>PostedOne</b>')
  await expect(row).toContainText('<img src=x onerror=alert(1)>')
  await expect(rowsOf(page)).toHaveCount(1)
  await silenceAlert(world.alertmanager, 'PostedOne')
  await expect(row).toHaveAttribute('data-delivery', 'silenced', { timeout: 15_000 })
  await expect(page.getByRole('status').filter({ hasText: 'silenced' })).toBeVisible()
})

test('conditions stand in the address, by Karma and by Alertmanager; a wrong one is told and hides nothing', async ({
  page,
  world,
}) => {
  await postAlert(world.alertmanager, { alertname: 'PostedTwo', severity: 'warning', team: 'a' })
  await page.goto('/alerts?filter=%7Balertname%3D%22PostedTwo%22%7D')
  await expect(rowOf(page, 'PostedTwo')).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(1)
  const field = page.getByRole('combobox', { name: /Add a condition/ })
  await field.fill('team=b')
  await field.press('Enter')
  await expect(page.getByText('No alert is like that.')).toBeVisible()
  expect(new URL(page.url()).searchParams.getAll('q')).toEqual(['alertname=PostedTwo', 'team=b'])
  await page.getByRole('button', { name: 'Remove team=b' }).click()
  await field.fill('team=~(')
  await field.press('Enter')
  await expect(rowOf(page, 'PostedTwo')).toBeVisible()
  await expect(page.locator('[data-bad]')).toHaveText('team=~(')
})

test('a link to an alert that is over says so, and leads to the history', async ({ page }) => {
  await page.goto('/alerts?q=%40id%3Dnobody')
  await expect(page.getByText('The alert of this link is over')).toBeVisible()
  await page.getByRole('link', { name: 'When it has fired' }).click()
  await expect(page).toHaveURL(/\/alerts\/history$/)
})

test('F51 without Alertmanager the alerts of Prometheus stay, and nobody is said to be told', async ({
  page,
  noise,
}) => {
  noise.tolerate(/Failed to load resource|ERR_FAILED/)
  await page.route('**/alertmanager/**', (route) => route.abort())
  await page.goto('/alerts')
  await expect(page.getByRole('alert').filter({ hasText: 'Alertmanager' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('status').first()).not.toHaveText('Asking…')
  await expect(page.locator('article[data-delivery="delivered"]')).toHaveCount(0)
})

test('without rules nothing is called quiet', async ({ page, noise }) => {
  noise.tolerate(/Failed to load resource|ERR_FAILED|503/)
  await page.route('**/api/v1/rules**', (route) => route.fulfill({ status: 503, body: 'no' }))
  await page.route('**/api/v1/query', (route) => route.fulfill({ status: 503, body: 'no' }))
  await page.goto('/alerts?q=alertname%3DNoSuchAlert')
  await expect(page.getByRole('alert').filter({ hasText: 'Nobody evaluates alerts' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('Nothing is pending or firing')).toHaveCount(0)
})

for (const status of [403, 404, 500]) {
  test(`where rules are answered with ${status}, alerts are those of their series`, async ({ page, world, noise }) => {
    noise.tolerate(/Failed to load resource|ERR_FAILED|40[34]|500/)
    await page.route('**/api/v1/rules**', (route) => route.fulfill({ status, body: 'no' }))
    await page.goto('/alerts')
    const fault = page.getByRole('alert').filter({ hasText: 'Rules cannot be read' })
    await expect(fault).toContainText('no thresholds, values', { timeout: 20_000 })
    const query = encodeURIComponent('count by (alertname) (ALERTS{alertname!="Watchdog"})')
    const told = async () => {
      const answer = await (await fetch(`${world.prometheus}/api/v1/query?query=${query}`)).json()
      const { result } = answer.data as {
        result: readonly { metric: { alertname: string }; value: [number, string] }[]
      }
      return result.flatMap(({ metric, value }) => Array(Number(value[1])).fill(metric.alertname)).toSorted()
    }
    const difference = async () => {
      const shown = await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-alert') ?? ''))
      const [known, seen] = [await told(), shown.filter((name) => !name.startsWith('Posted')).toSorted()]
      return known.length > 0 && known.join() === seen.join() ? 'none' : `${known.join()} is shown as ${seen.join()}`
    }
    await expect.poll(difference, { timeout: 60_000 }).toBe('none')
  })
}

test('F53 five thousand alerts are there, and only those near the window are in the page', async ({ page, world }) => {
  const labels = Array.from({ length: 5_000 }, (_, i) => ({
    labels: { alertname: 'Flood', pod: `pod-${i}`, severity: 'info' },
  }))
  await page.route('**/alertmanager/api/v2/alerts', async (route) => {
    const now = new Date().toISOString()
    const more = {
      annotations: {},
      startsAt: now,
      endsAt: now,
      updatedAt: now,
      generatorURL: '',
      receivers: [{ name: 'team' }],
    }
    const status = { state: 'active', silencedBy: [], inhibitedBy: [] }
    const alerts = labels.map((one, i) => ({ ...one, ...more, status, fingerprint: String(i) }))
    await route.fulfill({ json: alerts })
  })
  await page.goto('/alerts?q=alertname%3DFlood')
  await expect(page.getByRole('status').filter({ hasText: '5,000 shown' })).toBeVisible({ timeout: 20_000 })
  const inPage = await rowsOf(page).count()
  expect(inPage).toBeGreaterThan(5)
  expect(inPage).toBeLessThan(100)
  await page.mouse.wheel(0, 100_000)
  await expect(rowsOf(page).first()).not.toContainText('pod-0,')
  expect(world.nginx).not.toBe('')
})

test('the list is read by axe in both themes without a serious finding, and fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const theme of ['light', 'dark']) {
    await page.goto(`/alerts?theme=${theme}`)
    await expect(page.getByRole('status').first()).not.toHaveText('Asking…')
    expect(await findings(page, 'serious')).toEqual([])
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
