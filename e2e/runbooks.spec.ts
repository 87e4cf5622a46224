import { findings } from './support/axe'
import { settle } from './support/board'
import { expect, test } from './support/fixtures'
import type { Site } from './support/site'

const HOSTILE = `# Hostile

<script>alert(1)</script> <img src=x onerror=alert(1)>

[click](javascript:alert(1)) [out](https://evil.example/x) [in](/d/shorts-main/active-jobs)

\`\`\`promql
this is (no promql
\`\`\`

\`\`\`promql
vector(42)
\`\`\`

\`\`\`promql
nothing_has_this_name
\`\`\`
`

let site: Site

test.beforeAll(async ({ deploy }) => {
  site = await deploy({})
  site.write('runbooks/Hostile.md', HOSTILE)
})

test('a runbook under its own address: how the alert stands, queries that are run, links with the range', async ({
  page,
  noise,
}) => {
  noise.expect(/404.*Watchdog\.md/)
  await page.goto('/runbooks/Watchdog')
  await expect(page.getByText('There is no runbook for Watchdog')).toBeVisible()
  await expect(page.getByLabel('The alert now')).toContainText(/firing since .*value 1/)
  await page.goto('/runbooks/APIDown?from=now-3h&to=now')
  await expect(page).toHaveTitle(/APIDown · Runbook/)
  await expect(page.getByRole('heading', { name: 'First look' })).toBeVisible()
  const [query] = await page.locator('[data-query]').filter({ hasText: 'max by (job)' }).all()
  await expect(query?.locator('[data-value]').first() ?? page.locator('none')).toBeVisible()
  await expect(query?.getByRole('link', { name: 'Open in Prometheus' }) ?? page.locator('none')).toHaveAttribute(
    'href',
    /\/prometheus\/(graph|query)\?g0\.expr=max\+by/,
  )
  expect(await findings(page)).toEqual([])
  await page.getByRole('link', { name: 'Request Rate' }).click()
  await expect(page).toHaveURL(/\/d\/trends-api\/request-rate\?from=now-3h&to=now/)
})

test('what stands in a runbook is text', async ({ page, noise }) => {
  noise.expect(/\b4\d\d\b/)
  await page.goto(`${site.address}/runbooks/Hostile`)
  await expect(page.getByText('<script>alert(1)</script>')).toBeVisible()
  await expect(page.locator('main img')).toHaveCount(0)
  await expect(page.locator('main a[href^="javascript"]')).toHaveCount(0)
  const queries = page.locator('[data-query]')
  await expect(queries.nth(0).getByRole('alert')).toBeVisible()
  await expect(queries.nth(1).locator('[data-value="42"]')).toBeVisible()
  await expect(queries.nth(2)).toContainText('It finds no series now.')
})

test('a name that no file can have is not asked for', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${site.address}/runbooks/${encodeURIComponent('a b<img>')}`)
  await expect(page.getByRole('alert')).toContainText('can have no runbook')
  await settle(page)
  expect(asked.filter((path) => path.endsWith('.md'))).toEqual([])
})
