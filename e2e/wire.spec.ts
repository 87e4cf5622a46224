import type { Page, Request } from '@playwright/test'
import { evaluatedMs, expectAllLive, expectLaterThan, openBoard, panelOf } from './support/board'
import { expect, test } from './support/fixtures'
import { type AskedQuery, recordQueries } from './support/requests'

/** How often each expression was asked. */
function countByExpr(asked: readonly AskedQuery[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { expr } of asked) counts.set(expr, (counts.get(expr) ?? 0) + 1)
  return counts
}

async function bytesOf(asked: readonly AskedQuery[]): Promise<number> {
  const sizes = await Promise.all(
    asked.map(async ({ request }) => (await (await request.response())?.body())?.length ?? 0),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Follows how many questions are under way at once. */
function watchConcurrency(page: Page): { most(): number } {
  const open = new Set<Request>()
  let most = 0
  page.on('request', (request) => {
    if (!request.url().includes('/api/v1/query')) return
    open.add(request)
    most = Math.max(most, open.size)
  })
  const close = (request: Request) => void open.delete(request)
  page.on('requestfinished', close)
  page.on('requestfailed', close)
  return { most: () => most }
}

test('the first load asks each unequal expression once over time, and at most 4 at once', async ({ page }) => {
  const asked = recordQueries(page)
  const concurrency = watchConcurrency(page)
  await openBoard(page, '?refresh=off')
  const ranges = countByExpr(asked.filter(({ kind }) => kind === 'query_range'))
  // Ten lines of the file are nine expressions: tiles and panels share theirs.
  expect(ranges.size).toBe(9)
  expect([...ranges.values()]).toEqual(Array(9).fill(1))
  // The newest value comes apart where the grid's last point is old, and the time of the newest scrape.
  for (const count of countByExpr(asked.filter(({ kind }) => kind === 'query')).values()) expect(count).toBe(1)
  expect(concurrency.most()).toBeGreaterThan(1)
  expect(concurrency.most()).toBeLessThanOrEqual(4)
})

test('a refresh asks each expression at most once, for at most 3 % of the bytes', async ({ page }) => {
  test.setTimeout(120_000)
  const asked = recordQueries(page)
  await openBoard(page, '?refresh=off')
  const first = asked.splice(0)
  const firstBytes = await bytesOf(first)
  expect(firstBytes).toBeGreaterThan(50_000)
  const panel = panelOf(page, 'request-rate')

  const refresh = async () => {
    const before = await evaluatedMs(panel)
    await expect.poll(() => Date.now() - before).toBeGreaterThan(1_500)
    await page.getByRole('button', { name: 'Refresh now' }).click()
    for (const one of await page.locator('[data-evaluated-ms]').all()) await expectLaterThan(one, before)
    const mine = asked.splice(0)
    const counts = countByExpr(mine)
    expect([...counts.keys()].toSorted()).toEqual([...countByExpr(first).keys()].toSorted())
    expect([...counts.values()]).toEqual(Array(counts.size).fill(1))
    expect((await bytesOf(mine)) / firstBytes).toBeLessThanOrEqual(0.03)
    return mine
  }
  const minute = () => Math.floor(Date.now() / 60_000)
  const start = minute()
  expect((await refresh()).length).toBeGreaterThan(0)
  // The dearer kind: a point of the grid has passed, so the tail is asked.
  await expect.poll(minute, { timeout: 65_000 }).toBeGreaterThan(start)
  const kinds = (await refresh()).map(({ kind }) => kind)
  expect(kinds).toContain('query_range')
})

async function setVisible(page: Page, visible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    visible ? 'visible' : 'hidden',
  )
}

test('F76: a hidden tab asks nothing, and asks once when it is seen again', async ({ page, context }) => {
  await openBoard(page, '?refresh=5s')
  const expressions = await (async () => {
    const asked = recordQueries(page)
    const panel = panelOf(page, 'active-jobs')
    await expectLaterThan(panel, await evaluatedMs(panel))
    return countByExpr(asked).size
  })()
  // Another page tells how time passes for one that is seen.
  const seen = await context.newPage()
  await seen.goto('/d/shorts-main?refresh=5s')
  await expectAllLive(seen)
  await setVisible(page, false)
  const panel = panelOf(page, 'active-jobs')
  const frozenMs = await evaluatedMs(panel)
  const asked = recordQueries(page)
  const seenPanel = panelOf(seen, 'active-jobs')
  await expectLaterThan(seenPanel, await evaluatedMs(seenPanel))
  asked.splice(0)
  for (let tick = 0; tick < 2; tick++) await expectLaterThan(seenPanel, await evaluatedMs(seenPanel))
  expect(asked).toEqual([])

  await setVisible(page, true)
  await expectLaterThan(panel, frozenMs)
  await expectAllLive(page)
  const counts = countByExpr(asked)
  expect(counts.size).toBe(expressions)
  expect([...counts.values()]).toEqual(Array(expressions).fill(1))
})
