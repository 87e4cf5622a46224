import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures'
import { expectHarmless } from './support/harmless'
import { PROMETHEUS_ALONE, type Site } from './support/site'

const PAYLOAD = '"><img src=x onerror=window.__pwn=1>'
const SECRET = 'c2VjcmV0LXRva2VuLTEyMzQ1Njc4OTA'
const OSC = '\u001b]8;;javascript:window.__pwn=1\u0007click\u001b]8;;\u0007'

/** A page of each kind, and an id of it that is hostile. */
const IDS = [
  ['trace', 'trace_id', `trace_${PAYLOAD}`],
  ['job', 'job_id', PAYLOAD],
  ['batch', 'batch_id', '__proto__'],
  ['request', 'request_id', 'constructor'],
  ['user', 'user_id', `${PAYLOAD}@example.com`],
] as const

let folder: string
let site: Site

/** Two spans that are each other's parents, one of negative length, with all that may be in fields. */
function lines(): string {
  const ids = Object.fromEntries(IDS.map(([, field, id]) => [field, id]))
  const line = (agoMs: number, more: Record<string, unknown>) =>
    JSON.stringify({ timestamp: new Date(Date.now() - agoMs).toISOString(), level: 'INFO', ...ids, ...more })
  const polluting = line(9_000, { message: `H30 ${PAYLOAD}`, service: PAYLOAD }).replace(
    /}$/,
    `,"__proto__":{"isAdmin":true},"constructor":{"prototype":{"polluted":1}},"${PAYLOAD.replace('"', '\\"')}":"x"}`,
  )
  return [
    line(10_000, { message: 'H33', service: PAYLOAD, span_id: 'a', parent_span_id: 'b', duration_ms: 50 }),
    line(9_900, { message: 'H33', service: '__proto__', span_id: 'b', parent_span_id: 'a', duration_ms: -5 }),
    polluting,
    line(8_000, {
      ...{ level: 'ERROR', message: `H34 \u001b[31mred\u001b[0m ${OSC}`, span_id: 'c', parent_span_id: 'gone' },
      exception: { type: PAYLOAD, message: PAYLOAD, traceback: `Traceback (most recent call last):\n  ${PAYLOAD}` },
    }),
    line(7_000, { message: `H37 password=${SECRET}`, authorization: `Bearer ${SECRET}`, span_id: 'd', duration_ms: 1 }),
    line(6_000, {
      ...{ logger: 'audit', message: PAYLOAD, event_type: PAYLOAD, user: PAYLOAD, action: PAYLOAD },
      ...{ object: `password=${SECRET}`, success: false },
    }),
  ]
    .map((text) => `${text}\n`)
    .join('')
}

test.beforeAll(async ({ deploy }) => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-hostile-flows-'))
  writeFileSync(join(folder, 'app.log'), lines())
  const logs = [{ id: 'odd', title: `Odd ${PAYLOAD}`, kind: 'jsonl', url: '/logs', files: ['app.log'] }]
  site = await deploy({ config: { sources: { ...PROMETHEUS_ALONE.sources, logs } }, logs: folder })
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.afterEach(async ({ page }) => {
  await expectHarmless(page)
  const own = await page.evaluate(() => ['isAdmin', 'polluted', 'x'].map((key) => Reflect.get({}, key)))
  expect(own).toEqual([undefined, undefined, undefined])
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(SECRET)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toMatch(/H3\d|secret/)
})

async function exported(page: Page): Promise<{ readonly name: string; readonly text: string }> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export as JSON' }).click()
  const download = await downloading
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

for (const [name, field, id] of IDS) {
  test(`H29 to H37: /${name}/ of a hostile id is text, on the screen and in its export`, async ({ page }) => {
    await page.goto(`${site.address}/${name}/${encodeURIComponent(id)}`)
    const title = new RegExp(`^${name}$`, 'i')
    await expect(page.getByRole('region', { name: title })).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 })
    await expect(page.getByRole('heading', { name: id, exact: true })).toBeVisible()
    await expect(page.getByText('6 log lines')).toBeVisible()
    const rows = page.locator('[data-line] > button')
    await expect(rows.filter({ hasText: 'H37' })).toContainText('password=•••')
    await rows.filter({ hasText: 'H34' }).click()
    const details = page.getByRole('region', { name: /^Line of / })
    await expect(details.getByText(PAYLOAD).first()).toBeVisible()
    await expect(rows.filter({ hasText: 'H34' })).not.toContainText('javascript:')
    // As a field it is what was written, its controls as pictures.
    await expect(details.getByRole('cell', { name: 'H34 ␛[31mred␛[0m', exact: false }).last()).toBeVisible()
    await rows.filter({ hasText: 'H30' }).click()
    await expect(page.getByRole('rowheader', { name: '__proto__.isAdmin' })).toBeVisible()
    if (name === 'trace') {
      await expect(page.getByRole('treeitem').first()).toBeVisible()
      for (const item of await page.getByRole('treeitem').all()) await item.click()
    }
    const { name: file, text } = await exported(page)
    expect(file).toMatch(new RegExp(`^lookout-${name}-[A-Za-z0-9_-]+\\.json$`))
    expect(text).not.toContain(SECRET)
    expect(text).toContain('password=•••')
    const flow = JSON.parse(text)
    expect(flow[field]).toBe(id)
    expect(flow.lines).toHaveLength(6)
  })
}

test('H29 to H37: hostile traces and audit events are text', async ({ page }) => {
  await page.goto(`${site.address}/traces`)
  await expect(page.getByRole('region', { name: 'Traces', exact: true })).toHaveAttribute('aria-busy', 'false', {
    timeout: 60_000,
  })
  const row = page.getByRole('row').filter({ hasText: 'trace_' })
  await expect(row).toContainText(`trace_${PAYLOAD}`)
  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { name: `trace_${PAYLOAD}`, exact: true })).toBeVisible()
  await page.goto(`${site.address}/audit`)
  await expect(page.locator('[data-line]')).toHaveCount(1, { timeout: 60_000 })
  await expect(page.locator('[data-line]')).toContainText(PAYLOAD)
})
