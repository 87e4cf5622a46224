import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { RunningServer } from '../scripts/serve/serve'
import { expect, test } from './support/fixtures'
import { serveApp } from './support/serve-app'
import { PROMETHEUS_ALONE } from './support/site'

const SHIPPED = readFileSync('public/config.json', 'utf8')

let app: RunningServer
test.beforeAll(async () => {
  app = await serveApp(SHIPPED)
})
test.afterAll(() => app.close())

/** Five minutes that are past: what was written then stays. */
function pastRange(): string {
  const toMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000
  return `from=${toMs - 300_000}&to=${toMs}`
}

/** Opens lines that a query finds and waits until all of them were read. */
async function openLogs(page: Page, query: string, range: string): Promise<void> {
  await page.goto(`${app.address}/logs?q=${encodeURIComponent(query)}&${range}`)
  await expect(page.getByRole('status').filter({ hasText: /^[\d,]+ of [\d,]+ lines/ })).not.toContainText('so far', {
    timeout: 60_000,
  })
}

/** Durations by span as the lines themselves have them, downloaded as they were written. */
async function writtenDurations(page: Page): Promise<ReadonlyMap<string, number>> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSON lines' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  const lines = text
    .trim()
    .split('\n')
    .map((line): { span_id?: string; duration_ms?: number } => JSON.parse(line))
  return new Map(lines.flatMap(({ span_id: id, duration_ms: ms }) => (id && ms !== undefined ? [[id, ms]] : [])))
}

test('a trace id of a line leads to the waterfall of all that its lines tell', async ({ page }) => {
  test.setTimeout(180_000)
  // Workers' lines: what they do is below what the API did.
  await openLogs(page, 'stream=shorts duration_ms=* parent_span_id=*', pastRange())
  await page.getByRole('log', { name: 'Logs' }).getByRole('button').first().click()
  const link = page.getByRole('row', { name: /^.*trace_id/ }).getByRole('link')
  const id = (await link.textContent()) ?? ''
  expect(id).toMatch(/^trace_[0-9a-f]{12}$/)
  await link.click()
  await expect(page).toHaveURL(new RegExp(`/trace/${id}\\?`))
  const address = page.url()
  const around = new URL(address).search.slice(1)

  await openLogs(page, `trace_id=${id}`, around)
  const written = await writtenDurations(page)
  expect(written.size).toBeGreaterThan(1)

  await page.goto(address)
  const trace = page.getByRole('region', { name: 'Trace', exact: true })
  await expect(trace).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
  await expect(page.getByRole('heading', { name: id })).toBeVisible()
  const spans = page.getByRole('tree', { name: 'Spans' }).getByRole('treeitem')
  await expect(spans).toHaveCount(written.size)
  const shown = await spans.evaluateAll((rows) =>
    rows.map((row): [string, number] => [
      row.getAttribute('data-span') ?? '',
      Number(row.getAttribute('data-duration-ms')),
    ]),
  )
  expect(new Map(shown)).toEqual(written)
  // The root is as long as the longest, and the whole at least as long.
  const wholeMs = Number(await page.getByTestId('trace-duration').getAttribute('data-duration-ms'))
  // Epoch milliseconds are kept to a quarter of a microsecond, so a difference of two of them is.
  expect(wholeMs).toBeGreaterThanOrEqual(Math.max(...written.values()) - 0.001)
  await expect(page.getByText('Spans rebuilt from log lines')).toBeVisible()

  // By keys alone: fold the root, unfold it, go to what it called.
  const tree = page.getByRole('tree', { name: 'Spans' })
  await tree.press('Home')
  await tree.press('ArrowLeft')
  await expect(spans).toHaveCount(1)
  await tree.press('ArrowRight')
  await expect(spans).toHaveCount(written.size)
  await tree.press('ArrowDown')
  await expect(spans.nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('region', { name: 'Span', exact: true })).toContainText('after the start')

  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export as JSON' }).click()
  const exported = JSON.parse(await readFile(await (await file).path(), 'utf8'))
  expect(exported.trace_id).toBe(id)
  expect(exported.trace.spans).toHaveLength(written.size)
  expect(exported.lines.length).toBeGreaterThanOrEqual(written.size)
})

