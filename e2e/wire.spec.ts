import type { Page, Request } from '@playwright/test'
import { evaluatedMs, expectAllLive, expectLaterThan, openBoard, panelOf } from './support/board'
import { expect, test } from './support/fixtures'
import { type AskedQuery, recordQueries } from './support/requests'

/** Different expressions of the board: nine of panels and tiles, two of what happened, what fires now, the newest scrape, and the bounds of buckets. */
const EXPRESSIONS = 14
/** What of them a refresh asks: all but the bounds of buckets, which hold for minutes. */
const REFRESHED = EXPRESSIONS - 1
/** The value over a day, which is asked every half a minute however often the page is refreshed. */
const RESTING = /\[24h\]/
const isBounds = (expr: string) => expr.startsWith('group by(le)')

/** How often each expression was asked. */
function countByExpr(asked: readonly AskedQuery[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { expr } of asked) counts.set(expr, (counts.get(expr) ?? 0) + 1)
  return counts
}

/** The newest time that was asked for. */
function newestOf(asked: readonly AskedQuery[]): number {
  return Math.max(...asked.map(({ endMs }) => endMs))
}

async function bytesOf(asked: readonly AskedQuery[]): Promise<number> {
  const sizes = await Promise.all(
    asked.map(async ({ request }) => (await (await request.response())?.body())?.length ?? 0),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Waits until every expression of the board was asked, and all that was asked is answered without another question. */
async function expectAllAsked(asked: readonly AskedQuery[], count = EXPRESSIONS): Promise<void> {
  const countOpen = async () => {
    const before = asked.length
    await bytesOf(asked)
    return asked.length - before
  }
  await expect.poll(() => countByExpr(asked).size).toBe(count)
  await expect.poll(countOpen).toBe(0)
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
  const ranges = () => countByExpr(asked.filter(({ kind }) => kind === 'query_range'))
  // Ten lines of the file are nine expressions: tiles and panels share theirs. What happened is asked with two more.
  await expect.poll(() => ranges().size).toBe(11)
  expect([...ranges().keys()].filter((expr) => /process_start_time_seconds|ALERTS/.test(expr))).toHaveLength(2)
  expect([...ranges().values()]).toEqual(Array(11).fill(1))
  // The newest value comes apart where the grid's last point is old, and the time of the newest scrape.
  for (const [expr, count] of countByExpr(asked.filter(({ kind }) => kind === 'query'))) expect(count, expr).toBe(1)
  expect(concurrency.most()).toBeGreaterThan(1)
  expect(concurrency.most()).toBeLessThanOrEqual(4)
})

test('a refresh asks each expression at most once, for at most 3 % of the bytes', async ({ page }) => {
  test.setTimeout(120_000)
  const asked = recordQueries(page)
  await openBoard(page, '?refresh=off')
  await expectAllAsked(asked)
  const first = asked.splice(0)
  const firstBytes = await bytesOf(first)
  expect(firstBytes).toBeGreaterThan(50_000)
  // What fires is asked later than the panels, and not again in the second for which it was asked.
  let askedForMs = newestOf(first)

  const refresh = async () => {
    const before = askedForMs
    await expect.poll(() => Date.now() - before).toBeGreaterThan(1_500)
    await page.getByRole('button', { name: 'Refresh now' }).click()
    for (const one of await page.locator('[data-evaluated-ms]').all()) await expectLaterThan(one, before)
    await expectAllAsked(asked, REFRESHED)
    const mine = asked.splice(0)
    askedForMs = newestOf(mine)
    const counts = countByExpr(mine)
    const wanted = [...countByExpr(first).keys()].filter((expr) => !isBounds(expr))
    expect([...counts.keys()].toSorted()).toEqual(wanted.toSorted())
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
  const opened = recordQueries(page)
  await openBoard(page, '?refresh=5s')
  await expect.poll(() => countByExpr(opened).size).toBe(EXPRESSIONS)
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
  // Looked at often: all are asked before the next refresh asks them again.
  const counts = () => [...countByExpr(asked)].filter(([expr]) => !RESTING.test(expr)).toSorted()
  const wanted = [...countByExpr(opened).keys()].filter((expr) => !RESTING.test(expr) && !isBounds(expr))
  expect(wanted).toHaveLength(REFRESHED - 1)
  await expect.poll(counts, { intervals: [100] }).toEqual(wanted.map((expr) => [expr, 1]).toSorted())
  for (const [expr, count] of countByExpr(asked)) if (RESTING.test(expr)) expect(count, expr).toBe(1)
  await expectLaterThan(panel, frozenMs)
  await expectAllLive(page)
})
