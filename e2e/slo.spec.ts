import type { Page } from '@playwright/test'
import { decodeSlos } from '~/domain/slo/decode-slos'
import { allowedShare, type Slo } from '~/domain/slo/model'
import { badExpr, errorShareExpr, totalExpr } from '~/domain/slo/sli'
import { formatText } from '~/domain/units/format-value'
import { burnText } from '~/features/slo/words'
import { readCheckout } from '~/testing/shipped-dashboards'
import { findings } from './support/axe'
import { expect, test } from './support/fixtures'
import { queryInstant } from './support/prometheus-api'

const { slos } = decodeSlos(JSON.parse(readCheckout('public/slos.json')))
const HOUR_MS = 3_600_000

const rowOf = (page: Page, id: string) => page.locator(`tr[data-slo="${id}"]`)

/** The objectives with the first answer of each there. */
async function openList(page: Page, search = ''): Promise<void> {
  await page.goto(`/slo${search}`)
  await expect(page.locator('tr[data-slo]').first()).toBeVisible()
  await expect(page.locator('tr[data-slo]:not([data-state])')).toHaveCount(0)
}

/** What Prometheus says of the budget that is left, by another way than the page's: bad and all events alone. */
async function leftOf(prometheus: string, slo: Slo, atMs: number): Promise<number> {
  const [bad] = await queryInstant(prometheus, badExpr(slo.sli, slo.windowMs), atMs)
  const [total] = await queryInstant(prometheus, totalExpr(slo.sli, slo.windowMs), atMs)
  return 1 - (bad ?? Number.NaN) / (total ?? Number.NaN) / allowedShare(slo)
}

test('every objective is there with the budget that Prometheus gives for it, the worst first', async ({
  page,
  world,
}) => {
  await openList(page, '?refresh=off')
  await expect(page.locator('tr[data-slo]')).toHaveCount(slos.length)
  const atMs = Number(await page.locator('main time').first().getAttribute('data-ms'))
  for (const slo of slos) {
    await test.step(slo.id, async () => {
      const left = await leftOf(world.prometheus, slo, atMs)
      const text = formatText(Math.min(1, left) * 100, { unit: 'percent' })
      await expect(rowOf(page, slo.id).locator('[data-head="Budget left"]')).toContainText(text)
      const [share] = await queryInstant(world.prometheus, errorShareExpr(slo.sli, HOUR_MS), atMs)
      const burn = Math.max(0, share ?? Number.NaN) / allowedShare(slo)
      const cell = rowOf(page, slo.id).locator('[data-head="Burn 1h"]')
      await expect(cell).toHaveText(burnText(burn))
    })
  }
  const order = ['exhausted', 'fast', 'slow', 'low', 'noData', 'silent', 'ok', 'noTraffic']
  const states = await page
    .locator('tr[data-slo]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-state') ?? ''))
  expect(states).toEqual(states.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
  // The stack has a day of history of thirty.
  await expect(rowOf(page, 'shorts-success')).toContainText(/\d+ of 720 hours have data/)
})

test('what is chosen is in the address, and a link brings it back', async ({ page }) => {
  await openList(page)
  await page.getByLabel('Platform', { exact: true }).selectOption('pipeline')
  await page.getByLabel('Runs out at the rate of').selectOption('6h')
  await expect(page).toHaveURL(/\/slo\?platform=pipeline&rate=6h$/)
  await expect(page.locator('tr[data-slo]')).toHaveCount(slos.filter(({ platform }) => platform === 'pipeline').length)
  await page.reload()
  await expect(page.getByLabel('Platform', { exact: true })).toHaveValue('pipeline')
  await expect(page.getByLabel('Runs out at the rate of')).toHaveValue('6h')
})

test('one objective has its course in words and as a table, its alerts, its queries and its links', async ({
  page,
}) => {
  await openList(page)
  await rowOf(page, 'pipeline-success').getByRole('link').click()
  await expect(page).toHaveURL(/\/slo\/pipeline-success/)
  await expect(page.locator('main h2')).toContainText('Jobs that succeed')
  await expect(page.getByRole('img', { name: /^Error budget over 30d: from .+ to .+, lowest .+\.$/ })).toBeVisible()
  await expect(page.locator('.recharts-area-curve').first()).toBeVisible()
  await page.getByText('As a table').click()
  await expect(page.getByRole('columnheader', { name: 'Bad jobs' })).toBeVisible()
  await expect(page.getByText('14.4× over 1h and 5m')).toBeVisible()
  await page.getByText('Queries', { exact: true }).click()
  await expect(page.locator('[data-expr]').first()).toContainText(
    'user_jobs_completed_total{platform="pipeline",status="success"}[30d]',
  )
  await expect(page.getByRole('link', { name: 'Panel', exact: true })).toHaveAttribute(
    'href',
    /\/d\/pipeline-sla\/success-rate-24h\?from=now-30d&to=now/,
  )
  await page.getByRole('link', { name: 'Runbook', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'ErrorBudgetBurnFast' }).first()).toBeVisible()
})

