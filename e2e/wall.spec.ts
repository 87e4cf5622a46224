import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import jsQR from 'jsqr'
import { decodeConfig } from '~/domain/config/config'
import { driftAt } from '~/domain/wall/screen-care'
import { evaluatedMs, expectLaterThan, PANELS, panelOf } from './support/board'
import { expect, test } from './support/fixtures'
import { startLoadedPrometheus } from './support/loaded-prometheus'
import { PROMETHEUS_ALONE, type Site } from './support/site'
import { hostOf } from './support/world'

const SIZES = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
] as const

/** Waits until every panel has its first answer. */
async function expectAnswered(page: Page): Promise<void> {
  await expect(page.getByTestId('wall-head')).toBeVisible()
  await expect(page.locator('[data-truth]').first()).toBeAttached()
  await expect(page.locator('[data-truth="loading"]')).toHaveCount(0)
}

/** What a person before a wall could not read: each line names a place. `board` holds what the page shows. */
function unreadable(page: Page, board = '[data-board]'): Promise<readonly string[]> {
  return page.evaluate((board) => {
    const found: string[] = []
    const nameOf = (one: Element) =>
      `${one.closest('[data-panel], [data-kpi]')?.getAttribute('aria-label') ?? ''} ${one.textContent?.slice(0, 40)}`
    const { scrollWidth, scrollHeight } = document.documentElement
    if (scrollWidth > innerWidth || scrollHeight > innerHeight)
      found.push(`the page scrolls: ${scrollWidth}x${scrollHeight}`)
    // A page of a playlist lies in a frame, which cuts it without scrolling.
    const stage = document.querySelector('[data-shown="true"]')
    if (stage !== null && stage.scrollHeight > stage.clientHeight) found.push(`the frame cuts: ${stage.scrollHeight}`)
    const places = [...document.querySelectorAll(`${board} > div`)].map((one) => one.getBoundingClientRect())
    for (const [i, a] of places.entries()) {
      if (a.left < 0 || a.top < 0 || a.right > innerWidth || a.bottom > innerHeight) found.push(`place ${i} is outside`)
      for (const b of places.slice(i + 1)) {
        const apart =
          a.right <= b.left + 0.5 || b.right <= a.left + 0.5 || a.bottom <= b.top + 0.5 || b.bottom <= a.top + 0.5
        if (!apart) found.push(`place ${i} lies over another`)
      }
    }
    for (const one of document.querySelectorAll<HTMLElement>(`${board} *, [data-testid="wall-head"] *`)) {
      const style = getComputedStyle(one)
      // For the ear alone.
      if (one.clientWidth <= 1 || !one.checkVisibility()) continue
      const hasText = [...one.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      )
      if (hasText && style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
        found.push(`cut: ${nameOf(one)}`)
      if (one.matches('td, th')) {
        let frame = one.parentElement
        while (frame && getComputedStyle(frame).overflowX === 'visible') frame = frame.parentElement
        const edge = frame?.getBoundingClientRect().right ?? innerWidth
        const isForTheEar = frame !== null && frame.clientWidth <= 1
        if (!isForTheEar && one.getBoundingClientRect().right > edge + 1) found.push(`out of sight: ${nameOf(one)}`)
      }
      if (hasText) {
        const text = document.createRange()
        text.selectNodeContents(one)
        const box = text.getBoundingClientRect()
        for (let outer = one.parentElement; outer !== null && !outer.matches(board); outer = outer.parentElement) {
          if (getComputedStyle(outer).overflowY === 'visible') continue
          const { bottom, top } = outer.getBoundingClientRect()
          // What is out of sight as a whole is left out, not cut.
          const middle = (box.top + box.bottom) / 2
          if (middle > top && middle < bottom && box.height > 0 && box.bottom - bottom > 0.25 * box.height)
            found.push(`cut below: ${nameOf(one)}`)
        }
      }
    }
    return [...new Set(found)]
  }, board)
}

test('every dashboard fits the screen: nothing scrolls, nothing is cut', async ({ page }) => {
  test.setTimeout(400_000)
  for (const id of decodeConfig(JSON.parse(readFileSync('public/config.json', 'utf8'))).dashboards) {
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.goto(`/d/${id}?kiosk&autofitpanels&overscan=2`)
    await expectAnswered(page)
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height })
      const remPx = async () => Number(await page.locator('[data-fit]').getAttribute('data-fit'))
      // A larger screen is laid out anew a moment later.
      await expect
        .poll(async () => (await remPx()) / height, { message: `text of ${id} at ${height}p`, timeout: 10_000 })
        .toBeGreaterThan(12 / 720)
      await expect.poll(() => unreadable(page), { message: `${id} at ${width}x${height}`, timeout: 10_000 }).toEqual([])
    }
  }
})