test('an id that nobody knows says where was looked, also with dots in it', async ({ page }) => {
  await page.goto(`${app.address}/job/no.such.job?${pastRange()}`)
  const nothing = page.getByRole('region', { name: 'Nothing found' })
  await expect(nothing).toContainText('No job no.such.job was found', { timeout: 60_000 })
  await expect(nothing).toContainText(/Sample logs: none of [\d,]+ lines has job_id with this value/)
  await nothing.getByRole('button', { name: 'Look in a wider range' }).click()
  await expect(page).not.toHaveURL(new RegExp(pastRange()))
})

test('hostile ids are literal', async ({ page }) => {
  const id = '<img src=x onerror="alert(1)">*'
  await page.goto(`${app.address}/trace/${encodeURIComponent(id)}?${pastRange()}`)
  const nothing = page.getByRole('region', { name: 'Nothing found' })
  await expect(nothing).toContainText(`No trace ${id} was found`, { timeout: 60_000 })
  await expect(page.locator('main img, main script')).toHaveCount(0)

  // A star alone would be all traces, were it read as a pattern.
  await page.goto(`${app.address}/trace/*?${pastRange()}`)
  await expect(nothing).toContainText('No trace * was found', { timeout: 60_000 })
})

test('recent traces lead to their pages, and a pasted id opens', async ({ page }) => {
  await page.goto(`${app.address}/traces?sort=duration&${pastRange()}`)
  await expect(page.getByRole('region', { name: 'Traces', exact: true })).toHaveAttribute('aria-busy', 'false', {
    timeout: 60_000,
  })
  const first = page.getByRole('row').nth(1)
  const id = (await first.getByRole('link').textContent()) ?? ''
  await page.getByRole('textbox', { name: /^Id of a trace/ }).fill(` X-Trace-ID: ${id} `)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page).toHaveURL(`${app.address}/trace/${id}`)
  await page.goBack()
  await page.getByRole('link', { name: id }).click()
  await expect(page.getByRole('tree', { name: 'Spans' }).getByRole('treeitem').first()).toBeVisible({ timeout: 60_000 })
})

test('what nobody told the end of took at least so long, and still runs while it is heard of', async ({
  page,
  deploy,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-running-'))
  const line = (agoMs: number, trace_id: string, message: string, duration_ms?: number) =>
    JSON.stringify({
      ...{ timestamp: new Date(Date.now() - agoMs).toISOString(), level: 'INFO', service: 'worker', trace_id, message },
      ...(duration_ms !== undefined && { duration_ms }),
    })
  const lines = [
    ...[line(3_000_000, 'trace_lost1', 'picked up'), line(2_990_000, 'trace_lost1', 'downloaded', 5_000)],
    ...[line(300_000, 'trace_runs1', 'picked up'), line(298_000, 'trace_runs1', 'downloaded', 2_000)],
    ...[line(120_000, 'trace_runs1', 'encoding')],
    ...[line(90_000, 'trace_done1', 'picked up'), line(80_000, 'trace_done1', 'finished', 10_000)],
  ]
  writeFileSync(join(folder, 'app.log'), `${lines.join('\n')}\n`)
  const logs = [{ id: 'app', title: 'App', kind: 'jsonl', url: '/logs', files: ['app.log'] }]
  const site = await deploy({ config: { sources: { ...PROMETHEUS_ALONE.sources, logs } }, logs: folder })
  await page.goto(`${site.address}/traces`)
  const rowOf = (id: string) => page.getByRole('row').filter({ hasText: id })
  await expect(rowOf('trace_runs1')).toContainText('at least 3 min, still running', { timeout: 60_000 })
  await expect(rowOf('trace_lost1')).toContainText('at least 10 s, no end told')
  await expect(rowOf('trace_done1').getByRole('cell').nth(1)).toHaveText('10 s')
  await rowOf('trace_runs1').getByRole('link').click()
  await expect(page.getByTestId('trace-duration')).toContainText('at least 3 min, still running, 3 spans')
  rmSync(folder, { recursive: true, force: true })
})
