import type { Page } from '@playwright/test'
import { createFaultProxy, type FaultProxy } from '~/testing/fault-proxy'
import { findings, findingsInScheme } from './support/axe'
import { expect, test } from './support/fixtures'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const partOf = (page: Page, id: string) => page.locator(`[data-part="${id}"]`)
const lead = (page: Page) => page.getByTestId('verdict')

test('all is well: a quiet page with versions, clocks and targets, found from the navigation and the palette', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('navigation').getByRole('link', { name: 'Status', exact: true }).click()
  await expect(page).toHaveURL(/\/status$/)
  const prometheus = partOf(page, 'prometheus')
  await expect(prometheus).toHaveAttribute('data-severity', /ok|info/)
  await expect(prometheus).toContainText(/Version\s*\d+\.\d+\.\d+/)
  await expect(prometheus).toContainText(/Clock\s*[+−]\d(?:\.\d)? s ± \d(?:\.\d)? s/)
  await expect(partOf(page, 'alertmanager')).toContainText(/Version\s*\d+\.\d+/)
  await expect(partOf(page, 'platforms')).toContainText(/\d+ of \d+ readable/)
  await expect(partOf(page, 'lookout')).toContainText('by headers')
  await expect(lead(page)).toHaveText('Everything answers.')
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText(/ago/)
  // The policy is that of a header, and this page breaks it nowhere.
  await expect(page.getByRole('region', { name: 'This page' })).toContainText(/Policy violations\s*0/)
  expect(await findings(page)).toEqual([])
  expect(await findingsInScheme(page, 'light')).toEqual([])

  await page.goto('/')
  await page.getByRole('button', { name: /Find anything/ }).click()
  await page.getByRole('combobox').fill('status')
  await page.getByRole('option', { name: /^Status/ }).click()
  await expect(page).toHaveURL(/\/status$/)
})

test.describe('faults', () => {
  let proxy: FaultProxy
  let site: Site
  test.beforeAll(async ({ world, deploy }) => {
    proxy = await createFaultProxy(world.prometheus)
    site = await deploy({ prometheus: hostOf(proxy.url) })
  })
  test.afterAll(async () => {
    await proxy.close()
  })
  test.beforeEach(({ noise }) => {
    proxy.setRules()
    noise.tolerate(/Failed to load resource/)
  })

  test('F01 F19: a dead server is first, in words with what to do, and well again by itself', async ({ page }) => {
    await page.goto(`${site.address}/status`)
    await expect(lead(page)).toHaveText('Everything answers.')
    await proxy.close()
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(lead(page)).toHaveText('1 part fails.')
    const first = page.locator('[data-part]').first()
    await expect(first).toHaveAttribute('data-part', 'prometheus')
    await expect(first).toContainText('answers 502: it cannot reach Prometheus.')
    await expect(first).toContainText('Start Prometheus')
    expect(await findings(page)).toEqual([])
    await proxy.reopen()
    await expect(lead(page)).toHaveText('Everything answers.')
  })

  test('F70: a clock that is off is said with by how much, and who is wrong', async ({ page }) => {
    proxy.setRules({ dateSkewMs: 3_600_000 })
    await page.goto(`${site.address}/status`)
    const prometheus = partOf(page, 'prometheus')
    await expect(prometheus).toHaveAttribute('data-severity', 'crit')
    await expect(prometheus.locator('[data-code="clock"]')).toContainText(
      /is 60 min \(± .* s\) ahead of the other servers'/,
    )
    await expect(prometheus.locator('[data-code="clock"]')).toContainText('NTP')
    // Its own clock is right, so its scrapes are not late.
    await expect(prometheus.locator('[data-code="targets-late"]')).toHaveCount(0)
  })

  test('F10 F12 F40: starting, a sign-in page, and what a relative of Prometheus lacks are told apart', async ({
    page,
  }) => {
    await page.goto(`${site.address}/status`)
    await expect(lead(page)).toHaveText('Everything answers.')
    const now = page.getByRole('button', { name: 'Check now' })
    const prometheus = partOf(page, 'prometheus')

    const replay = '{"status":"success","data":{"min":0,"max":9,"current":4,"state":"in progress"}}'
    proxy.setRules({ path: /walreplay/, body: replay }, { status: 503, body: 'Service Unavailable' })
    await now.click()
    await expect(prometheus.locator('[data-code="starting"]')).toContainText('50 %')

    proxy.setRules({ body: '<html>password</html>', headers: { 'content-type': 'text/html' } })
    await now.click()
    await expect(prometheus.locator('[data-code="web-page"]')).toContainText('sign-in')

    proxy.setRules({ path: /targets|rules|alertmanagers|runtimeinfo/, status: 404, body: 'not found' })
    await now.click()
    await expect(prometheus).toHaveAttribute('data-severity', 'ok')
    await expect(prometheus).not.toContainText('Targets up')
  })

  test('a report for a ticket is on the clipboard, and an old one says that it is old', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    proxy.setRules({ status: 403, body: 'no' })
    await page.clock.install()
    await page.goto(`${site.address}/status`)
    await expect(lead(page)).toHaveText('1 part fails.')
    await page.getByRole('button', { name: 'Copy as text' }).click()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^1 part fails\. Checked 20\d\d-/)
    expect(text).toContain('FAIL  Prometheus: prometheus, ')
    expect(text).toContain('Prometheus refuses access (status 403). [forbidden]')
    expect(text).toMatch(/This page\nBuild: [0-9a-f]{8}\n/)

    proxy.setRules({ hang: true })
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByRole('button', { name: 'Checking …' })).toBeVisible()
    await page.clock.setSystemTime(Date.now() + 5 * 60_000)
    await expect(page.getByTestId('checked')).toHaveText(/^Not current: checked 5 min ago$/)
  })
})