test('home fits the screen', async ({ page }) => {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height })
    await page.goto('/?kiosk&autofitpanels&overscan=2')
    await expect(page.locator('[data-platform]')).toHaveCount(4)
    await expect(page.getByTestId('wall-foot')).toBeVisible()
    // The lowest card ends above the foot.
    const gap = () =>
      page.evaluate(() => {
        const foot = document.querySelector('[data-testid="wall-foot"]')?.getBoundingClientRect().top ?? 0
        return (
          foot -
          Math.max(
            ...[...document.querySelectorAll('[data-platform]')].map((card) => card.getBoundingClientRect().bottom),
          )
        )
      })
    await expect.poll(gap, { message: `${width}x${height}` }).toBeGreaterThanOrEqual(0)
  }
})

test('home fits the frame of a playlist, and none of its text is cut', async ({ page, deploy }) => {
  const site = await deploy({ config: { playlists: [{ id: 'all', pages: [{ path: '/' }] }] } })
  for (const [width, height] of SIZES.slice(0, 2)) {
    await page.setViewportSize({ width, height })
    await page.goto(`${site.address}/tv/all`)
    await expect(page.locator('[data-platform]')).toHaveCount(4)
    await expect(page.locator('[data-platform] [data-truth="loading"]')).toHaveCount(0)
    await expect(page.getByTestId('wall-foot')).toBeVisible()
    await expect.poll(() => unreadable(page, 'main'), { message: `${width}x${height}` }).toEqual([])
    const ends = await page.evaluate(() => ({
      head: document.querySelector('[data-testid="wall-head"]')?.getBoundingClientRect().bottom ?? Number.NaN,
      foot: document.querySelector('[data-testid="wall-foot"]')?.getBoundingClientRect().top ?? Number.NaN,
      cards: [...document.querySelectorAll('[data-platform]')].map((card) => {
        const { top, bottom, left, right } = card.getBoundingClientRect()
        return { top, bottom, left, right }
      }),
    }))
    for (const { top, bottom, left, right } of ends.cards) {
      expect(top).toBeGreaterThanOrEqual(ends.head)
      expect(bottom).toBeLessThanOrEqual(ends.foot)
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(width)
    }
  }
})

test('the kiosk beats with each answer, says when it is old, and is left by Escape', async ({ page, quiet, noise }) => {
  await page.clock.install()
  await page.goto(`${quiet.address}/d/shorts-main?kiosk&refresh=5s`)
  const pulse = page.getByTestId('pulse')
  await expect(pulse).toHaveAttribute('data-pulse', 'live')
  await expect(page.getByTestId('wall-head')).toContainText('Main Creative AI Shorts')
  await expect(page.getByTestId('wall-alerts')).toHaveText('no alert fires')
  await expect(page.getByTestId('wall-clock')).toHaveText(/^\d\d:\d\d:\d\d$/)
  await expect(page.getByTestId('wake-lock')).toHaveAttribute('data-state', /awake|refused|impossible/)
  const first = await pulse.getAttribute('data-beat')
  await page.clock.runFor(6_000)
  await expect(pulse).not.toHaveAttribute('data-beat', first ?? '')

  noise.expect(/Failed to load resource|ERR_FAILED/)
  await page.route('**/prometheus/**', (route) => route.abort())
  await page.clock.runFor(8_000)
  await expect(pulse).toHaveAttribute('data-pulse', 'old')
  const last = await pulse.getAttribute('data-beat')
  await page.clock.runFor(40_000)
  await expect(pulse).toHaveAttribute('data-beat', last ?? '')
  await expect(page.getByTestId('wall-head')).toContainText('does not answer')
  await expect(page.getByTestId('wall-alerts')).toContainText('?')

  await page.keyboard.press('Escape')
  await expect(page.getByTestId('wall-head')).toHaveCount(0)
  await expect(page).not.toHaveURL(/kiosk/)
})

