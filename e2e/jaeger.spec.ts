import type { Page } from '@playwright/test'
import { type FakeJaeger, startFakeJaeger, type WireSpan } from '~/testing/fake-jaeger'
import { findingsInScheme } from './support/axe'
import { settle } from './support/board'
import { expect, test } from './support/fixtures'
import { type LogWriter, startLogWriter } from './support/log-writer'
import { PROMETHEUS_ALONE, type Site } from './support/site'

/** The trace as Jaeger has it: an API that waits for a renderer, which fails. */
const ID = '0000000000000000a1b2c3d4e5f60718'
const PROCESSES = { p1: { serviceName: 'shorts-api' }, p2: { serviceName: 'renderer' } }

/** One whose first span comes later than the others. */
const LATE_ID = '0000000000000000000000000000beef'
const lateSpans: WireSpan[] = []

let jaeger: FakeJaeger
let writer: LogWriter
let site: Site

function span(startedMs: number, spanID: string, parent: string | null, more: Partial<WireSpan>): WireSpan {
  const references = parent === null ? [] : [{ refType: 'CHILD_OF', traceID: ID, spanID: parent }]
  return {
    ...{ traceID: ID, spanID, operationName: spanID, references, startTime: startedMs * 1000, duration: 1500 },
    ...{ processID: 'p1', ...more },
  }
}

test.beforeAll(async ({ deploy }) => {
  const startedMs = Date.now() - 600_000
  jaeger = await startFakeJaeger([
    {
      traceID: ID,
      processes: PROCESSES,
      spans: [
        span(startedMs, 'POST /api/v1/videos', null, {
          duration: 4_200_000,
          tags: [{ key: 'job_id', type: 'string', value: 'job_67890' }],
        }),
        span(startedMs + 1_000, 'render', 'POST /api/v1/videos', {
          ...{ processID: 'p2', duration: 2_000_000 },
          tags: [{ key: 'error', type: 'bool', value: true }],
          logs: [
            {
              timestamp: (startedMs + 2_500) * 1000,
              fields: [
                { key: 'event', type: 'string', value: 'exception' },
                { key: 'exception.type', type: 'string', value: 'RenderTimeout' },
                { key: 'exception.message', type: 'string', value: 'no answer within 2 s' },
                { key: 'exception.stacktrace', type: 'string', value: 'Traceback: render.py, line 88' },
              ],
            },
          ],
        }),
      ],
    },
    { traceID: LATE_ID, processes: PROCESSES, spans: lateSpans },
  ])
  writer = startLogWriter()
  writer.write(40, 100)
  const logs = [{ id: 'app', title: 'App', kind: 'jsonl', url: '/logs', files: ['app.log'] }]
  const traces = [{ id: 'jaeger', title: 'Jaeger', kind: 'jaeger', url: jaeger.url }]
  const sources = { ...PROMETHEUS_ALONE.sources, logs, traces }
  site = await deploy({ config: { sources }, logs: writer.folder })
})
test.afterAll(async () => {
  await jaeger.close()
  writer.remove()
})

/** Until all that is asked for has answered. */
async function settled(page: Page, name: string): Promise<void> {
  const region = page.getByRole('region', { name, exact: true })
  await expect(region).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
}

