import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { findingsInScheme } from './support/axe'
import { settle } from './support/board'
import { expect, test } from './support/fixtures'
import { type LogWriter, startLogWriter, type WrittenLine } from './support/log-writer'
import { PROMETHEUS_ALONE, type Site } from './support/site'

/** Config of a site whose one log is `app.log`, which is rotated. */
const CONFIG = {
  sources: {
    ...PROMETHEUS_ALONE.sources,
    logs: [{ id: 'app', title: 'App', kind: 'jsonl', url: '/logs', files: ['app.log', 'app.log.1', 'app.log.2'] }],
  },
}
/** A poll comes each fifth second, and two cores have more to do. */
const POLL_TIMEOUT = 20_000

const writers: LogWriter[] = []
test.afterAll(() => {
  for (const writer of writers) writer.remove()
})

function startWriter(): LogWriter {
  const writer = startLogWriter()
  writers.push(writer)
  return writer
}

const countOf = (page: Page): Locator => page.getByRole('status').filter({ hasText: / of [\d,]+ lines/ })
const rowsOf = (page: Page): Locator => page.locator('[data-line] > button')
const queryOf = (page: Page): Locator => page.getByRole('combobox', { name: 'Query' })

async function expectCount(page: Page, matched: number, all: number, timeout = POLL_TIMEOUT): Promise<void> {
  const text = `${matched.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} lines,`
  await expect(countOf(page)).toContainText(text, { timeout })
}

/** Everything that matches, as the page downloads it. */
async function download(page: Page): Promise<readonly WrittenLine[]> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'JSON lines' }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('on a phone nothing scrolls sideways, and each head stands over its values', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/audit')
  await expect(rowsOf(page).first()).toBeVisible()
  const seen = () =>
    page.evaluate(() => {
      const leftsOf = (root: Element | null | undefined) =>
        [...(root?.querySelectorAll('[class*="cell_"] bdi') ?? [])].map((one) =>
          Math.round(one.getBoundingClientRect().left),
        )
      const wide = [...document.querySelectorAll('main *')].filter(
        (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto',
      )
      return {
        heads: leftsOf(document.querySelector('[class*="heads_"]')),
        values: leftsOf(document.querySelector('[data-line]')),
        wide: wide.map((one) => one.className),
      }
    })
  await expect.poll(seen).toMatchObject({ wide: [] })
  const { heads, values } = await seen()
  expect(heads).toHaveLength(2)
  expect(heads).toEqual(values)
})

test('follows a file that is written, and loses nothing when it is rotated', async ({ page, deploy }) => {
  const writer = startWriter()
  writer.write(300, 100)
  const site = await deploy({ config: CONFIG, logs: writer.folder })
  await page.goto(`${site.address}/logs?refresh=5s`)
  await expectCount(page, 300, 300)
  await expect(rowsOf(page).first()).toContainText('line 300')

  writer.write(5)
  await expectCount(page, 305, 305)
  await expect(rowsOf(page).first()).toContainText('line 305')
  await expect(page.getByRole('list', { name: 'Left out' })).toHaveCount(0)

  // Some of them are only in what the file is renamed to.
  writer.write(4)
  writer.rotate()
  writer.write(6)
  await expectCount(page, 315, 315)
  await expect(rowsOf(page).first()).toContainText('line 315')
  await expect(page.getByRole('list', { name: 'Left out' })).toContainText('app.log was rotated')

  writer.rotate()
  writer.write(7)
  writer.rotate()
  writer.write(8)
  await expectCount(page, 330, 330)
  expect((await download(page)).map(({ message }) => message)).toEqual(
    writer.lines.map(({ message }) => message).toReversed(),
  )
})

test('lines that were skipped are loaded by their button, to where they belong', async ({ page, deploy }) => {
  const writer = startWriter()
  // They reach beyond the range: what it needs is there, and what is skipped later is left to the reader.
  writer.write(200, 5_000)
  const site = await deploy({ config: CONFIG, logs: writer.folder })
  await page.goto(`${site.address}/logs?refresh=5s&order=oldest&from=now-10m&to=now`)
  await expect(countOf(page)).toContainText(/^1\d\d of 1\d\d lines,/, { timeout: POLL_TIMEOUT })
  const all = 200 + 50_000
  writer.write(50_000)
  const notes = page.getByRole('list', { name: 'Left out' })
  const told = /^About [\d,]+ older lines of app\.log \(\d\.\d MiB\) came at once and were skipped\./
  await expect(notes).toContainText(told, { timeout: POLL_TIMEOUT })
  const load = notes.getByRole('button', { name: 'Load them' })
  await expect(load).toBeEnabled()
  const numbers = async () => (await download(page)).map(({ message }) => Number(/\d+/.exec(message)?.[0]))
  const before = await numbers()
  expect(before.at(-1)).toBe(all)
  const seam = before.findIndex((number, i) => i > 0 && number !== (before[i - 1] ?? 0) + 1)
  const first = before[seam] ?? 0
  expect(first).toBeGreaterThan(201)
  const around = page.getByRole('log', { name: 'Lines around it' })
  const ask = async () => {
    await queryOf(page).fill(`request_id=req_${first}`)
    await queryOf(page).press('Enter')
    await expect(rowsOf(page)).toHaveCount(1)
  }
  const openAround = async () => {
    await page.getByRole('button', { name: 'Lines around it' }).click()
    await expect(around).toContainText(`line ${first}`)
  }
  await ask()
  await rowsOf(page).first().click()
  await openAround()
  await expect(around).toContainText('No line before these was read.')
  await expect(around).not.toContainText('line 200')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Clear the query' }).click()

  await load.click()
  await expect(notes).toHaveCount(0, { timeout: POLL_TIMEOUT })
  const after = await numbers()
  expect(after.length).toBeGreaterThan(50_000)
  expect(after).toEqual(Array.from(after, (_, i) => all - after.length + 1 + i))
  // It is open still.
  await ask()
  await openAround()
  await expect(around).toContainText(`line ${first - 50}`)
  await expect(around).toContainText(`line ${first - 1}`)
  await expect(around).not.toContainText('No line before')
})

