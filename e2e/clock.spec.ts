import type { Page } from '@playwright/test'
import { formatText } from '~/domain/units/format-value'
import { evaluatedMs, expectAllLive, kpiOf, panelOf, plain } from './support/board'
import { expect, test } from './support/fixtures'
import { queryOne } from './support/prometheus-api'
import { recordQueries } from './support/requests'
import { readShippedDashboard } from './support/shipped'
import { setWrong } from './support/wrong-clock'

const MINUTE_MS = 60_000
const dashboard = readShippedDashboard()

async function readRange(page: Page): Promise<string> {
  await page.getByTestId('time-range').click()
  const text = await page.getByTestId('range-preview').textContent()
  await page.keyboard.press('Escape')
  return text ?? ''
}

/** Milliseconds of the end of "YYYY-MM-DD HH:mm:ss to YYYY-MM-DD HH:mm:ss" in UTC. */
function endOf(range: string): number {
  return Date.parse(`${range.split(' to ')[1]?.slice(0, 19).replace(' ', 'T')}Z`)
}

for (const [words, byMs] of [
  ['10 minutes ahead', 10 * MINUTE_MS],
  ['10 minutes behind', -10 * MINUTE_MS],
  ['F70: a day ahead', 24 * 60 * MINUTE_MS],
] as const) {
  test(`a browser clock ${words} changes neither numbers nor range nor ages`, async ({ page, context, world }) => {
    await setWrong(context, byMs)
    const asked = recordQueries(page)
    await page.goto('/d/shorts-main?timezone=utc&refresh=5s')
    expect(Math.abs((await page.evaluate(() => Date.now())) - Date.now() - byMs)).toBeLessThan(5_000)
    await expectAllLive(page)
    // From the first answer on it is the server's now that is asked for.
    const panel = panelOf(page, 'active-jobs')
    const firstMs = await evaluatedMs(panel)
    for (const { startMs, endMs } of asked) {
      expect(endMs).toBeLessThanOrEqual(Date.now() + 1_500)
      expect(Math.max(Date.now() - endMs, startMs - Date.now())).toBeLessThan(70_000)
    }
    await expect.poll(() => evaluatedMs(panel)).toBeGreaterThan(firstMs)
    expect(await evaluatedMs(panel)).toBeLessThanOrEqual(Date.now() + 1_500)
    expect(Math.abs(endOf(await readRange(page)) - Date.now())).toBeLessThan(5_000)
    for (const kpi of dashboard.kpis) {
      const tile = kpiOf(page, kpi.id)
      // One look at both, for a refresh may come between two.
      const { atMs, text } = await tile.evaluate((one) => ({
        atMs: Number(one.getAttribute('data-evaluated-ms')),
        text: one.querySelector('[data-state] p')?.textContent ?? '',
      }))
      const truth = await queryOne(world.prometheus, kpi.expr, atMs)
      expect(plain(text), kpi.title).toBe(formatText(truth, { unit: kpi.unit }))
    }
    await expectAllLive(page)
    await page.getByTestId('health').click()
    const said = page.getByRole('dialog', { name: 'Data sources' })
    await expect(said).toContainText(`This computer's clock is`)
    await expect(said).toContainText(byMs > 0 ? 'ahead of' : 'behind')
  })
}