test('recent traces of a service lead to a trace, its failure before its spans', async ({ page }) => {
  await page.goto(`${site.address}/traces`)
  await settled(page, 'Traces')
  const row = page.getByRole('row').filter({ hasText: ID })
  await expect(row).toContainText('4.2 s')
  await expect(row).toContainText('failed')
  await expect(row).toContainText('POST /api/v1/videos')
  await expect(row).toContainText('Jaeger')
  // The service that is asked for is in the address, and Jaeger was asked for it.
  await page.getByRole('combobox', { name: 'Service' }).selectOption({ label: 'renderer (Jaeger)' })
  await expect(row).toBeVisible()
  expect(new URL(page.url()).searchParams.get('service')).toBe('jaeger/renderer')
  const searched = () => jaeger.asked.filter((path) => path.startsWith('/api/traces?')).join('\n')
  await expect.poll(searched).toContain('service=renderer')
  await page.getByRole('textbox', { name: 'Took at least' }).fill('5000')
  await expect(row).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Took at least' }).fill('')

  await row.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/trace/${ID}`))
  const spans = page.getByRole('tree', { name: 'Spans' }).getByRole('treeitem')
  await expect(spans).toHaveCount(2)
  await expect(page.getByText('Spans as measured, told by Jaeger.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open in Jaeger' })).toHaveAttribute('href', `${jaeger.url}/trace/${ID}`)
  const failed = page.getByRole('region', { name: 'Failed' })
  await expect(failed).toContainText('RenderTimeout')
  await failed.getByRole('button', { name: /renderer/ }).click()
  const details = page.getByRole('region', { name: 'Span', exact: true })
  await expect(details).toContainText('Begins 1 s after the start')
  await details.getByText('RenderTimeout').click()
  await expect(details.getByText('Traceback: render.py, line 88')).toBeVisible()
  await settle(page)
  for (const scheme of ['light', 'dark'] as const) expect(await findingsInScheme(page, scheme)).toEqual([])
})

test('ids are found in upper case and as a tag, and one that is nowhere is said to be', async ({ page, noise }) => {
  noise.expect(/404 .*\/api\/traces\/ffff/)
  await page.goto(`${site.address}/trace/${ID.toUpperCase()}`)
  await settled(page, 'Trace')
  await expect(page.getByRole('treeitem')).toHaveCount(2)
  expect(jaeger.asked).toContain(`/api/traces/${ID}`)

  // No trace has this as its own id; its spans have it as a tag.
  await page.goto(`${site.address}/trace/job_67890`)
  await settled(page, 'Trace')
  await expect(page.getByRole('treeitem')).toHaveCount(2)
  expect(jaeger.asked.some((path) => path.startsWith('/api/traces/job'))).toBe(false)

  await page.goto(`${site.address}/trace/ffff`)
  await settled(page, 'Trace')
  await expect(page.getByRole('region', { name: 'Nothing found' })).toContainText('Jaeger: no trace of this id.')
})

test('a trace that is not whole is asked for again, and then is', async ({ page }) => {
  const startedMs = Date.now() - 2_000
  const references = [{ refType: 'CHILD_OF', traceID: LATE_ID, spanID: 'POST' }]
  const late = { traceID: LATE_ID, processID: 'p2', references, duration: 900_000 }
  lateSpans.push(span(startedMs + 100, 'render', null, late))
  await page.goto(`${site.address}/trace/${LATE_ID}`)
  await settled(page, 'Trace')
  await expect(page.getByRole('treeitem')).toHaveCount(1)
  const took = page.getByTestId('trace-duration')
  await expect(took).toContainText('at least 900 ms')
  lateSpans.push(span(startedMs, 'POST', null, { traceID: LATE_ID, duration: 1_200_000 }))
  await expect(page.getByRole('treeitem')).toHaveCount(2, { timeout: 20_000 })
  await expect(took).toContainText('1.2 s')
  await expect(took).not.toContainText('at least')
})

test('with Jaeger away a flow is told by its lines alone, and that is said', async ({ page, noise }) => {
  noise.expect(/ERR_CONNECTION_REFUSED/)
  await jaeger.close()
  try {
    await page.goto(`${site.address}/trace/${writer.lines.at(-5)?.trace_id}`)
    await settled(page, 'Trace')
    await expect(page.getByRole('alert').filter({ hasText: 'Jaeger:' })).toContainText('cannot be reached')
    await expect(page.getByRole('treeitem')).toHaveCount(4)
    await expect(page.getByText('4 log lines')).toBeVisible()

    // Nobody could tell is not: there is none.
    await page.goto(`${site.address}/trace/${ID}`)
    await settled(page, 'Trace')
    const nothing = page.getByRole('region', { name: 'Nothing found' })
    await expect(nothing).toContainText('Jaeger: not known, as it could not be asked.')
    await expect(nothing).toContainText('App: none of 40 lines has trace_id with this value.')
  } finally {
    await jaeger.reopen()
  }
})

test("an error of Jaeger's own is told in its words", async ({ page, noise }) => {
  noise.expect(/status of 500/)
  jaeger.fail(500, 'failed to query the storage')
  try {
    await page.goto(`${site.address}/trace/${ID}`)
    await settled(page, 'Trace')
    const alert = page.getByRole('alert').filter({ hasText: 'Jaeger:' })
    await expect(alert).toContainText('Jaeger is not available: failed to query the storage')
    await page.goto(`${site.address}/traces`)
    await settled(page, 'Traces')
    await expect(alert).toContainText('failed to query the storage')
  } finally {
    jaeger.heal()
  }
})
