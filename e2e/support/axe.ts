import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** How many animations and transitions run that will end: what still fades has other colours than it will have. */
function countPassing(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document
        .getAnimations()
        .filter(
          (one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY,
        ).length,
  )
}

/** What axe finds on the page once nothing moves: all of it, or what is serious or critical alone. In words, one an element. */
export async function findings(page: Page, which: 'all' | 'serious' = 'all'): Promise<readonly string[]> {
  await expect.poll(() => countPassing(page)).toBe(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => which === 'all' || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))
}

/** The same after the system changed its theme, which the page follows. */
export async function findingsInScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme })
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
  return findings(page)
}
