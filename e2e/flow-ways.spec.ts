import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import type { RunningServer } from '../scripts/serve/serve'
import { expectAllLive, panelOf, settle } from './support/board'
import { expect, test } from './support/fixtures'
import { serveApp } from './support/serve-app'

/** From the moment of an answer until its flow is there. */
const JOURNEY_MS = 5_000

let app: RunningServer
test.beforeAll(async () => {
  app = await serveApp(readFileSync('public/config.json', 'utf8'))
})
test.afterAll(() => app.close())

async function pasteInPalette(page: Page, text: string): Promise<void> {
  await expect(page.getByTestId('time-range')).toBeVisible()
  await settle(page)
  await page.keyboard.press('Control+k')
  const field = page.getByRole('dialog').getByRole('combobox')
  await field.fill(text)
  await expect(page.getByRole('option').first()).toContainText('trace_')
  await field.press('Enter')
}

const spansOf = (page: Page): Locator => page.getByRole('tree', { name: 'Spans' }).getByRole('treeitem')

test.describe('a request that was sent', () => {
  const WAYS: readonly (readonly [string, (page: Page, id: string) => Promise<void>])[] = [
    ['pasted into the palette with the name of its header', (page, id) => pasteInPalette(page, `X-Trace-ID: ${id}`)],
    [
      'pasted where traces are opened',
      async (page, id) => {
        await page.getByRole('textbox', { name: /^Id of a trace/ }).fill(id)
        await page.getByRole('button', { name: 'Open', exact: true }).click()
      },
    ],
  ]
  for (const [way, open] of WAYS) {
    test(`is there within five seconds, ${way}`, async ({ page, world }) => {
      await page.goto('/traces')
      await expect(page.getByRole('region', { name: 'Traces', exact: true })).toHaveAttribute('aria-busy', 'false', {
        timeout: 60_000,
      })
      const answer = await page.request.post(`${world.sample}/shorts/api/v1/videos`, { data: { prompt: 'a cat' } })
      const id = answer.headers()['x-trace-id'] ?? ''
      expect(id).toMatch(/^trace_[0-9a-f]{12}$/)
      await open(page, id)
      await expect(page).toHaveURL(new RegExp(`/trace/${id}`))
      await expect(spansOf(page).filter({ hasText: 'POST /api/v1/videos' })).toHaveCount(1, { timeout: JOURNEY_MS })
    })
  }
})

test('in the sample within the page, an id of a line that was just written leads to its flow', async ({ page }) => {
  await page.goto(
    `${app.address}/logs?q=${encodeURIComponent('stream=shorts trace_id=* duration_ms=*')}&columns=trace_id`,
  )
  const row = page.locator('[data-line] > button').first()
  await expect(row).toContainText(/trace_[0-9a-f]{12}/, { timeout: 60_000 })
  const id = /trace_[0-9a-f]{12}/.exec((await row.textContent()) ?? '')?.[0] ?? ''
  await pasteInPalette(page, id)
  await expect(page).toHaveURL(`${app.address}/trace/${id}`)
  await expect(spansOf(page).first()).toBeVisible({ timeout: JOURNEY_MS })
})

test.describe('the logs of a window', () => {
  const searchOf = (page: Page) => new URL(page.url()).searchParams

  test('are opened by a drag over a chart with Shift, those of its platform', async ({ page }) => {
    await page.goto(`${app.address}/d/shorts-main?from=now-1h&to=now`)
    await expectAllLive(page)
    const box = await panelOf(page, 'job-duration').getByRole('application').boundingBox()
    if (box === null) throw new Error('the chart is not there')
    const y = box.y + box.height / 2
    await page.keyboard.down('Shift')
    await page.mouse.move(box.x + box.width * 0.5, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.8, y, { steps: 6 })
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await expect(page).toHaveURL(/\/logs\?/)
    expect(searchOf(page).get('q')).toBe('stream=shorts,shorts.*')
    const widthMs = Number(searchOf(page).get('to')) - Number(searchOf(page).get('from'))
    // Three tenths of an hour, less what the axis takes of the width.
    expect(widthMs).toBeGreaterThan(0.25 * 3_600_000)
    expect(widthMs).toBeLessThan(0.4 * 3_600_000)
    await expect(page.getByRole('status').filter({ hasText: / of [\d,]+ lines/ })).not.toContainText('so far', {
      timeout: 60_000,
    })
    const rows = page.locator('[data-line] > button')
    await expect(rows.first()).toContainText('shorts')
    // Nothing was zoomed on the way: one step back is the board as it was.
    await page.goBack()
    await expect(page).toHaveURL(`${app.address}/d/shorts-main?from=now-1h&to=now`)
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('')
  })

  test('are opened by keys from a panel that has the focus', async ({ page }) => {
    await page.goto(`${app.address}/d/transcode-system?from=now-30m&to=now`)
    await expect(page.getByTestId('time-range')).toBeVisible()
    await expect(page.getByRole('application').first()).toBeVisible()
    await settle(page)
    await page.getByRole('application').first().focus()
    await page.keyboard.press('p')
    await page.keyboard.press('l')
    await expect(page).toHaveURL(/\/logs\?/)
    expect(searchOf(page).get('q')).toBe('stream=transcode,transcode.*')
    expect([searchOf(page).get('from'), searchOf(page).get('to')]).toEqual(['now-30m', 'now'])
    await expect(page.locator('[data-line] > button').first()).toContainText('transcode', { timeout: 60_000 })
  })
})
