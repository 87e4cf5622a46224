import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectTakenOver, panelOf, settle } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { type ScrapedExporter, startScrapedExporter } from './support/exporter'
import { expect, test } from './support/fixtures'
import { expectHarmless } from './support/harmless'
import { queryInstant } from './support/prometheus-api'
import { PROMETHEUS_ALONE, type Site } from './support/site'
import { hostOf } from './support/world'

const PAYLOAD = '<img src=x onerror=window.__pwn=1>'
const VALUES = [
  PAYLOAD,
  '"><iframe srcdoc="<script>parent.__pwn=1</script>"></iframe>',
  '</title><script>window.__pwn=1</script>',
  "'-alert(1)-'",
  'safe\u202Etxt.exe',
  'zero\u200Bwidth and Z\u0351\u036B\u0343a\u0329lgo',
  'escape \u001b[2J',
  'first line\nsecond line\tand a tab',
  '=HYPERLINK("http://evil.invalid","click")',
  '__proto__',
  'constructor',
  `${PAYLOAD}${'x'.repeat(10_000)}`,
] as const
const SHOWN_LENGTH = 1024

let exporter: ScrapedExporter
let site: Site

function exposition(): string {
  const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return [
    ...VALUES.map((value, i) => `odd{rank="${String(i).padStart(2, '0')}",value="${escaped(value)}"} ${i + 1}`),
    'odd_name{__proto__="evil",toString="text",le="<script>window.__pwn=1</script>"} 1',
    'odd_name{plain="yes"} 2',
    '',
  ].join('\n')
}

test.beforeAll(async ({ deploy }) => {
  exporter = await startScrapedExporter(exposition)
  await expect
    .poll(() => queryInstant(exporter.prometheus, 'count(odd)', Date.now()), { timeout: 20_000 })
    .toEqual([VALUES.length])
  site = await deploy({
    prometheus: hostOf(exporter.prometheus),
    config: PROMETHEUS_ALONE,
    dashboards: {
      hostile: sketchDashboard(
        'hostile',
        [
          { id: 'lines', title: 'Lines', kind: 'timeseries', expr: 'odd', legend: '{{value}}' },
          {
            id: 'one',
            title: `One ${PAYLOAD}`,
            kind: 'timeseries',
            expr: 'odd{rank="00"}',
            legend: '{{value}}',
            description: `Text ${PAYLOAD}`,
          },
          { id: 'figures', title: 'Figures', kind: 'stat', expr: 'odd', legend: '{{value}}', unit: PAYLOAD },
          { id: 'names', title: 'Names', kind: 'timeseries', expr: 'odd_name' },
          { id: 'gauges', title: 'Gauges', kind: 'gauge', expr: 'odd{rank=~"0[0-3]"}', legend: '{{value}}' },
        ],
        {
          title: `</title>${PAYLOAD}`,
          description: PAYLOAD,
          kpis: [{ id: 'tile', title: PAYLOAD, expr: 'max(odd)', description: PAYLOAD }],
        },
      ),
    },
  })
})

test.afterAll(() => exporter?.stop())

async function openHostile(page: Page): Promise<void> {
  await page.goto(`${site.address}/d/hostile`)
  for (const id of ['lines', 'one', 'figures', 'names', 'gauges']) {
    await expect(panelOf(page, id)).toHaveAttribute('data-truth', 'live')
  }
  await expectTakenOver(page)
  await settle(page)
}

test.afterEach(({ page }) => expectHarmless(page))