test('head, board, foot and what scrolls stand where the minute has them', async ({ page, quiet }) => {
  await page.goto(`${quiet.address}/d/shorts-main?kiosk&autofitpanels`)
  await expect(page.locator('[data-fit]')).toBeVisible()
  const places = () =>
    page.evaluate(() =>
      ['[data-testid="wall-head"]', '[data-testid="wall-foot"]', '[data-fit]', 'main'].map((one) => {
        const element = document.querySelector(one)
        if (element === null) return one
        const { translate, top, left } = getComputedStyle(element)
        return one === 'main' ? `${left} ${top}` : translate.includes(' ') ? translate : `${translate} 0px`
      }),
    )
  // By the server's clock, and two seconds on the way.
  const distance = async () => {
    const { x, y } = driftAt(Date.now())
    return (await places()).filter((place) => place !== `${x}px ${y}px`)
  }
  await expect.poll(distance).toEqual([])
})

test('a pointer that rests is hidden, over whatever comes under it, and comes back when it moves', async ({
  page,
  quiet,
}) => {
  await page.goto(`${quiet.address}/d/shorts-main?kiosk`)
  await expectAnswered(page)
  const cursor = () =>
    page.evaluate(() => {
      const under = [...document.querySelectorAll(':hover')].at(-1)
      return under === undefined ? 'no element' : getComputedStyle(under).cursor
    })
  const link = panelOf(page, 'request-rate').getByRole('link').first()
  await link.hover()
  expect(await cursor()).toBe('pointer')
  await expect.poll(cursor).toBe('none')
  // Without a move of the hand.
  await page.evaluate(() => {
    const above = document.createElement('button')
    above.id = 'above'
    Object.assign(above.style, { position: 'fixed', inset: '0', zIndex: 99 })
    document.body.append(above)
  })
  await expect.poll(() => page.evaluate(() => document.querySelector('#above:hover') !== null)).toBe(true)
  await expect.poll(cursor).toBe('none')
  await page.mouse.move(50, 50)
  expect(await cursor()).not.toBe('none')
})

test('its code opens the view elsewhere, and tells no secret', async ({ page, quiet }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto(`${quiet.address}/d/shorts-main/job-duration?from=now-3h&to=now&kiosk&autofitpanels&token=s3cret`)
  const code = page.getByTestId('hand-over')
  await expect(code).toBeVisible()
  const png = (await code.screenshot({ caret: 'initial' })).toString('base64')
  const { data, width, height } = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.drawImage(bitmap, 0, 0)
    const image = context.getImageData(0, 0, bitmap.width, bitmap.height)
    return { data: [...image.data], width: image.width, height: image.height }
  }, png)
  const read = jsQR(Uint8ClampedArray.from(data), width, height)
  expect(read?.data).toBe(`${quiet.address}/d/shorts-main/job-duration?from=now-3h&to=now`)
})

const PAGES = [
  { path: '/d/shorts-main', from: 'now-6h', seconds: 8 },
  { path: '/d/nope' },
  { path: '/d/trends-api', seconds: 8 },
  { path: '/d/pipeline-sla', hours: ['00:00-00:01'], timeZone: 'Pacific/Kiritimati' },
]

const shownOf = (page: Page) => page.locator('[data-stage][data-shown="true"]')

