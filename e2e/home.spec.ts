import type { Page } from '@playwright/test'
import { formatText } from '~/domain/units/format-value'
import { readShippedDashboards } from '~/testing/shipped-dashboards'
import { findings } from './support/axe'
import { evaluatedMs, expectAllLive, plain } from './support/board'
import { expect, test } from './support/fixtures'
import { queryInstant, queryOne } from './support/prometheus-api'

const PLATFORMS = ['shorts', 'pipeline', 'transcode', 'trends']
const cardOf = (page: Page, id: string) => page.locator(`[data-platform="${id}"]`)

/** Home, with the first answers of every platform there. */
async function openHome(page: Page, search = ''): Promise<void> {
  await page.goto(`/${search}`)
  await expect(page.locator('[data-platform]')).toHaveCount(PLATFORMS.length)
  await expect(page.locator('[data-platform][data-mark="loading"], [data-kpi][data-truth="loading"]')).toHaveCount(0)
}

test('home has a card a platform, and each figure is what Prometheus answers for it at its time', async ({
  page,
  world,
}) => {
  await openHome(page, '?refresh=off')
  for (const { platform, kpis } of readShippedDashboards()) {
    for (const kpi of kpis) {
      await test.step(`${platform}: ${kpi.title}`, async () => {
        const figure = cardOf(page, platform).locator(`[data-kpi="${kpi.id}"]`)
        const truth = await queryOne(world.prometheus, kpi.expr, await evaluatedMs(figure))
        expect(await figure.getAttribute('data-value')).toBe(String(truth))
        const format = { unit: kpi.unit, ...(kpi.decimals !== undefined && { decimals: kpi.decimals }) }
        expect(plain(await figure.textContent())).toContain(plain(formatText(truth, format)))
      })
    }
  }
})

test('the window is named after home', async ({ page, quiet }) => {
  await page.goto(quiet.address)
  await expect(page.locator('[data-platform]')).toHaveCount(PLATFORMS.length)
  await expect(page).toHaveTitle('Home · Lookout')
})

test('the alerts of each card are those that fire, and who needs somebody comes first', async ({ page, world }) => {
  await openHome(page, '?refresh=off')
  const atMs = await evaluatedMs(page.locator('[data-kpi]').first())
  for (const id of PLATFORMS) {
    for (const severity of ['critical', 'warning', 'info']) {
      const expr = `count(ALERTS{alertstate="firing", platform="${id}", severity="${severity}"})`
      const [count] = await queryInstant(world.prometheus, expr, atMs)
      const chip = cardOf(page, id).locator(`[data-severity="${severity}"]`)
      if (count === undefined) await expect(chip).toHaveCount(0)
      else await expect(chip).toHaveText(`${count} ${severity}`)
    }
  }
  const order = ['crit', 'broken', 'unknown', 'warn', 'idle', 'ok']
  const marks = await page
    .locator('[data-platform]')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-mark') ?? ''))
  expect(marks).toEqual(marks.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
})

test('a key figure leads to its panel, a name to its platform, and g h back home', async ({ page }) => {
  await openHome(page)
  await cardOf(page, 'shorts').locator('[data-kpi="active-jobs"]').click()
  await expect(page).toHaveURL(/\/d\/shorts-main\/active-jobs$/)
  await expect(page.locator('[data-panel="active-jobs"]')).toHaveAttribute('data-truth', 'live')
  await expect(page.getByRole('button', { name: 'Refresh now' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await cardOf(page, 'shorts').getByRole('link', { name: 'Creative AI Shorts' }).click()
  await expectAllLive(page)
})

test('home is read by axe in both themes without a serious finding, and fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const theme of ['light', 'dark']) {
    await openHome(page, `?theme=${theme}`)
    expect(await findings(page, 'serious')).toEqual([])
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
