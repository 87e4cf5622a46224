import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { startRealPrometheus } from '~/testing/real-prometheus'
import { evaluatedMs, expectAllLive, expectLaterThan, panelOf } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { expect, test } from './support/fixtures'
import { startNodeExporter } from './support/node-exporter'
import { queryOne } from './support/prometheus-api'
import { serveApp } from './support/serve-app'

const SHIPPED = readFileSync('public/config.json', 'utf8')

test('the build as it is shipped shows sample data with nothing installed, and asks nobody', async ({ page }) => {
  const app = await serveApp(SHIPPED)
  try {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${app.address}/d/shorts-main?refresh=5s`)
    await expectAllLive(page)
    await expect(page.getByTestId('health')).toContainText('Sample data')
    // Else a query that has begun could not be cancelled.
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    const panel = panelOf(page, 'active-jobs')
    await expectLaterThan(panel, await evaluatedMs(panel), 40_000)
    expect(asked.filter((path) => path.includes('/api/'))).toEqual([])
    await page.getByRole('button', { name: 'Menu of Active Jobs' }).click()
    await expect(page.getByRole('menuitem', { name: 'Copy query' })).toBeVisible()
    await expect(page.getByRole('menuitem', { name: 'Open in Prometheus' })).toHaveCount(0)
  } finally {
    await app.close()
  }
})

test('the state of sample data is plain while its history is made, and whole as soon as that is there', async ({
  page,
}) => {
  const app = await serveApp(SHIPPED)
  try {
    const codes = new Set<string>()
    await page.exposeFunction('__found', (code: string) => void codes.add(code))
    await page.addInitScript(() => {
      new MutationObserver(() => {
        for (const one of document.querySelectorAll('[data-code]')) {
          const report: unknown = Reflect.get(window, '__found')
          if (typeof report === 'function') report(one.getAttribute('data-code'))
        }
      }).observe(document, { subtree: true, childList: true, attributes: true })
    })
    await page.goto(`${app.address}/status`)
    const checked = page.getByTestId('checked')
    await expect(checked).toContainText('Checked', { timeout: 60_000 })
    // A target with the age of its last scrape.
    await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText(/ago/, { timeout: 90_000 })
    await expect(page.locator('[data-code="preparing"]')).toHaveCount(0)
    expect([...codes]).not.toContain('not-told')
  } finally {
    await app.close()
  }
})

test('sample data is the same after a reload, and alerts of the last day are in it', async ({ page }) => {
  const app = await serveApp(SHIPPED.replace(/"dashboards": \[/, '"dashboards": ["odd", '), {
    odd: sketchDashboard('odd', [
      { id: 'jobs', title: 'Jobs', kind: 'stat', expr: 'sum(increase(jobs_completed_total{platform="shorts"}[1h]))' },
      {
        id: 'fired',
        title: 'Fired',
        kind: 'stat',
        expr: 'count(count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[1d])))',
      },
      { id: 'up', title: 'Up', kind: 'stat', expr: 'count(up) > bool 5' },
    ]),
  })
  try {
    // A moment of this morning: what is past does not move.
    const toMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
    const address = `${app.address}/d/odd?from=${toMs - 3_600_000}&to=${toMs}`
    await page.goto(address)
    const figure = panelOf(page, 'jobs').locator('[data-state] p').first()
    await expect(figure).toHaveText(/^\d/)
    const before = await figure.textContent()
    await page.reload()
    await expect(figure).toHaveText(before ?? '')

    await page.goto(`${app.address}/d/odd?refresh=5s`)
    const fired = panelOf(page, 'fired').locator('[data-state] p').first()
    // Rules are evaluated for the past first: before that nobody knows.
    await expect(fired).toHaveText(/^\d\d/, { timeout: 90_000 })
    expect(Number.parseInt((await fired.textContent()) ?? '', 10)).toBeGreaterThan(10)
  } finally {
    await app.close()
  }
})

const SCRAPES_MS = 5_000
/** Two minutes of them. */
const SCRAPES = 24
const RATE = 'sum by (mode) (rate(node_cpu_seconds_total{mode=~"user|idle"}[1m]))'

test('a node exporter scraped by the page says what a Prometheus says, and a reload loses nothing of it', async ({
  page,
}) => {
  test.setTimeout(360_000)
  const exporter = await startNodeExporter()
  const prometheus = await startRealPrometheus(
    `global: { scrape_interval: 5s }\nscrape_configs: [{ job_name: node, static_configs: [{ targets: ["${exporter.host}"] }] }]\n`,
  )
  const source = {
    id: 'node',
    title: 'Node exporter',
    kind: 'scrape',
    interval: `${SCRAPES_MS / 1000}s`,
    targets: [{ url: exporter.url, job: 'node', viaServer: true }],
  }
  const config = { schema: 1, sources: { metrics: [source] }, dashboards: ['odd'], scrapeInterval: '5s' }
  const stat = (id: string, expr: string) => ({
    id,
    title: id,
    kind: 'stat',
    expr,
    unit: 'none',
    options: { sparkline: false },
  })
  const panels = [
    ...['user', 'idle'].map((mode) => stat(mode, RATE.replace('user|idle', mode))),
    stat('scrapes', 'count_over_time(up{job="node"}[10m])'),
    stat('samples', 'scrape_samples_scraped{job="node"}'),
  ].map((panel) => ({ ...panel, decimals: 4 }))
  const app = await serveApp(JSON.stringify(config), { odd: sketchDashboard('odd', panels) })
  try {
    await page.goto(`${app.address}/d/odd?refresh=5s`)
    await expect.poll(() => numberOf(page, 'scrapes'), { timeout: 240_000 }).toBeGreaterThanOrEqual(SCRAPES)
    expect(await numberOf(page, 'samples')).toBeGreaterThan(500)
    for (const mode of ['user', 'idle']) {
      const { value, atMs } = await readStat(page, mode)
      const theirs = await queryOne(prometheus.url, RATE.replace('user|idle', mode), atMs)
      // Each end of the window is at most a scrape apart between the two, and all cores together have at most so many seconds a second.
      const cores = (await readStat(page, 'idle')).value + 4
      expect(Math.abs(value - theirs)).toBeLessThan((2 * SCRAPES_MS * cores) / 60_000)
    }
    const before = await numberOf(page, 'scrapes')
    await page.reload()
    await expect.poll(() => numberOf(page, 'scrapes'), { timeout: 30_000 }).toBeGreaterThanOrEqual(before - 1)
  } finally {
    await app.close()
    await prometheus.stop()
    await exporter.stop()
  }
})

async function readStat(page: Page, id: string): Promise<{ value: number; atMs: number }> {
  const panel = panelOf(page, id)
  return panel.evaluate((one) => ({
    value: Number.parseFloat((one.querySelector('[data-state] p')?.textContent ?? '').replaceAll(',', '')),
    atMs: Number(one.getAttribute('data-evaluated-ms')),
  }))
}

async function numberOf(page: Page, id: string): Promise<number> {
  return (await readStat(page, id)).value
}
