import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { formatText } from '~/domain/units/format-value'
import { findings, findingsInScheme } from './support/axe'
import { evaluatedMs, panelOf, plain } from './support/board'
import { zonedMidnightMs } from './support/calendar'
import { test as base, expect } from './support/fixtures'
import { type LoadedSeries, startLoadedPrometheus } from './support/loaded-prometheus'
import { queryInstant, queryOne } from './support/prometheus-api'
import type { PrometheusServer } from './support/prometheus-server'
import { PROMETHEUS_ALONE, type Site } from './support/site'
import { hostOf } from './support/world'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const EVERY_MS = 5 * MINUTE_MS
const SCRAPE_MS = 15_000
const PAST_MS = 42 * DAY_MS

/** Dollars for 1M tokens, as prices.json has them; the last model is in none. */
const PRICES = { 'gemini-2.0-flash': 0.025, 'gpt-4o-mini': 0.26, 'claude-3-5-haiku-20241022': 1.6 } as const
const UNKNOWN = 'llama-4'

/** Less at the weekend and at night, and the same for everybody. */
function rhythm(timeMs: number): number {
  const day = new Date(timeMs).getUTCDay()
  const hour = (timeMs % DAY_MS) / HOUR_MS
  return (day === 0 || day === 6 ? 0.4 : 1) * (1 + 0.8 * Math.sin(((hour - 8) / 24) * 2 * Math.PI))
}

/** Scrapes: seldom in the past, as often as a page expects at the end. */
function scrapesAt(nowMs: number): readonly number[] {
  const recentMs = Math.floor((nowMs - HOUR_MS) / EVERY_MS) * EVERY_MS
  const past = Array.from({ length: Math.ceil(PAST_MS / EVERY_MS) }, (_, i) => recentMs - (i + 1) * EVERY_MS)
  const recent = Array.from({ length: (HOUR_MS + 20 * MINUTE_MS) / SCRAPE_MS }, (_, i) => recentMs + i * SCRAPE_MS)
  return [...past.reverse(), ...recent]
}

/** A counter that grows with the rhythm, and whose process starts anew every nine days. */
function counter(labels: Readonly<Record<string, string>>, aDay: number, timesMs: readonly number[]): LoadedSeries {
  let value = 0
  const samples = timesMs.map((timeMs, i): readonly [number, number] => {
    const sinceMs = timeMs - (timesMs[i - 1] ?? timeMs)
    value = i % (9 * 288) === 5 ? 0 : value + (aDay * rhythm(timeMs) * sinceMs) / DAY_MS
    return [timeMs, value]
  })
  return { labels, samples }
}

function seriesAt(nowMs: number): readonly LoadedSeries[] {
  const timesMs = scrapesAt(nowMs)
  const shorts = (name: string, aDay: number, more: object = {}) =>
    counter({ __name__: name, platform: 'shorts', ...more }, aDay, timesMs)
  const dollars = (preset: string, backend: string, aDay: number) => [
    counter({ __name__: 'pipeline_cost_dollars_sum', platform: 'pipeline', preset, backend }, aDay, timesMs),
    counter({ __name__: 'pipeline_cost_dollars_count', platform: 'pipeline', preset, backend }, aDay * 2, timesMs),
  ]
  return [
    ...[...Object.keys(PRICES), UNKNOWN].map((model, i) => shorts('tokens_used_sum', 30e6 / (i + 1), { model })),
    shorts('jobs_completed_total', 9000, { job_type: 'short', status: 'success' }),
    shorts('cache_hits_total', 60_000),
    shorts('cache_misses_total', 40_000),
    ...dollars('hd', 'veo', 1800),
    ...dollars('hd', 'runway', 900),
    ...dollars('sd', 'comfyui', 240),
  ]
}

interface CostFixtures {
  readonly paid: { readonly prometheus: PrometheusServer; readonly site: Site }
}

const test = base.extend<object, CostFixtures>({
  paid: [
    async ({ deploy }, use) => {
      const prometheus = await startLoadedPrometheus(seriesAt(Date.now()), 'groups: []\n')
      const site = await deploy({ prometheus: hostOf(prometheus.address), config: PROMETHEUS_ALONE })
      await use({ prometheus, site })
      await prometheus.stop()
    },
    { scope: 'worker' },
  ],
})

test.use({ viewport: { width: 1920, height: 1080 } })

const dollarsOf = (text: string) => Number(text.replace(/[^\d.]/g, ''))
const tileOf = (page: Page, id: string) => page.locator(`[data-window="${id}"]`)

