import type { Locator, Page } from '@playwright/test'
import { expect } from './fixtures'

/** The board of the shipped dashboard. */
export const PANELS = [
  ['success-rate-24h', 'Success Rate (24h)'],
  ['error-rate-1h', 'Error Rate (1h)'],
  ['active-jobs', 'Active Jobs'],
  ['cache-hit-rate', 'Cache Hit Rate'],
  ['job-duration', 'Job Duration'],
  ['request-rate', 'Request Rate'],
] as const

export function panelOf(page: Page, id: string): Locator {
  return page.locator(`article[data-panel="${id}"]`)
}

export function kpiOf(page: Page, id: string): Locator {
  return page.locator(`[data-kpi="${id}"]`)
}

/** Waits until React has taken the place of the first picture: the same to look at, but none of its elements stays. */
export async function expectTakenOver(page: Page, options: { readonly timeout?: number } = {}): Promise<void> {
  const isOfReact = () =>
    Object.keys(document.getElementById('root')?.firstElementChild ?? {}).some((key) => key.startsWith('__reactFiber$'))
  await expect.poll(() => page.evaluate(isOfReact), options).toBe(true)
}

/** Waits until each panel and tile of a board has its first answer and says that it is current. */
export async function expectAllLive(page: Page, options: { readonly timeout?: number } = {}): Promise<void> {
  await expectTakenOver(page, options)
  const marks = page.locator('[data-truth]')
  await expect
    .poll(() => marks.evaluateAll((all) => all.map((one) => one.getAttribute('data-truth'))), options)
    .toEqual(Array(12).fill('live'))
}

/** Waits for what React runs after a paint, such as beginning to listen to keys. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  )
}

/** Opens the shipped dashboard and waits until all of it is live, and what reacts to a hand is there. */
export async function openBoard(page: Page, search = ''): Promise<void> {
  await page.goto(`/d/shorts-main${search}`)
  await expectAllLive(page)
  await expect(page.getByTestId('time-range')).toBeVisible()
  await settle(page)
}

/** Server time that a panel's or tile's newest values were evaluated at; NaN while there are none. */
export async function evaluatedMs(mark: Locator): Promise<number> {
  return Number((await mark.getAttribute('data-evaluated-ms')) ?? Number.NaN)
}

/** Waits until a panel or tile shows a later evaluation than this. */
export async function expectLaterThan(mark: Locator, ms: number, timeout = 15_000): Promise<void> {
  await expect.poll(() => evaluatedMs(mark), { timeout }).toBeGreaterThan(ms)
}

/** Text as it is read: white space as one space. */
export function plain(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim()
}