test('H01 H04 H06 H09 H10 H11: hostile label values are literal text in the legend, on one line each', async ({
  page,
}) => {
  await openHostile(page)
  const names = panelOf(page, 'lines').getByRole('table').locator('bdi')
  const cut = VALUES.map((value) => (value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH)}…` : value))
  // Breaks become spaces and controls their symbols, in the legend as in figures.
  const wanted = cut.map((value) => value.replace(/[\n\t]/g, ' ').replace('\u001b', '\u241b'))
  // The code of a chart comes when it likes.
  await expect(names).toHaveCount(VALUES.length)
  expect((await names.allTextContents()).toSorted()).toEqual([...wanted].toSorted())
  for (const name of await names.all()) {
    await expect(name).toHaveCSS('unicode-bidi', 'isolate')
    expect((await name.boundingBox())?.height).toBeLessThan(30)
  }
  const figures = panelOf(page, 'figures').locator('bdi')
  await expect(figures).toHaveCount(VALUES.length)
  expect((await figures.allTextContents()).toSorted()).toEqual([...wanted].toSorted())
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})

test('H02 H03 H06 H07: label names of the language itself are labels like any other', async ({ page }) => {
  await openHostile(page)
  const names = panelOf(page, 'names').getByRole('table').locator('bdi')
  await expect(names).toHaveCount(2)
  const texts = await names.allTextContents()
  expect(texts.find((text) => text.includes('plain'))).toContain('plain="yes"')
  const odd = texts.find((text) => !text.includes('plain')) ?? ''
  expect(odd).toContain('__proto__="evil"')
  expect(odd).toContain('toString="text"')
  expect(odd).toContain('le="<script>window.__pwn=1</script>"')
})

test('titles, descriptions and units with markup are literal, also in the title of the window', async ({ page }) => {
  await openHostile(page)
  await expect(page).toHaveTitle(`</title>${PAYLOAD} · Lookout`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`</title>${PAYLOAD}`)
  await expect(page.locator('[data-kpi="tile"] h3')).toHaveText(PAYLOAD)
  const panel = panelOf(page, 'one')
  await expect(panel.locator('h2')).toHaveText(`One ${PAYLOAD}`)
  await panel.hover()
  await panel.getByRole('button', { name: `About One ${PAYLOAD}` }).click()
  const details = page.getByRole('dialog', { name: `About One ${PAYLOAD}` })
  await expect(details.getByText(`Text ${PAYLOAD}`)).toBeVisible()
  await expect(details.locator('dt').filter({ hasText: PAYLOAD })).toHaveText(PAYLOAD)
})

test('the tooltip shows a hostile name as text', async ({ page }) => {
  await openHostile(page)
  const chart = panelOf(page, 'one').getByRole('application')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('the chart is not there')
  // The only points are the newest: at the right edge, within half a step.
  await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2)
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2)
  const tooltip = page.locator('body > [aria-hidden="true"][data-open]')
  await expect(tooltip).toBeVisible()
  await expect(tooltip.getByText(PAYLOAD, { exact: true })).toBeVisible()
})

test('H80 H81: the export of hostile names is a table that no spreadsheet runs', async ({ page }) => {
  await openHostile(page)
  const panel = panelOf(page, 'lines')
  await panel.hover()
  await panel.getByRole('button', { name: 'Menu of Lines' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Download data as CSV' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^[a-z0-9-]{1,80}\.csv$/)
  const [head = ''] = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').split('\r\n')
  expect(head).toContain(PAYLOAD)
  expect(head).toContain(`"'=HYPERLINK(""http://evil.invalid"",""click"")"`)
  expect(head).toContain('first line second line')
  expect(head).not.toContain('\n')
})

test.describe('H49 H50 H51: an address cannot make the page ask elsewhere', () => {
  const searches = [
    '?dashboard=https://evil.invalid/d.json&config=//evil.invalid&prom=http://evil.invalid:9090&redirect=//evil.invalid',
    `?var-x=${encodeURIComponent(PAYLOAD)}&var-x=${encodeURIComponent(`"} or vector(1) #`)}`,
    `?${Array(400).fill('var-x=1').join('&')}`,
    `?var-long=${'y'.repeat(5_000)}`,
    '?var-x=%E0%A4%A&from=%&to=%zz&refresh=%00',
    `?from=${encodeURIComponent(PAYLOAD)}&to=javascript:alert(1)&timezone=${encodeURIComponent(PAYLOAD)}&theme=${encodeURIComponent(PAYLOAD)}`,
    '?refresh=1ms&kiosk=javascript:',
    '#/..%2f..%2f//evil.invalid',
  ]
  test('by its parameters', async ({ page }) => {
    const foreign: string[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.origin !== site.address && url.protocol !== 'blob:') foreign.push(request.url())
    })
    for (const search of searches) {
      await test.step(search.slice(0, 80), async () => {
        // Another document each time, also where only the hash differs.
        await page.goto('about:blank')
        await page.goto(`${site.address}/d/hostile${search}`)
        await expect(panelOf(page, 'one')).toHaveAttribute('data-truth', 'live')
        await expectHarmless(page)
        expect(new URL(page.url()).origin).toBe(site.address)
      })
    }
    expect(foreign).toEqual([])
  })

  test('by its path', async ({ page, noise }) => {
    // The file is asked for while the configuration, which does not name it, is on its way.
    noise.tolerate(/404.*\/dashboards\/constructor\.json/)
    for (const path of [
      '/d/x%2f..%2f..%2flogout',
      `/d/${encodeURIComponent(PAYLOAD)}`,
      '/d/__proto__',
      '/d/constructor/x',
    ]) {
      await page.goto(`${site.address}${path}`)
      await expect(page.getByText('This address names no page of Lookout.')).toBeVisible()
      await expectHarmless(page)
    }
  })
})