/** The page with all of its first answers. */
async function openCost(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.locator('[data-mark="loading"]')).toHaveCount(0)
  for (const id of ['today', 'day', 'month']) await expect(tileOf(page, id)).toHaveAttribute('data-value', /\d/)
}

/** What Prometheus answers for the money of a window, in words of its own. */
async function moneyOf(
  prometheus: string,
  window: string,
  atMs: number,
): Promise<{ shorts: number; pipeline: number }> {
  const one = (expr: string) => queryOne(prometheus, expr, atMs)
  let shorts = 0
  for (const [model, price] of Object.entries(PRICES)) {
    shorts += ((await one(`sum(increase(tokens_used_sum{model="${model}"}[${window}]))`)) * price) / 1e6
  }
  return { shorts, pipeline: await one(`sum(increase(pipeline_cost_dollars_sum[${window}]))`) }
}

test('each figure is what Prometheus answers for its window', async ({ page, paid }) => {
  const { site, prometheus } = paid
  await openCost(page, `${site.address}/cost?refresh=off`)
  const windows = [
    ['day', () => '24h'],
    ['today', (atMs: number) => `${(atMs - zonedMidnightMs('Europe/Berlin', atMs)) / 1000}s`],
  ] as const
  for (const [id, lengthAt] of windows) {
    await test.step(id, async () => {
      const atMs = await evaluatedMs(tileOf(page, id))
      const { shorts, pipeline } = await moneyOf(prometheus.address, lengthAt(atMs), atMs)
      expect(Number(await tileOf(page, id).getAttribute('data-value'))).toBeCloseTo(shorts + pipeline, 6)
      const basis = plain(await tileOf(page, id).locator('[data-basis]').textContent())
      const [measured = '', estimated = ''] = basis.match(/\$[\d,.]*\d/g) ?? []
      // The two are rounded so that they add up to the figure above them.
      expect(Math.abs(dollarsOf(measured) - pipeline)).toBeLessThan(0.01)
      expect(Math.abs(dollarsOf(estimated) - shorts)).toBeLessThan(0.01)
    })
  }
  await test.step('budgets', async () => {
    const atMs = await evaluatedMs(tileOf(page, 'today'))
    const { pipeline } = await moneyOf(prometheus.address, windows[1][1](atMs), atMs)
    const line = page.locator('[data-budget="pipeline"][data-period="daily"]')
    expect(Number(await line.getAttribute('data-used'))).toBeCloseTo(pipeline / 5000, 6)
    // To the cent what the table beside it has.
    const row = page.getByRole('table').getByRole('row', { name: /AI Video Pipeline/ })
    const [spent = Number.NaN] = (await line.locator('strong').allTextContents()).map(dollarsOf)
    expect(spent).toBe(dollarsOf((await row.getByRole('cell').first().textContent()) ?? ''))
  })
  await test.step('cache savings', async () => {
    const hits = 'sum(increase(cache_hits_total[24h]))'
    const rate = `${hits} / (${hits} + sum(increase(cache_misses_total[24h])))`
    const atMs = await evaluatedMs(tileOf(page, 'day'))
    const { shorts } = await moneyOf(prometheus.address, '24h', atMs)
    const saved = page.locator('[data-savings="shorts"] [data-value]')
    expect(Number(await saved.getAttribute('data-value'))).toBeCloseTo(
      shorts * (await queryOne(prometheus.address, rate, atMs)),
      4,
    )
  })
})

test('the panels of the dashboards show the same figures', async ({ page, paid }) => {
  const { site, prometheus } = paid
  await page.goto(`${site.address}/d/shorts-cost?refresh=off`)
  const estimated = panelOf(page, 'estimated-cost')
  await expect(estimated).toHaveAttribute('data-truth', 'live')
  const atMs = await evaluatedMs(estimated)
  const { shorts } = await moneyOf(prometheus.address, '24h', atMs)
  await expect(estimated).toContainText(`at least $${shorts.toFixed(2)}`)
  await estimated.hover()
  await estimated.getByRole('button', { name: 'About Estimated Cost', exact: true }).click()
  const about = page.getByRole('dialog', { name: 'About Estimated Cost' })
  await expect(about).toContainText(`Without one: ${UNKNOWN}`)

  await page.goto(`${site.address}/d/pipeline-cost?refresh=off`)
  const whole = panelOf(page, 'total-cost-24h')
  await expect(whole).toHaveAttribute('data-truth', 'live')
  const { pipeline } = await moneyOf(prometheus.address, '24h', await evaluatedMs(whole))
  await expect(whole).toContainText(`$${pipeline.toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`)
  const used = panelOf(page, 'daily-budget-used')
  await expect(used).toHaveAttribute('data-truth', 'live')
  const ofBudget = await moneyOf(prometheus.address, '24h', await evaluatedMs(used))
  const [share] = await queryInstant(
    prometheus.address,
    '100 * sum(increase(pipeline_cost_dollars_sum[24h])) / 5000',
    await evaluatedMs(used),
  )
  expect(share).toBeCloseTo(ofBudget.pipeline / 50, 6)
  await expect(used).toContainText(formatText(share ?? Number.NaN, { unit: 'percent' }))
})

