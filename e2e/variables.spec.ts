import type { Locator, Page } from '@playwright/test'
import { expectTakenOver, panelOf, plain, settle } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { type ScrapedExporter, startScrapedExporter } from './support/exporter'
import { expect, test } from './support/fixtures'
import { queryInstant } from './support/prometheus-api'
import { recordQueries } from './support/requests'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const HOSTILE = '"} or vector(4711) #'
/** Depth of each queue by worker. */
const DEPTHS = [
  ['fast', 'w1', 1],
  ['fast', 'w2', 2],
  ['slow.1', 'w3', 10],
  ['slow.1', 'w4', 20],
  ['slowx1', 'w5', 100],
  [HOSTILE, 'w6', 1000],
] as const

let exporter: ScrapedExporter
let site: Site

function exposition(): string {
  const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  return [
    ...DEPTHS.map(([queue, worker, depth]) => `depth{queue="${escaped(queue)}",worker="${worker}"} ${depth}`),
    'other{zone="north"} 7',
    '',
  ].join('\n')
}

const label = (name: string, match: string, more = {}) => ({ kind: 'labelValues', name, of: name, match, ...more })

test.beforeAll(async ({ deploy }) => {
  exporter = await startScrapedExporter(exposition)
  await expect
    .poll(() => queryInstant(exporter.prometheus, 'count(depth)', Date.now()), { timeout: 20_000 })
    .toEqual([DEPTHS.length])
  const stat = (id: string, expr: string, more = {}) => ({ id, title: id, kind: 'stat', expr, ...more })
  site = await deploy({
    prometheus: hostOf(exporter.prometheus),
    dashboards: {
      vars: sketchDashboard(
        'vars',
        [
          stat('sum', 'sum(depth{queue=~"$queue"})', { title: 'Depth of $queue' }),
          stat('worker', 'sum(depth{worker="$worker"})'),
          stat('scaled', 'sum(depth) * $factor'),
          stat('window', 'max_over_time(sum(other)[$window:1s])'),
        ],
        {
          variables: [
            label('worker', 'depth{queue=~"$queue"}'),
            label('queue', 'depth', { multi: true, all: true, label: 'Queue' }),
            { kind: 'text', name: 'factor', default: '1' },
            { kind: 'interval', name: 'window', options: ['5s', '30s'] },
          ],
        },
      ),
      repeats: sketchDashboard(
        'repeats',
        [stat('depth', 'sum(depth{queue="$queue"})', { title: 'Depth of $queue', repeat: { by: 'queue' } })],
        { variables: [label('queue', 'depth', { multi: true, all: true, allValue: '.+' })] },
      ),
      filters: sketchDashboard('filters', [
        stat('depth', 'sum(depth)'),
        stat('other', 'sum(other) or vector(0)'),
        stat('lines', 'depth', { kind: 'timeseries', legend: '{{worker}}' }),
      ]),
    },
  })
})

test.afterAll(() => exporter?.stop())

function figure(page: Page, id: string): Locator {
  return panelOf(page, id).locator('[data-state] p').first()
}

async function expectFigure(page: Page, id: string, value: number): Promise<void> {
  await expect
    .poll(async () => plain(await figure(page, id).textContent()))
    .toBe(value.toLocaleString('en-US').replaceAll(',', ''))
}

function control(page: Page, name: string): Locator {
  return page.locator(`[data-variable="${name}"]`)
}

async function pick(page: Page, name: string, ...texts: readonly string[]): Promise<void> {
  await control(page, name).getByRole('button').click()
  for (const text of texts) await page.getByRole('option', { name: text, exact: true }).click()
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(site.address + path)
  await expectTakenOver(page)
  // Keys are heard when the controls are there.
  await expect(page.getByTestId('time-range')).toBeVisible()
  await settle(page)
}

const vars = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(`var-${name}`)

