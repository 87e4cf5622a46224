import { findings } from './support/axe'
import { expectAllLive, expectTakenOver, openBoard, panelOf } from './support/board'
import { expect, test } from './support/fixtures'

const THEMES = ['light', 'dark'] as const

for (const theme of THEMES) {
  test.describe(`axe finds nothing serious, ${theme}`, () => {
    test('on the dashboard, with palette, sheet, picker, menu, details and sources open', async ({ page }) => {
      await openBoard(page, `?theme=${theme}`)
      expect(await findings(page, 'serious')).toEqual([])

      const overlays: readonly (readonly [string, () => Promise<void>, string])[] = [
        ['the palette', () => page.keyboard.press('Control+k'), '[role="combobox"]'],
        ['the sheet of shortcuts', () => page.keyboard.press('?'), '[role="dialog"]'],
        ['the time picker', () => page.getByTestId('time-range').click(), '[role="dialog"]'],
        ['the sources', () => page.getByTestId('health').click(), '[role="dialog"]'],
        ['the menu of refresh', () => page.getByRole('button', { name: /^Refresh interval/ }).click(), '[role="menu"]'],
        [
          'the details of a panel',
          async () => {
            await panelOf(page, 'job-duration').hover()
            await page.getByRole('button', { name: 'About Job Duration' }).click()
          },
          '[role="dialog"]',
        ],
      ]
      for (const [name, open, opened] of overlays) {
        await test.step(name, async () => {
          await open()
          await expect(page.locator(opened).first()).toBeVisible()
          expect(await findings(page, 'serious')).toEqual([])
          await page.keyboard.press('Escape')
          await expect(page.locator(opened)).toHaveCount(0)
        })
      }
    })

    test('on the silences and the form for a new one', async ({ page }) => {
      await page.goto(`/alerts/silences?theme=${theme}`)
      await expect(page.getByRole('heading', { name: /^Silences \d+ active/ })).toBeVisible()
      expect(await findings(page, 'serious')).toEqual([])
      await page.goto(`/alerts/silences/new?theme=${theme}&filter=${encodeURIComponent('{alertname="Slow",job=~"("}')}`)
      await expect(page.getByTestId('silence-preview')).toBeVisible()
      await page.getByTestId('silence-submit').click()
      await expect(page.getByText('Say who you are.')).toBeVisible()
      expect(await findings(page, 'serious')).toEqual([])
    })

    test('on a panel page, an embedded panel and a page that is not there', async ({ page }) => {
      await page.goto(`/d/shorts-main/job-duration?theme=${theme}`)
      await expect(panelOf(page, 'job-duration')).toHaveAttribute('data-truth', 'live')
      await expectTakenOver(page)
      expect(await findings(page, 'serious')).toEqual([])
      await page.goto(`/embed/shorts-main/success-rate-24h?theme=${theme}`)
      await expect(panelOf(page, 'success-rate-24h')).toHaveAttribute('data-truth', 'live')
      await expectTakenOver(page)
      expect(await findings(page, 'serious')).toEqual([])
      await page.goto(`/nowhere?theme=${theme}`)
      await expect(page.getByText('This address names no page of Lookout.')).toBeVisible()
      expect(await findings(page, 'serious')).toEqual([])
    })

    test('on the page of a faulty configuration', async ({ page, deploy }) => {
      const own = await deploy({})
      own.write('config.json', '{"schema": 1,\n "sources": []}')
      await page.emulateMedia({ colorScheme: theme })
      await page.goto(own.address)
      await expect(page.getByRole('heading', { name: 'Lookout cannot use its configuration' })).toBeVisible()
      expect(await findings(page, 'serious')).toEqual([])
    })
  })
}

test('forced colours: the words of states stay, and the borders of panels', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await openBoard(page)
  await expect(panelOf(page, 'success-rate-24h')).toContainText(/OK|Warning|Critical/)
  await expect(panelOf(page, 'success-rate-24h')).toHaveCSS('border-top-style', 'solid')
  await expect(panelOf(page, 'job-duration').locator('canvas')).toBeVisible()
})

test('reduced motion: nothing moves, also while it loads', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openBoard(page)
  await page.getByRole('button', { name: 'Refresh now' }).click()
  const longest = await page.evaluate(() =>
    Math.max(0, ...document.getAnimations().map((one) => Number(one.effect?.getComputedTiming().duration ?? 0))),
  )
  expect(longest).toBeLessThanOrEqual(10)
  await expectAllLive(page)
})