test('holds while somebody reads, and follows again', async ({ page, deploy }) => {
  const writer = startWriter()
  writer.write(300, 100)
  const site = await deploy({ config: CONFIG, logs: writer.folder })
  await page.goto(`${site.address}/logs?refresh=5s`)
  await expectCount(page, 300, 300)
  await expect(rowsOf(page).first()).toContainText('line 300')
  const scroller = page.getByRole('log', { name: 'Logs' })
  await scroller.evaluate((element) => element.scrollTo({ top: 600 }))
  const follow = page.getByRole('button', { name: 'Follow again' })
  await expect(follow).toBeVisible()
  const inView = () =>
    scroller.evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      const rows = [...element.querySelectorAll('[data-line]')]
      return rows.find((row) => row.getBoundingClientRect().top >= top)?.textContent
    })
  await expect.poll(inView).toContain('line')
  const before = await inView()
  writer.write(20)
  // Two polls later nothing has moved, and nothing new was counted.
  await expect(countOf(page)).toContainText(/the newest 1\d s old/, { timeout: 30_000 })
  expect(await inView()).toBe(before)
  await expectCount(page, 300, 300)
  await follow.click()
  await expect(rowsOf(page).first()).toContainText('line 320', { timeout: POLL_TIMEOUT })
  await expectCount(page, 320, 320)
  await expect(follow).toHaveCount(0)
})