test('all is every value; some are chosen in the control, kept in the address, and asked as they are', async ({
  page,
}) => {
  const asked = recordQueries(page)
  await open(page, '/d/vars')
  await expectFigure(page, 'sum', 1133)
  await expect(control(page, 'queue').getByRole('button')).toHaveText('All')
  await pick(page, 'queue', 'fast', 'slow.1')
  await page.keyboard.press('Escape')
  await expectFigure(page, 'sum', 33)
  expect(vars(page, 'queue')).toEqual(['fast', 'slow.1'])
  await expect(panelOf(page, 'sum').getByRole('heading')).toHaveText('Depth of fast, slow.1')
  // The same again from its address, before React and after.
  await open(page, new URL(page.url()).pathname + new URL(page.url()).search)
  await expectFigure(page, 'sum', 33)
  // No question went out with a variable in it.
  expect(asked.length).toBeGreaterThan(3)
  expect(asked.filter(({ expr }) => /\$|\[\[/.test(expr)).map(({ expr }) => expr)).toEqual([])
})

test('a chained variable offers what its parent leaves, and begins anew when that changes', async ({ page }) => {
  await open(page, '/d/vars?var-queue=fast&var-worker=w2')
  await expectFigure(page, 'worker', 2)
  await control(page, 'worker').getByRole('button').click()
  await expect(page.getByRole('option')).toHaveText([/w1/, /w2/])
  await page.keyboard.press('Escape')
  await pick(page, 'queue', 'fast', 'slow.1')
  await page.keyboard.press('Escape')
  await expect.poll(() => vars(page, 'queue')).toEqual(['slow.1'])
  expect(vars(page, 'worker')).toEqual([])
  await expectFigure(page, 'worker', 10)
})

test('a value is never more than a value', async ({ page }) => {
  const asked = recordQueries(page)
  await open(
    page,
    `/d/vars?${new URLSearchParams({ 'var-queue': HOSTILE, 'var-worker': HOSTILE, 'var-factor': '2) or vector(1' })}`,
  )
  // It is a queue like any other, and no worker.
  await expectFigure(page, 'sum', 1000)
  await expect(panelOf(page, 'worker')).toHaveAttribute('data-truth', 'empty')
  // Outside of a string only a number may stand: the panel says so, and is not asked.
  await expect(panelOf(page, 'scaled')).toContainText('The variable "factor" stands outside of a string')
  expect(asked.filter(({ expr }) => expr.includes('sum(depth) *'))).toEqual([])
})

test('free text and intervals', async ({ page }) => {
  await open(page, '/d/vars?var-queue=fast')
  await expectFigure(page, 'scaled', 1133)
  await control(page, 'factor').getByRole('textbox').fill('2')
  await page.keyboard.press('Enter')
  await expectFigure(page, 'scaled', 2266)
  expect(vars(page, 'factor')).toEqual(['2'])
  const asked = recordQueries(page)
  await pick(page, 'window', '30s')
  await expect.poll(() => asked.some(({ expr }) => expr.includes('[30s:1s]'))).toBe(true)
  await expectFigure(page, 'window', 7)
})

test('a panel is drawn once a value, and each copy has an address', async ({ page }) => {
  await open(page, '/d/repeats')
  await expect(page.locator('article[data-panel]')).toHaveCount(4)
  await expectFigure(page, 'depth@slow.1', 30)
  await expectFigure(page, 'depth@slowx1', 100)
  await panelOf(page, 'depth@slow.1').getByRole('link').click()
  await expect(page).toHaveURL(/\/d\/repeats\/depth%40slow\.1/)
  await expectFigure(page, 'depth@slow.1', 30)
  await expect(page.locator('article[data-panel]')).toHaveCount(1)
  await page.reload()
  await expectTakenOver(page)
  await expectFigure(page, 'depth@slow.1', 30)
  // The address of the panel itself leads to its first copy, also where it stands alone.
  await page.goto(`${site.address}/embed/repeats/depth?var-queue=fast`)
  await expectFigure(page, 'depth@fast', 3)
  await expect(page.getByRole('region', { name: 'Variables and filters' })).toHaveCount(0)
})

test('a filter reaches every panel; what lacks the label is unknown, not zero', async ({ page }) => {
  await open(page, '/d/filters')
  await expectFigure(page, 'depth', 1133)
  await expectFigure(page, 'other', 7)
  await page.keyboard.press('d')
  await page.keyboard.press('f')
  await page.getByRole('combobox', { name: 'Label to filter by' }).fill('worker')
  const values = page.getByRole('listbox').getByRole('option')
  // Enter takes the name that is offered, so it has to be offered.
  await expect(values).toHaveText(['worker'])
  await page.keyboard.press('Enter')
  await expect(values).toHaveText([/w1/, /w2/, /w3/, /w4/, /w5/, /w6/])
  await values.filter({ hasText: 'w3' }).click()
  await expectFigure(page, 'depth', 10)
  expect(vars(page, 'Filters')).toContain('worker|=|w3')
  await expect(panelOf(page, 'other')).toHaveAttribute('data-truth', 'empty')
  await expect(panelOf(page, 'lines').getByRole('table').locator('bdi')).toHaveText(['w3'])
  // From its address it is there at once, and gone with its chip.
  await page.reload()
  await expectTakenOver(page)
  await expectFigure(page, 'depth', 10)
  await page.getByRole('button', { name: 'Remove the filter worker = w3' }).click()
  await expectFigure(page, 'depth', 1133)
  expect(vars(page, 'Filters')).toEqual([])
})

test('options that cannot be had are told where they are needed, and asked again', async ({ page, noise }) => {
  noise.tolerate(/500|Failed to load resource/)
  let isBroken = true
  await page.route('**/api/v1/label/**', (route) =>
    isBroken ? route.fulfill({ status: 500, body: 'no' }) : route.fallback(),
  )
  await open(page, '/d/repeats')
  await expect(panelOf(page, 'depth')).toContainText('The variable "queue" has no values')
  isBroken = false
  await expectFigure(page, 'depth@fast', 3)
})
