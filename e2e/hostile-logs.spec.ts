import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures'
import { expectHarmless } from './support/harmless'
import { startLoadedPrometheus } from './support/loaded-prometheus'
import { PROMETHEUS_ALONE, type Site } from './support/site'
import { hostOf } from './support/world'

const PAYLOAD = '<img src=x onerror=window.__pwn=1>'
const SECRET = 'c2VjcmV0LXRva2VuLTEyMzQ1Njc4OTA'

let folder: string
let site: Site

/** A line of JSON with a message of its own, and raw text of what else it has. */
function line(message: string, more: string): string {
  return `{"timestamp":"${new Date().toISOString()}","level":"INFO","message":"${message}",${more}}\n`
}

/** Nothing fires there, so that titles have no count. */
let quiet: Awaited<ReturnType<typeof startLoadedPrometheus>> | undefined

test.beforeAll(async ({ deploy }) => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-hostile-'))
  const file = (name: string, ...parts: readonly (string | Uint8Array)[]) =>
    writeFileSync(join(folder, name), Buffer.concat(parts.map((part) => Buffer.from(part as string))))
  file(
    'hostile.log',
    line('H29', `"${PAYLOAD}":"${PAYLOAD}"`),
    line('H30', '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"polluted":1}}'),
    `${'['.repeat(100_000)}H31 list\n`,
    `{"message":"H31 object","b":${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}}\n`,
    `H34 \u001b[31mred\u001b[0m \u001b]8;;javascript:window.__pwn=1\u0007link\u001b]8;;\u0007 ${PAYLOAD}\n`,
    'H35 ',
    Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0x00, 0x01),
    ' bytes\n',
    line('H37', `"authorization":"Bearer ${SECRET}","note":"password=${SECRET}"`),
    `H37 plain password=${SECRET}\n`,
    line(`${PAYLOAD}</title><script>window.__pwn=1</script>`, '"level":"<b>"'),
  )
  file('bom.log', '\uFEFF', line('with a mark', '"a":1'))
  file('utf16.log', Uint8Array.of(0xff, 0xfe), new Uint8Array(Buffer.from(line('in two bytes', '"a":1'), 'utf16le')))
  const logs = [
    { id: 'odd', title: `Odd ${PAYLOAD}`, kind: 'jsonl', url: '/logs', files: ['hostile.log', 'bom.log', 'utf16.log'] },
  ]
  quiet = await startLoadedPrometheus([], 'groups: []\n')
  site = await deploy({
    prometheus: hostOf(quiet.address),
    config: { sources: { ...PROMETHEUS_ALONE.sources, logs } },
    logs: folder,
  })
})

test.afterAll(async () => {
  await quiet?.stop()
  rmSync(folder, { recursive: true, force: true })
})
test.afterEach(async ({ page }) => {
  await expectHarmless(page)
  expect(await page.evaluate(() => [Reflect.get({}, 'isAdmin'), Reflect.get({}, 'polluted')])).toEqual([
    undefined,
    undefined,
  ])
})

async function open(page: Page, text: string) {
  await page.goto(`${site.address}/logs?q=${encodeURIComponent(text)}`)
  const row = page.locator('[data-line] > button').first()
  await expect(row).toBeVisible()
  await row.click()
  const details = page.getByRole('region', { name: /^Line of / })
  await expect(details).toBeVisible()
  return { row, details }
}

test('H29 H30: names of fields are text, also those of the language', async ({ page }) => {
  const { details } = await open(page, '"H29"')
  await expect(details.getByRole('rowheader').filter({ hasText: PAYLOAD })).toHaveText(PAYLOAD)
  const { details: own } = await open(page, '"H30"')
  await expect(own.getByRole('rowheader', { name: '__proto__.isAdmin' })).toBeVisible()
  await expect(own.getByRole('rowheader', { name: 'constructor.prototype.polluted' })).toBeVisible()
})

test('H31: what is nested without end is kept as a line', async ({ page }) => {
  const list = await open(page, '"H31 list"')
  await expect(list.row).toContainText('[[[[')
  const object = await open(page, '"H31 object"')
  await expect(object.row).toContainText('H31 object')
})

test('H34: colours are a few, and links of terminals are none', async ({ page }) => {
  const { row, details } = await open(page, '"H34"')
  await expect(row).toContainText(PAYLOAD)
  await expect(details.locator('[data-ansi]').first()).toHaveText('red')
  await expect(details.locator('pre')).not.toContainText('javascript:')
  await expect(details.locator('a')).toHaveCount(0)
})

test('H35: other encodings and bytes that are none', async ({ page }) => {
  const { row } = await open(page, '"H35"')
  await expect(row).toContainText('\uFFFD')
  await expect(page.getByRole('list', { name: 'Left out' })).toContainText(
    'hostile.log has bytes of zero: is it binary?',
  )
  for (const text of ['with a mark', 'in two bytes']) {
    const { details, row: other } = await open(page, `"${text}"`)
    await expect(other).toContainText(text)
    await expect(details.getByRole('rowheader', { name: 'a', exact: true })).toBeVisible()
  }
})

test('H37: secrets are masked, and no text of a line is kept or put into an address', async ({ page }) => {
  const plain = await open(page, '"H37 plain"')
  await expect(plain.row).toContainText('password=•••')
  const { details } = await open(page, '"H37" -plain')
  await expect(page.locator('[data-line]')).toHaveCount(1)
  await expect(details.getByRole('row', { name: /note/ })).toContainText('password=•••')
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(SECRET)
  expect(page.url()).not.toContain(SECRET)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('H37')
})

test('markup in messages, levels and titles is text', async ({ page }) => {
  const { row } = await open(page, '"</title>"')
  await expect(row).toContainText(`${PAYLOAD}</title><script>window.__pwn=1</script>`)
  await expect(page).toHaveTitle('Logs · Lookout')
})