/** Each page as it comes on the screen, and how many of its panels had no answer then. */
async function recordShown(page: Page): Promise<readonly string[]> {
  const shown: string[] = []
  await page.exposeFunction('__shown', (text: string) => void shown.push(text))
  await page.addInitScript(() => {
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (!(target instanceof HTMLElement) || target.dataset['shown'] !== 'true') continue
        const waiting = target.querySelectorAll('[data-truth="loading"]').length
        const report: unknown = Reflect.get(window, '__shown')
        if (typeof report === 'function') report(`${target.dataset['stage']} ${waiting}`)
      }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-shown'] })
  })
  return shown
}

test.describe('a playlist', () => {
  let site: Site
  test.beforeAll(async ({ deploy, world }) => {
    site = await deploy({
      prometheus: hostOf(world.prometheus),
      config: { ...PROMETHEUS_ALONE, playlists: [{ id: 'office', title: 'Office', pages: PAGES }] },
    })
  })

  test('goes round by itself and by hand, and every page is drawn before it is shown', async ({ page }) => {
    await keepQuiet(page)
    const shown = await recordShown(page)
    await page.goto(`${site.address}/tv/office`)
    await expect(shownOf(page)).toHaveAttribute('data-stage', '/d/shorts-main')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page.getByTestId('wall-note')).toContainText(/^1 of 2, next in 0:0\d, skipped: \/d\/nope$/)
    await expect(page).toHaveURL(/\/tv\/office$/)
    await expect.poll(() => shown.length).toBeGreaterThanOrEqual(2)
    expect(shown.slice(0, 2)).toEqual(['/d/trends-api 0', '/d/shorts-main 0'])

    await page.keyboard.press(' ')
    await expect(page.getByTestId('wall-note')).toContainText('paused')
    const held = await shownOf(page).getAttribute('data-stage')
    await page.keyboard.press('ArrowRight')
    await expect(shownOf(page)).not.toHaveAttribute('data-stage', held ?? '')
    await page.keyboard.press('MediaTrackPrevious')
    await expect(shownOf(page)).toHaveAttribute('data-stage', held ?? '')
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(`${site.address}${held}${held === '/d/shorts-main' ? '?from=now-6h&to=now' : ''}`)
    await expect(page.getByTestId('wall-head')).toHaveCount(0)
  })

  test('that nobody has is said', async ({ page }) => {
    await page.goto(`${site.address}/tv/nope`)
    await expect(page.getByRole('heading')).toHaveText('There is no playlist "nope"')
    await page.getByRole('link', { name: 'Office' }).click()
    await expect(page.getByTestId('wall-head')).toBeVisible()
  })
})

/** What fires on the shared server must not hold a page of a round. */
async function keepQuiet(page: Page): Promise<void> {
  await page.route('**/api/v1/**', async (route) => {
    const body = route.request().postData() ?? route.request().url()
    if (!decodeURIComponent(body.replaceAll('+', ' ')).includes('ALERTS{alertstate="firing"}')) return route.fallback()
    await route.fulfill({ json: { status: 'success', data: { resultType: 'vector', result: [] } } })
  })
}

/** From here on, drawing what has this attribute fails, as with a browser that cannot do what the code asks for. */
async function plantFault(page: Page, attribute: string, start: string): Promise<void> {
  await page.addInitScript(
    ([attribute, start]) => {
      const set = Element.prototype.setAttribute
      Element.prototype.setAttribute = function (name, value) {
        if (name === attribute && value.startsWith(start ?? '') && Reflect.get(window, '__mended') !== true)
          throw new Error('planted fault')
        set.call(this, name, value)
      }
    },
    [attribute, start],
  )
}

