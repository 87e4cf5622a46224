import type { Page } from '@playwright/test'
import { evaluatedMs, expectLaterThan, openBoard, PANELS, panelOf } from './support/board'
import { expect, test } from './support/fixtures'

const SIZES = [
  [390, 844],
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
] as const

/** Elements that reach beyond the window to the right, and texts that are cut without a sign of it. */
async function overflowing(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    return [...document.body.querySelectorAll('*')]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > width + 0.5)
      .filter((one) => one.closest('.sr-only, dialog:not([open])') === null && one.closest('svg') === null)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40)}`)
  })
}

for (const [width, height] of SIZES) {
  test(`nothing reaches beyond the window at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openBoard(page)
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(scrollWidth).toBe(width)
    expect(await overflowing(page)).toEqual([])
    // Panels do not cover each other, and none is empty.
    const boxes = await Promise.all(PANELS.map(([id]) => panelOf(page, id).boundingBox()))
    for (const [i, a] of boxes.entries()) {
      expect(a?.width ?? 0).toBeGreaterThan(100)
      expect(a?.height ?? 0).toBeGreaterThan(100)
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a && b && (a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
        expect(apart).toBe(true)
      }
    }
    await page.goto('/d/shorts-main/job-duration')
    await expect(panelOf(page, 'job-duration')).toHaveAttribute('data-truth', 'live')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
}

test('the whole board is seen without scrolling on a desk and on a wall', async ({ page }) => {
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height })
    await openBoard(page)
    const bottom = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('article[data-panel]')].map((one) => one.getBoundingClientRect().bottom),
      ),
    )
    expect(bottom).toBeLessThanOrEqual(height)
  }
})

test('a refresh moves nothing', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: string[] = []
    Reflect.set(window, '__shifts', shifts)
    // A number of more digits begins earlier or ends later within its own box; anything else has to stay where it is.
    const isInFigure = (node: Node | null) =>
      (node instanceof Element ? node : node?.parentElement)?.closest('[data-state] p, td') != null
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const sources = (Reflect.get(entry, 'sources') ?? []) as readonly { readonly node: Node | null }[]
        if (!sources.every(({ node }) => isInFigure(node))) {
          shifts.push(sources.map(({ node }) => `${node?.nodeName} ${node?.textContent?.slice(0, 60)}`).join('; '))
        }
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await openBoard(page, '?refresh=5s')
  const boxes = () =>
    page.locator('article, [data-kpi], h1, h2, h3, header button, [role="application"], table').evaluateAll((all) =>
      all
        .filter((one) => one.checkVisibility())
        .map((one) => {
          const { x, y, width, height } = one.getBoundingClientRect()
          return [one.tagName, one.getAttribute('aria-label'), x, y, width, height].join(' ')
        }),
    )
  const panel = panelOf(page, 'active-jobs')
  await expectLaterThan(panel, await evaluatedMs(panel))
  const before = await boxes()
  expect(before.length).toBeGreaterThan(30)
  await page.evaluate(() => (Reflect.get(window, '__shifts') as string[]).splice(0))
  for (let tick = 0; tick < 2; tick++) await expectLaterThan(panel, await evaluatedMs(panel))
  expect(await boxes()).toEqual(before)
  expect(await page.evaluate(() => Reflect.get(window, '__shifts'))).toEqual([])
})

test('text is drawn as it is written: no sign stands for two', async ({ page }) => {
  await page.goto('/runbooks/HighErrorRate')
  const query = page.locator('pre').first()
  await expect(query).toContainText('!=')
  await expect(query).toHaveCSS('font-variant-ligatures', 'none')
  await page.goto('/alerts')
  for (const field of ['input', 'button', 'select']) {
    await expect(page.locator(field).first()).toHaveCSS('font-variant-ligatures', 'none')
  }
})
