import { parseConfigText } from '~/domain/config/parse'
import { securityHeaders } from '../scripts/headers/policy'
import { evaluatedMs, expectAllLive, expectLaterThan, panelOf } from './support/board'
import { expect, test } from './support/fixtures'
import { queryOne } from './support/prometheus-api'

test('the server of npm start shows the same app', async ({ page, world }) => {
  await page.goto(`${world.node}/`)
  await page.getByRole('navigation').getByRole('link', { name: 'Main', exact: true }).click()
  await expect(page).toHaveURL(`${world.node}/d/shorts-main`)
  await expectAllLive(page)
  await page.getByRole('button', { name: 'Refresh now' }).click()
  await expectAllLive(page)
  await page.goto(`${world.node}/d/shorts-main/job-duration?from=now-24h&to=now`)
  await expect(panelOf(page, 'job-duration')).toHaveAttribute('data-truth', 'live')
})

test('a Prometheus of another origin is asked directly, as the policy made for it allows', async ({ page, world }) => {
  const origins = new Set<string>()
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/')) origins.add(new URL(request.url()).origin)
  })
  const answer = await page.goto(`${world.crossOrigin}/d/shorts-main?refresh=5s`)
  expect(answer?.headers()['content-security-policy']).toContain(`connect-src 'self' ${world.prometheus};`)
  await expectAllLive(page)
  expect([...origins]).toEqual([world.prometheus])
  const panel = panelOf(page, 'active-jobs')
  await expectLaterThan(panel, await evaluatedMs(panel))
  const { atMs, text } = await panel.evaluate((one) => ({
    atMs: Number(one.getAttribute('data-evaluated-ms')),
    text: one.querySelector('[data-state] p')?.textContent,
  }))
  expect(Number(text)).toBe(await queryOne(world.prometheus, 'sum(active_jobs{platform="shorts"})', atMs))
})

test('F17: a source that the policy does not allow yet is named, with what to do', async ({
  page,
  deploy,
  world,
  noise,
}) => {
  const site = await deploy({})
  const metrics = [{ id: 'prometheus', title: 'Prometheus', kind: 'prometheus', url: world.prometheus }]
  site.write('config.json', JSON.stringify({ ...JSON.parse(site.read('config.json')), sources: { metrics } }))
  noise.expect(/policy: connect-src/)
  noise.expect(/console error: .*Content Security Policy/)
  await page.goto(`${site.address}/d/shorts-main`)
  const panel = panelOf(page, 'active-jobs')
  await expect(panel).toHaveAttribute('data-truth', 'failed')
  await expect(panel).toContainText(/polic/i)
  await expect(panel).toContainText(/headers/i)
})

test('every answer of nginx carries the headers of the policy, errors and proxied answers too', async ({
  request,
  world,
}) => {
  const shipped = await parseConfigText(await (await request.get('/config.json')).text())
  if (!shipped.ok) throw new Error('the shipped configuration is faulty')
  const paths = [
    '/',
    '/d/shorts-main',
    '/config.json',
    '/assets/none.js',
    '/prometheus/api/v1/query?query=1',
    '/alertmanager/api/v2/status',
  ]
  for (const address of [world.nginx, world.node]) {
    for (const path of paths) {
      const answer = await request.get(`${address}${path}`)
      for (const [name, value] of securityHeaders(shipped.config, 'page')) {
        expect(answer.headers()[name.toLowerCase()], `${name} of ${address}${path}`).toBe(value)
      }
    }
  }
})

test('F79: a browser that believes to be offline keeps asking', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }))
  await page.goto('/d/shorts-main?refresh=5s')
  await expectAllLive(page)
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  const panel = panelOf(page, 'active-jobs')
  await expectLaterThan(panel, await evaluatedMs(panel))
  await expectLaterThan(panel, await evaluatedMs(panel))
})

test('F80 H56: a storage that throws, and one full of junk, cost nothing but the preferences', async ({
  page,
  browser,
  world,
  noise,
}) => {
  await page.addInitScript(() => {
    for (const name of ['getItem', 'setItem', 'removeItem']) {
      Reflect.set(Storage.prototype, name, () => {
        throw new DOMException('full', 'QuotaExceededError')
      })
    }
  })
  await page.goto('/d/shorts-main')
  await expectAllLive(page)

  const junk = await browser.newContext()
  await noise.watch(junk)
  const other = await junk.newPage()
  await other.goto(`${world.nginx}/d/shorts-main`)
  await expectAllLive(other)
  await other.getByRole('button', { name: 'Theme' }).click()
  await other.getByRole('menuitemcheckbox', { name: 'Light' }).click()
  const keys = await other.evaluate(() => Object.keys(localStorage))
  expect(keys.length).toBeGreaterThan(0)
  for (const value of ['[]', '"null"', '{"version":999,"state":{"__proto__":{"x":1}}}', 'not json', '']) {
    await other.evaluate(
      ([all, text]) => {
        for (const key of all ?? []) localStorage.setItem(key, text ?? '')
      },
      [keys, value] as const,
    )
    await other.goto(`${world.nginx}/d/shorts-main`)
    await expectAllLive(other)
  }
  await junk.close()
})