test.describe('questions', () => {
  let site: Site
  let writer: LogWriter
  test.beforeAll(async ({ deploy }) => {
    writer = startWriter()
    writer.write(2_000, 500)
    site = await deploy({ config: CONFIG, logs: writer.folder })
  })

  /** The hour that ends when the last line was written. */
  const range = () => {
    const endMs = Date.parse(writer.lines.at(-1)?.timestamp ?? '') + 1
    return `from=${endMs - 3_600_000}&to=${endMs}`
  }
  const open = async (page: Page, more = '') => {
    await page.goto(`${site.address}/logs?${range()}${more}`)
    await expect(countOf(page)).toContainText('of 2,000 lines,', { timeout: POLL_TIMEOUT })
  }
  const countWhere = (holds: (line: WrittenLine) => boolean) => writer.lines.filter(holds).length

  const QUESTIONS: readonly (readonly [string, (line: WrittenLine) => boolean])[] = [
    ['level=ERROR', ({ level }) => level === 'ERROR'],
    ['trace_id=trace_00000000001f', ({ trace_id }) => trace_id === 'trace_00000000001f'],
    ['request_id=req_77', ({ context }) => context.request_id === 'req_77'],
    ['duration_ms>500', ({ duration_ms }) => duration_ms > 500],
    ['"out of memory"', (line) => JSON.stringify(line).includes('out of memory')],
    ['-service=api level>=WARNING', ({ service, level }) => service !== 'api' && ['WARNING', 'ERROR'].includes(level)],
    ['"LINE 1"', () => false],
  ]

  test('have the answers that the file gives', async ({ page }) => {
    await open(page)
    for (const [query, holds] of QUESTIONS) {
      await test.step(query, async () => {
        await queryOf(page).fill(query)
        await queryOf(page).press('Enter')
        await expectCount(page, countWhere(holds), 2_000)
        expect(new URL(page.url()).searchParams.get('q')).toBe(query)
      })
    }
    await queryOf(page).fill('level=')
    await expect(queryOf(page)).toHaveAttribute('aria-invalid', 'true')
  })

  test('are asked by a facet, by the bars and by a field', async ({ page }) => {
    await open(page)
    const errors = countWhere(({ level }) => level === 'ERROR')
    const facet = page.getByRole('button', { name: `Only level error, ${errors} lines` })
    await facet.click()
    await expectCount(page, errors, 2_000)
    await expect(page.getByRole('button', { name: /^Only level error/ })).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: /^Only level error/ }).click()
    await expectCount(page, 2_000, 2_000)

    await rowsOf(page).first().click()
    const last = writer.lines.at(-1)
    const details = page.getByRole('region', { name: /^Line of / })
    await expect(details).toContainText(`req_${writer.lines.length}`)
    await details.getByRole('button', { name: `No lines with service ${last?.service}` }).click()
    await expectCount(
      page,
      countWhere(({ service }) => service !== last?.service),
      2_000,
    )
    await page.getByRole('button', { name: 'Clear the query' }).click()
    await expectCount(page, 2_000, 2_000)
    await details.getByRole('button', { name: `Only lines with trace_id ${last?.trace_id}` }).click()
    await expectCount(
      page,
      countWhere(({ trace_id }) => trace_id === last?.trace_id),
      2_000,
    )
    await page.getByRole('button', { name: 'Clear the query' }).click()
    await expectCount(page, 2_000, 2_000)

    const box = await page.getByLabel('Lines by level').first().boundingBox()
    if (box === null) throw new Error('the chart is not there')
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 5 })
    await page.mouse.up()
    const between = () => {
      const { searchParams } = new URL(page.url())
      return { fromMs: Number(searchParams.get('from')), toMs: Number(searchParams.get('to')) }
    }
    await expect.poll(() => between().toMs - between().fromMs).toBeLessThan(1_000_000)
    const { fromMs, toMs } = between()
    const inside = countWhere(({ timestamp }) => Date.parse(timestamp) >= fromMs && Date.parse(timestamp) < toMs)
    expect(inside).toBeGreaterThan(100)
    await expectCount(page, inside, inside)
  })

  test('a link to a line opens it', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page, '&q=request_id%3Dreq_1234')
    await expectCount(page, 1, 2_000)
    await rowsOf(page).first().click()
    await page.getByRole('button', { name: 'Copy link' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('line=')
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).not.toContain('Worker')
    await page.goto('about:blank')
    await page.goto(link)
    const linked = page.locator('[data-linked]')
    await expect(linked).toContainText('line 1234', { timeout: POLL_TIMEOUT })
    await expect(linked).toBeInViewport()
    await expect(page.getByRole('region', { name: /^Line of / })).toContainText('req_1234')
  })

  test('axe finds nothing, in both themes, with a line open', async ({ page }) => {
    await open(page)
    await rowsOf(page).first().click()
    await expect(page.getByRole('region', { name: /^Line of / })).toBeVisible()
    await settle(page)
    for (const scheme of ['light', 'dark'] as const) expect(await findingsInScheme(page, scheme)).toEqual([])
  })
})

test('what is known stays while the server is away, and says how old it is', async ({ page, deploy, noise }) => {
  const writer = startWriter()
  writer.write(50, 100)
  const site = await deploy({ config: CONFIG, logs: writer.folder })
  await page.goto(`${site.address}/logs?refresh=5s`)
  await expectCount(page, 50, 50)
  // The code of what is shown then comes once the page has settled.
  const late = () => {
    const names = performance.getEntriesByType('resource').map(({ name }) => name)
    return [/\/assets\/unreachable-.*\.js$/, /\/assets\/Telling-.*\.js$/].filter((one) =>
      names.some((name) => one.test(name)),
    )
  }
  await expect.poll(async () => (await page.evaluate(late)).length).toBe(2)
  noise.expect(/ERR_CONNECTION_REFUSED/)
  await site.stop()
  const alert = page.getByRole('alert').filter({ hasText: 'cannot be read' })
  await expect(alert).toContainText(/What is shown was read \d+ (?:ms|s) ago/, { timeout: 30_000 })
  await expect(rowsOf(page).first()).toContainText('line 50')
  await expect(countOf(page)).toContainText('50 of 50 lines')
})

test('a request that was sent is found by its trace id within five seconds', async ({ page, world }) => {
  await page.goto('/logs?refresh=5s')
  await expect(countOf(page)).not.toContainText('so far', { timeout: 60_000 })
  await expect(rowsOf(page).first()).toBeVisible()
  const answer = await page.request.post(`${world.sample}/shorts/api/v1/videos`, { data: { prompt: 'a cat' } })
  const traceId = answer.headers()['x-trace-id'] ?? ''
  expect(traceId).toMatch(/^trace_[0-9a-f]{12}$/)
  await queryOf(page).fill(`trace_id=${traceId}`)
  await queryOf(page).press('Enter')
  await expect(rowsOf(page).filter({ hasText: 'Request received' })).toHaveCount(1, { timeout: 5_000 })
  await expect(countOf(page)).toContainText(/^([3-9]|\d\d) of /)
  await rowsOf(page).last().click()
  const requestId = answer.headers()['x-request-id'] ?? 'none'
  await expect(page.getByRole('region', { name: /^Line of / })).toContainText(requestId)
})
