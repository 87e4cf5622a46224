import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Page } from '@playwright/test'
import { expectAllLive, kpiOf, openBoard, PANELS, panelOf, plain } from './support/board'
import { expect, test } from './support/fixtures'
import { scrapeAgeSeconds } from './support/prometheus-api'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Takes a line of a panel's menu; returns what is then on the clipboard, once the page says that it copied this. */
async function choose(
  page: Page,
  panelId: string,
  title: string,
  item: string | RegExp,
  said: string,
): Promise<string> {
  const panel = panelOf(page, panelId)
  const before = await clipboard(page)
  await panel.hover()
  await panel.getByRole('button', { name: `Menu of ${title}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
  // The note about an earlier copy may still be there: each has words of its own.
  await expect(page.getByRole('status').getByText(said, { exact: true })).toBeVisible()
  await expect.poll(() => clipboard(page)).not.toBe(before)
  // Nobody reaches for a menu that is still closing.
  await expect(page.getByRole('menu')).toHaveCount(0)
  return clipboard(page)
}

/** All that the board says, without what depends on when it was opened. */
async function readBoard(page: Page): Promise<readonly string[]> {
  const figures = page.locator('[data-kpi] [data-state], article[data-panel] [data-state]')
  const legends = page.locator('article[data-panel] table tbody tr')
  return (await Promise.all([figures.allInnerTexts(), legends.allInnerTexts()])).flat().map(plain)
}

test('a frozen link shows the same numbers to another person, later', async ({ page, browser, world, noise }) => {
  await openBoard(page)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Copy link with this range frozen' }).click()
  await expect(page.getByText('Frozen link copied')).toBeVisible()
  const link = await clipboard(page)
  const params = new URL(link).searchParams
  expect(Number(params.get('to')) - Number(params.get('from'))).toBe(6 * 3_600_000)
  expect(params.get('refresh')).toBe('off')

  await page.goto(link)
  await expectAllLive(page)
  const before = await readBoard(page)
  expect(before).toHaveLength(6 + 4 + 5)
  // Not before Prometheus has scraped again.
  const newest = async () => Date.now() / 1000 - (await scrapeAgeSeconds(world.prometheus))
  const first = await newest()
  await expect.poll(newest, { timeout: 25_000 }).toBeGreaterThan(first + 5)
  const other = await browser.newContext({ timezoneId: 'Australia/Lord_Howe' })
  await noise.watch(other)
  const later = await other.newPage()
  await later.goto(link)
  await expectAllLive(later)
  expect(await readBoard(later)).toEqual(before)
  await other.close()
})

test('the menu of a panel copies its link, its embed snippet and its queries', async ({ page }) => {
  await openBoard(page, '?from=now-1h&to=now')
  const link = await choose(page, 'request-rate', 'Request Rate', /^Copy link p u$/, 'Link copied')
  expect(link).toBe(`${new URL(page.url()).origin}/d/shorts-main/request-rate?from=now-1h&to=now`)
  const snippet = await choose(page, 'request-rate', 'Request Rate', 'Copy embed snippet', 'Embed snippet copied')
  expect(snippet).toContain(
    `<iframe src="${new URL(page.url()).origin}/embed/shorts-main/request-rate?from=now-1h&amp;to=now"`,
  )
  const queries = await choose(page, 'request-rate', 'Request Rate', 'Copy queries', 'Query copied')
  expect(queries.split('\n')).toEqual([
    'sum(rate(jobs_created_total{platform="shorts"}[1m]))',
    'sum(rate(jobs_completed_total{platform="shorts"}[1m]))',
  ])
  await page.goto(link)
  await expect(page.locator('article[data-panel]')).toHaveCount(1)
  await expect(panelOf(page, 'request-rate')).toHaveAttribute('data-truth', 'live')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Request Rate')
})

test('the window is named after the panel, its dashboard and its platform', async ({ page, quiet }) => {
  await page.goto(`${quiet.address}/d/shorts-main/request-rate`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Request Rate')
  await expect(page).toHaveTitle('Request Rate · Main · Creative AI Shorts · Lookout')
})

test('the first page is the first dashboard where the configuration names no platforms', async ({ page, deploy }) => {
  const { address } = await deploy({ config: { platforms: [] } })
  await page.goto(`${address}/`)
  await expect(page).toHaveURL(/\/d\/shorts-main$/)
  await expectAllLive(page)
})

test.describe('links of Grafana and Perses lead to what they mean', () => {
  const large: readonly (readonly [string, string])[] = [
    ['/d/shorts-main/creative-ai-shorts-main?orgId=1&viewPanel=panel-5', 'job-duration'],
    ['/d/shorts-main/whatever?viewPanel=6', 'request-rate'],
    ['/d/shorts-main?viewPanel=active-jobs', 'active-jobs'],
    ['/d-solo/shorts-main/whatever?orgId=1&panelId=3', 'active-jobs'],
  ]
  for (const [path, id] of large) {
    test(path, async ({ page }) => {
      await page.goto(path)
      await expect(page.locator('article[data-panel]')).toHaveCount(1)
      await expect(panelOf(page, id)).toHaveAttribute('data-truth', 'live')
    })
  }

  test("any slug behind the dashboard, with Grafana's time", async ({ page }) => {
    const centreMs = Math.floor(Date.now() / 60_000) * 60_000 - 3 * 3_600_000
    await page.goto(`/d/shorts-main/any-slug?orgId=1&time=${centreMs}&time.window=3600000`)
    await expect(page.locator('article[data-panel]')).toHaveCount(PANELS.length)
    await expect(kpiOf(page, 'active-jobs')).toHaveAttribute('data-evaluated-ms', String(centreMs + 1_800_000))
  })

  test('the range of Perses', async ({ page }) => {
    await page.goto('/d/shorts-main?start=1h')
    await expectAllLive(page)
    await expect(page.getByTestId('time-range')).toContainText('Last 1 hour')
  })
})

test('an address that names nothing says so and lists what exists', async ({ page, noise }) => {
  // The file is asked for while the configuration, which does not name it, is on its way.
  noise.tolerate(/404.*\/dashboards\/none\.json/)
  await page.goto('/d/none')
  await expect(page.getByText('This address names no page of Lookout.')).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Main' }).click()
  await expectAllLive(page)
})

for (const [path, known] of [
  ['/alerts/none', 'All alerts'],
  ['/cost/none', 'All costs'],
  ['/slo/a/b', 'All objectives'],
] as const) {
  test(`an address below a page that names nothing says so: ${path}`, async ({ page }) => {
    await page.goto(path)
    await expect(page.getByText('This address names no page of Lookout.')).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: known }).click()
    await expect(page.getByText('This address names no page of Lookout.')).toHaveCount(0)
    expect(new URL(page.url()).pathname).toBe(`/${path.split('/')[1]}`)
  })
}

test.describe('a panel in the page of another site', () => {
  let wiki: Server
  let stranger: Server
  const addressOf = (server: Server) => {
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }
  let framed = ''

  test.beforeAll(async () => {
    const serve = () =>
      createServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        response.end(`<!doctype html><title>Wiki</title><link rel="icon" href="data:,">
          <iframe src="${framed}" width="640" height="320" title="panel"></iframe>`)
      }).listen(0, '127.0.0.1')
    wiki = serve()
    stranger = serve()
    await Promise.all([once(wiki, 'listening'), once(stranger, 'listening')])
  })

  test.afterAll(() => {
    for (const server of [wiki, stranger]) {
      server.close()
      server.closeAllConnections()
    }
  })

  test('is shown where the configuration allows that site, and nowhere else', async ({ page, deploy, noise }) => {
    const site = await deploy({ config: { embed: { frameAncestors: [addressOf(wiki)] } } })
    framed = `${site.address}/embed/shorts-main/job-duration`
    await page.goto(addressOf(wiki))
    const panel = page.frameLocator('iframe').locator('article[data-panel="job-duration"]')
    await expect(panel).toHaveAttribute('data-truth', 'live')
    await expect(panel.getByRole('table', { name: 'Job Duration, series' })).toBeVisible()
    await expect(panel.getByRole('button', { name: 'Menu of Job Duration' })).toHaveCount(0)

    noise.expect(/frame-ancestors/)
    await page.goto(addressOf(stranger))
    const frame = page.frames().find((one) => one.parentFrame() !== null)
    await expect.poll(() => frame?.url()).toMatch(/^chrome-error:/)

    // What is no embed page is shown to nobody.
    framed = `${site.address}/d/shorts-main`
    await page.goto(addressOf(wiki))
    await expect
      .poll(() =>
        page
          .frames()
          .find((one) => one.parentFrame() !== null)
          ?.url(),
      )
      .toMatch(/^chrome-error:/)
  })
})