test('a model without a price is named, and makes every sum of it at least that', async ({ page, paid }) => {
  await openCost(page, `${paid.site.address}/cost?refresh=off&by=model`)
  const note = page.locator(`[data-unpriced="${UNKNOWN}"]`)
  await expect(note).toContainText('has no price')
  for (const id of ['today', 'day', 'month']) {
    await expect(tileOf(page, id)).toContainText('at least $')
    await expect(tileOf(page, id).locator('[data-basis]')).toContainText(/\d\d(?:\.\d)? % of tokens priced/)
  }
  const table = page.getByRole('table')
  await expect(table.getByRole('row', { name: /gpt-4o-mini/ })).toContainText('estimate')
  await expect(table.getByRole('row', { name: /Video jobs \(not told by model\)/ })).toContainText('measured')

  await test.step('what is shown adds up, to the cent', async () => {
    const cents = (text: string) => Math.round(dollarsOf(text) * 100)
    const columns = await table
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)))
    const sums = await table.locator('tfoot [data-sum]').allTextContents()
    sums.forEach((sum, i) => {
      expect(columns.reduce((all, row) => all + cents(row[i] ?? ''), 0)).toBe(cents(sum))
    })
  })
})

test('each figure has its query, which anybody can ask', async ({ page, paid }) => {
  const { site, prometheus } = paid
  await openCost(page, `${site.address}/cost?refresh=off`)
  await page.getByRole('button', { name: 'About Last 24 hours', exact: true }).click()
  const about = page.getByRole('dialog', { name: 'About Last 24 hours' })
  await expect(about.locator('[data-expr]').first()).toBeVisible()
  const queries = await about.locator('section').evaluateAll((sections) =>
    sections.map((section) => ({
      what: section.querySelector('h4')?.textContent ?? '',
      expr: section.querySelector('[data-expr]')?.textContent ?? '',
      at: section.querySelector('time')?.dateTime ?? '',
      values: [...section.querySelectorAll('dd code')].map((code) => Number(code.textContent)),
    })),
  )
  const money = queries.filter(({ what }) => what.startsWith('Money'))
  expect(money).toHaveLength(2)
  let sum = 0
  for (const { expr, at, values } of queries) {
    expect(values).toEqual(await queryInstant(prometheus.address, expr, Date.parse(at)))
  }
  for (const { values } of money) sum += values.reduce((all, value) => all + value, 0)
  expect(Number(await tileOf(page, 'day').getAttribute('data-value'))).toBeCloseTo(sum, 9)
})

test('the month is told to its end, better than by "same as yesterday"', async ({ page, paid }) => {
  await openCost(page, `${paid.site.address}/cost?refresh=off&span=5w`)
  await expect(tileOf(page, 'forecast')).toContainText('four times of five')
  const error = Number(await page.locator('[data-forecast-error]').getAttribute('data-forecast-error'))
  const baseline = Number(await page.locator('[data-baseline-error]').getAttribute('data-baseline-error'))
  expect(error).toBeLessThan(baseline)
  await expect(page.locator('[data-trend="days"]')).toContainText('forecast, four times of five within its line')
})

test('all figures as CSV', async ({ page, paid }) => {
  await openCost(page, `${paid.site.address}/cost?refresh=off&by=backend`)
  const saved = async (name: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name, exact: true }).click()
    return readFileSync(await (await download).path(), 'utf8')
  }
  const figures = await saved('CSV of all figures')
  const value = await tileOf(page, 'day').getAttribute('data-value')
  expect(figures).toContain(`total,all,Last 24 hours,`)
  expect(figures).toContain(`,${value},USD,yes,`)
  for (const name of [
    'by backend,veo',
    'budget,AI Video Pipeline',
    'cache savings a day',
    'forecast,total',
    `without a price,${UNKNOWN}`,
  ]) {
    expect(figures).toContain(name)
  }
  const hours = await saved('CSV by hour')
  expect(hours.split('\r\n').length).toBeGreaterThan(800)
  expect(hours.split('\r\n')[0]).toContain('runway')
})

