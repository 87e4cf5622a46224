import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures'
import { PROMETHEUS_ALONE } from './support/site'

const CONFIG = {
  sources: { ...PROMETHEUS_ALONE.sources, logs: [{ id: 'sample', title: 'Sample', kind: 'sample' }] },
}

/** The fault stands in the page's place, in the page's look, and the way to other pages stays. */
async function expectFault(page: Page): Promise<void> {
  const fault = page.getByRole('region', { name: 'Fault' })
  await expect(fault.getByRole('heading', { name: 'This page failed' })).toBeVisible()
  await expect(fault.getByRole('alert')).toContainText(/dynamically imported module|preload CSS/)
  await expect(fault.getByRole('button', { name: 'Load it now' })).toBeVisible()
  expect(await fault.evaluate((element) => getComputedStyle(element).display)).toBe('grid')
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

test('code of a page that does not come is told in its place, and loads once it does', async ({
  page,
  deploy,
  noise,
}) => {
  noise.expect(/ERR_FAILED/)
  noise.tolerate(/dynamically imported module|preload CSS/)
  const site = await deploy({ config: CONFIG })
  // Whatever comes after the page has started: also what would tell of the fault.
  const late = /\/assets\/(?:LogsPage|PageFault|faults|FaultNote|logs)[^/]*$/
  await page.route(late, (route) => route.abort())
  await page.goto(`${site.address}/logs`)
  await expectFault(page)

  // Another page is another try.
  await page.getByRole('link', { name: 'Home' }).first().click()
  await expect(page.getByRole('region', { name: 'Fault' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Logs' }).first().click()
  await expectFault(page)

  await page.unroute(late)
  await page.getByRole('button', { name: 'Load it now' }).click()
  await expect(page.getByRole('combobox', { name: 'Query' })).toBeVisible()
})

test('a server that dies after the page has started leaves no blank page', async ({ page, deploy, noise }) => {
  noise.expect(/ERR_CONNECTION_REFUSED/)
  noise.expect(/ERR_FAILED/)
  // What was on its way when the server died is reset instead.
  noise.tolerate(/ERR_CONNECTION_RESET/)
  noise.tolerate(/dynamically imported module|preload CSS/)
  const site = await deploy({ config: CONFIG })
  // The page has started, and not yet loaded what it loads once it has settled.
  const late = /\/assets\/(?:ShellTools|OutageBanner|Telling)[^/]*$/
  await page.route(late, (route) => route.abort())
  await page.goto(`${site.address}/`)
  await expect(page.locator('[data-platform]').first()).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('The controls of this page could not be loaded.')
  await site.stop()
  await page.getByRole('link', { name: 'Traces' }).first().click()
  await expectFault(page)
  await page.goBack()
  await expect(page.getByRole('region', { name: 'Fault' })).toHaveCount(0)
  await expect(page.locator('[data-platform]').first()).toBeVisible()
})