test('a panel that crashes leaves the rest, and is tried again by itself', async ({ page, deploy, noise }) => {
  noise.expect(/planted fault/)
  await plantFault(page, 'aria-label', 'Active Jobs: ')
  const pages = [{ path: '/d/shorts-main', refresh: '5s' }]
  const site = await deploy({ config: { ...PROMETHEUS_ALONE, playlists: [{ id: 'office', pages }] } })
  await page.clock.install()
  await page.goto(`${site.address}/tv/office`)
  const broken = panelOf(page, 'active-jobs')
  await expect(broken).toContainText('This panel crashed')
  await page.evaluate(() => void Reflect.set(window, '__marked', true))
  for (const [id] of PANELS) {
    if (id === 'active-jobs') continue
    await expect(panelOf(page, id)).toHaveAttribute('data-truth', 'live')
  }
  const other = panelOf(page, 'error-rate-1h')
  await expectLaterThan(other, await evaluatedMs(other), 60_000)
  await expect(page.getByTestId('pulse')).toHaveAttribute('data-pulse', 'live')
  await page.evaluate(() => void Reflect.set(window, '__mended', true))
  await page.clock.fastForward(61_000)
  await expect(broken).not.toContainText('This panel crashed')
  await expect(broken.getByRole('img', { name: /^Active Jobs: / })).toBeVisible()
  expect(await page.evaluate(() => Reflect.get(window, '__marked'))).toBe(true)
})

test('a page that crashes leaves the round', async ({ page, deploy, noise }) => {
  noise.expect(/planted fault/)
  await plantFault(page, 'data-platform', '')
  await keepQuiet(page)
  const pages = [
    { path: '/d/shorts-main', seconds: 6 },
    { path: '/', seconds: 6 },
  ]
  const site = await deploy({ config: { ...PROMETHEUS_ALONE, playlists: [{ id: 'office', pages }] } })
  await page.goto(`${site.address}/tv/office`)
  await expect(shownOf(page)).toHaveAttribute('data-stage', '/d/shorts-main')
  await page.evaluate(() => void Reflect.set(window, '__marked', true))
  await expect(shownOf(page)).toHaveAttribute('data-stage', '/')
  await expect(shownOf(page)).toContainText('This page failed')
  await expect(page.getByTestId('wall-note')).toContainText('2 of 2')
  await expect(shownOf(page)).toHaveAttribute('data-stage', '/d/shorts-main')
  await expect(shownOf(page).locator('[data-truth="live"]').first()).toBeVisible()
  expect(await page.evaluate(() => Reflect.get(window, '__marked'))).toBe(true)
})

test('a critical alert brings its page, holds it, and lets the round go on', async ({ page, deploy }) => {
  const startMs = Date.now()
  const [fromS, toS] = [startMs / 1000 + 30, startMs / 1000 + 55]
  const prometheus = await startLoadedPrometheus(
    [],
    `groups:
  - name: all
    interval: 1s
    rules:
      - {alert: Burns, expr: "vector(time()) > ${fromS} < ${toS}", labels: {severity: critical, platform: trends}, annotations: {summary: It burns}}
`,
  )
  const pages = ['shorts-main', 'pipeline-sla', 'trends-api'].map((id) => ({
    path: `/d/${id}`,
    refresh: '5s',
    seconds: 600,
  }))
  const config = { ...PROMETHEUS_ALONE, playlists: [{ id: 'office', pages }] }
  const site = await deploy({ prometheus: hostOf(prometheus.address), config })
  await page.goto(`${site.address}/tv/office`)
  await expect(shownOf(page)).toHaveAttribute('data-stage', '/d/shorts-main')
  await expect(shownOf(page)).toHaveAttribute('data-stage', '/d/trends-api', { timeout: 60_000 })
  await expect(page.getByTestId('wall-note')).toHaveText('3 of 3, stays while critical')
  await expect(page.getByTestId('wall-alerts')).toContainText('Burns')
  await expect(page.getByTestId('wall-alerts')).toContainText('It burns')
  await expect(shownOf(page)).toHaveAttribute('data-stage', '/d/shorts-main', { timeout: 90_000 })
  await expect(page.getByTestId('wall-note')).toContainText('1 of 3, next in')
  await prometheus.stop()
})
