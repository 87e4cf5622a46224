import type { Page } from '@playwright/test'
import { expectAllLive } from './support/board'
import { expect, test } from './support/fixtures'
import { holdReact } from './support/hold-react'

/** Where everything that has a name stands, and what it says; controls and menus come later by design. */
function placesOf(page: Page) {
  return page.evaluate(() => {
    const rows: string[] = []
    const marks = '[data-panel], [data-kpi], [data-panel] h2, [data-panel] canvas, [data-panel] tbody tr, h1, main'
    for (const element of document.querySelectorAll(marks)) {
      const { left, top, width, height } = element.getBoundingClientRect()
      const name = element.getAttribute('data-panel') ?? element.getAttribute('data-kpi') ?? element.localName
      rows.push([name, ...[left, top, width, height].map((length) => Math.round(length * 4) / 4)].join(' '))
    }
    return rows
  })
}

/** Every figure with the moment it was evaluated at. */
function figuresOf(page: Page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-panel], [data-kpi]')].map((element) => {
      const figures = [...element.querySelectorAll('[data-state] p:first-of-type, tbody td')]
      return `${element.getAttribute('data-evaluated-ms')} ${figures.map((figure) => figure.textContent).join('|')}`
    }),
  )
}

const pages = [
  '/d/shorts-main?refresh=off',
  '/d/shorts-main/request-rate?refresh=off',
  '/embed/shorts-main/job-duration?refresh=off',
]

for (const address of pages) {
  test(`the first picture of ${address} is painted without React, and React moves nothing of it`, async ({ page }) => {
    const release = await holdReact(page)
    await page.goto(address, { waitUntil: 'commit' })
    await expect.poll(() => page.locator('[data-panel]').count()).toBeGreaterThan(0)
    await expect.poll(() => page.locator('[data-panel]:not([data-truth="live"])').count()).toBe(0)
    const [places, figures] = [await placesOf(page), await figuresOf(page)]
    expect(places.length).toBeGreaterThan(3)
    expect(await page.evaluate(() => '__reactContainer' in document || document.querySelector('nav') !== null)).toBe(
      false,
    )

    release()
    if (address.startsWith('/d/shorts-main?')) await expectAllLive(page)
    if (!address.startsWith('/embed')) await expect(page.getByTestId('time-range')).toBeVisible()
    await expect.poll(() => placesOf(page)).toEqual(places)
    expect(await figuresOf(page)).toEqual(figures)
  })
}

test('a server that is slow is shown as asked, and React does not wait for it', async ({ page }) => {
  await page.route(/\/api\/v1\/query/, async (route) => {
    await page.locator('nav').waitFor()
    await route.continue()
  })
  await page.goto('/d/shorts-main')
  await expectAllLive(page)
})