test('the palette and the keys lead there', async ({ page }) => {
  await page.goto('/alerts/rules')
  await expect(page.getByTestId('health')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await expect(page).toHaveURL(/\/slo$/)
  await page.goto('/alerts/rules')
  await expect(page.getByTestId('health')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('error budgets')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/slo$/)
})

test('what is wrong with an objective is told, and the others are shown', async ({ page, deploy }) => {
  const own = await deploy({})
  const file = JSON.parse(readCheckout('public/slos.json'))
  const [good, latency] = file.slos
  const odd = {
    ...file,
    slos: [
      good,
      { ...latency, id: 'no-bucket', sli: { latency: { histogram: latency.sli.latency.histogram, below: '200s' } } },
      { ...good, id: 'not-there', sli: { errors: 'no_such_total{a="b"}', total: 'no_such_total' } },
      {
        ...good,
        id: 'hostile',
        title: '<img src=x onerror=alert(1)>',
        sli: { good: 'a) or vector(1) or (b', total: 'c' },
      },
    ],
  }
  own.write('slos.json', JSON.stringify(odd))
  await page.goto(`${own.address}/slo`)
  await expect(page.getByLabel('What is wrong with slos.json')).toContainText('/slos/3/sli/good is not a selector')
  await expect(page.locator('tr[data-slo]')).toHaveCount(3)
  await expect(rowOf(page, 'no-bucket')).toContainText('No bucket ends at 200')
  await expect(rowOf(page, 'no-bucket')).toContainText('The nearest end at 180 and 240.')
  await expect(rowOf(page, 'not-there')).toHaveAttribute('data-state', 'noData')
  await expect(rowOf(page, 'not-there').locator('[data-head="Compliance"]')).toHaveText('no data')

  own.write('slos.json', '{"schema": 1, "slos": []}')
  await page.reload()
  await expect(page.getByText('slos.json names no objectives.')).toBeVisible()

  own.write('slos.json', '{"schema": 1, slos}')
  await page.reload()
  await expect(page.getByText('The objectives cannot be read.')).toBeVisible()
  await expect(page.getByText(/slos\.json: .*is not JSON/)).toBeVisible()

  await page.goto('/slo/nobody')
  await expect(page.getByText('slos.json has no objective “nobody”.')).toBeVisible()
})

test('with Prometheus away the budgets are told as old, and never as good', async ({ page, deploy, noise }) => {
  noise.expect(/502|504/)
  const own = await deploy({ prometheus: '127.0.0.1:9' })
  await page.goto(`${own.address}/slo`)
  await expect(rowOf(page, 'pipeline-success').locator('[data-head="State"]')).not.toHaveText(/ok|asking/)
  await expect(page.locator('tr[data-state="ok"]')).toHaveCount(0)
  await expect(rowOf(page, 'pipeline-success').locator('[data-head="Compliance"]')).not.toContainText('%')
})

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious, ${theme}`, async ({ page }) => {
    await openList(page, `?theme=${theme}`)
    expect(await findings(page, 'serious')).toEqual([])
    await page.goto(`/slo/pipeline-success?theme=${theme}`)
    await expect(page.locator('.recharts-area-curve').first()).toBeVisible()
    expect(await findings(page, 'serious')).toEqual([])
  })
}

for (const [width, height] of [
  [390, 844],
  [1920, 1080],
  [3840, 2160],
] as const) {
  test(`nothing reaches beyond the window at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openList(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.goto('/slo/pipeline-success')
    await expect(page.locator('.recharts-area-curve').first()).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
}

test('the outlook tells of every signal, deploy and capacity what is known, and no more', async ({ page, world }) => {
  await page.goto('/outlook')
  const signals = page.locator('[data-signal]')
  await expect(signals.first()).toBeVisible()
  await expect(page.locator('[data-signal]:not([data-verdict])')).toHaveCount(0)
  // A day of history says nothing of an hour of the week, nor of one of the day.
  await expect(page.locator('[data-signal="pipeline-jobs"]')).toHaveAttribute('data-verdict', 'tooLittleHistory')
  await expect(page.locator('[data-signal="pipeline-jobs"]')).toContainText(/\d+ hours of history/)
  const hourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  const expr = '60 * sum(rate(user_jobs_completed_total{platform="pipeline"}[1h]))'
  const [jobs] = await queryInstant(world.prometheus, expr, hourMs)
  await expect(page.locator('[data-signal="pipeline-jobs"] [data-head="Last hour"]')).toHaveText(
    formatText(jobs ?? null, { unit: 'suffix:jobs/min' }),
  )
  await expect(page.locator('[data-capacity]:not([data-outlook])')).toHaveCount(0)
  await expect(page.locator('[data-capacity="trends-disk"] [data-head="Now"]')).toContainText('%')
  // What the last event changed is open.
  await expect(page.locator('[data-event] [aria-expanded="true"]')).toHaveCount(1)
  await expect(page.locator('[data-event] tr[data-change]').first()).toBeVisible()
  expect(await findings(page, 'serious')).toEqual([])
})