test('a scenario stands in the address, and says what a month would cost', async ({ page, paid }) => {
  await page.goto(`${paid.site.address}/cost/what-if?refresh=off`)
  // Both from one look: the month is asked anew meanwhile.
  const ratio = () =>
    page.locator('[data-outcome][data-value]').evaluateAll((outcomes) => {
      const [before, after] = outcomes.map((one) => Number(one.getAttribute('data-value')))
      return (after ?? Number.NaN) / (before ?? Number.NaN)
    })
  await expect(page.locator('[data-outcome="before"]')).toContainText('at least $')
  await page.getByRole('spinbutton', { name: 'Traffic, of what it is' }).fill('200')
  await expect(page).toHaveURL(/if=traffic%3A2/)
  await expect.poll(ratio).toBeCloseTo(2, 6)
  await page.reload()
  await expect.poll(ratio).toBeCloseTo(2, 6)
  const unpriced = page.locator(`[data-model="${UNKNOWN}"]`)
  await unpriced.getByRole('spinbutton', { name: `Price for 1M tokens of ${UNKNOWN}` }).fill('3')
  await expect(page.locator('[data-outcome="after"]')).not.toContainText('at least')
  expect(await findings(page)).toEqual([])
})

test('a platform that is not answered for is named at every sum, and nothing of it is well', async ({
  page,
  paid,
  noise,
}) => {
  noise.tolerate(/Failed to load resource/)
  let isAway = true
  await page.route('**/api/v1/query*', (route) => {
    const asked = `${route.request().url()} ${route.request().postData() ?? ''}`
    return isAway && asked.includes('pipeline_cost_dollars')
      ? route.fulfill({ status: 503, body: 'Service Unavailable' })
      : route.fallback()
  })
  await openCost(page, `${paid.site.address}/cost?refresh=5s`)
  for (const id of ['today', 'day', 'month']) {
    await expect(tileOf(page, id)).toContainText('at least $')
    await expect(tileOf(page, id).locator('[data-holes]')).toContainText('Video jobs (no answer)')
  }
  await expect(page.locator('[data-lacks]').first()).toContainText('Video jobs (no answer)')
  for (const period of ['hourly', 'daily', 'monthly']) {
    const line = page.locator(`[data-budget="pipeline"][data-period="${period}"]`)
    await expect(line).not.toContainText(/lasts|below the line|asked|loading/)
    await expect(line.locator('strong')).not.toContainText('$')
  }
  await expect(tileOf(page, 'forecast')).not.toContainText('$')
  isAway = false
  await expect(tileOf(page, 'day').locator('[data-holes]')).not.toContainText('Video jobs')
  await expect(page.locator('[data-budget="pipeline"][data-period="daily"] strong')).toContainText('$')
  isAway = true
  // What is known of before is told, and as of when.
  await expect(tileOf(page, 'day').locator('[data-as-of]')).toContainText(/^As of 20\d\d-.*, not of now$/)
  // That of today holds for a minute; the line of an hour is asked each time.
  await expect(page.locator('[data-budget="pipeline"][data-period="hourly"]')).toContainText(/As of 20\d\d-/)
})

test('no fault for who cannot see it, in both themes', async ({ page, paid }) => {
  await openCost(page, `${paid.site.address}/cost?refresh=off&by=preset`)
  for (const scheme of ['light', 'dark'] as const) expect(await findingsInScheme(page, scheme)).toEqual([])
})

test('prices that cannot be read are told, on the page and in the panels that need them', async ({
  page,
  deploy,
  paid,
  noise,
}) => {
  void noise
  const site = await deploy({ prometheus: hostOf(paid.prometheus.address), config: PROMETHEUS_ALONE })
  site.write('prices.json', '{"schema": 1')
  await page.goto(`${site.address}/cost`)
  await expect(page.getByRole('alert')).toContainText('prices.json: is not JSON')
  await page.goto(`${site.address}/d/shorts-cost`)
  await expect(panelOf(page, 'estimated-cost')).toContainText('prices.json: is not JSON')
  await expect(panelOf(page, 'llm-api-calls-24h')).not.toContainText('prices.json')
})
