import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createFaultProxy } from '~/testing/fault-proxy'
import { startServer } from '~/testing/http-server'
import { expectAllLive } from './support/board'
import { expect, test } from './support/fixtures'
import { OWN_LOGIN } from './support/nginx'
import { DIST, PROMETHEUS_ALONE, type Site } from './support/site'

const BOARD = '/d/shorts-main?from=now-1h&to=now&refresh=5s'
/** Older than this nothing may be called live. */
const OLD_MS = 60_000

/** Deploys the next build: the same app with one script more, which makes it another. */
function deployNext(site: Site, number: number): void {
  site.write(`assets/extra-abc${number}.js`, 'export {}\n')
  const html = site.read('index.html').replace(/\s*<script type="module" src="\/assets\/extra-[^>]*><\/script>/, '')
  const script = `<script type="module" src="/assets/extra-abc${number}.js"></script>`
  site.write('index.html', html.replace('</head>', `${script}</head>`))
}

/** Opens a page and waits until all of it is live and what it loads later is there: then it can do without its server. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settleLive(page)
}

async function settleLive(page: Page): Promise<void> {
  await expectAllLive(page)
  await expect(page.getByTestId('heal')).toBeAttached()
  if (page.url().includes('kiosk')) await expect(page.getByTestId('wall-head')).toBeVisible()
  await page.waitForLoadState('networkidle')
  await mark(page)
}

/** The document is marked: a page that was loaded anew has no mark. */
const mark = (page: Page) => page.evaluate(() => void Reflect.set(window, '__mark', true))
const isMarked = (page: Page) => page.evaluate(() => Reflect.get(window, '__mark') === true)
const reloads = (page: Page) =>
  page.evaluate(() =>
    (JSON.parse(sessionStorage.getItem('lookout.reloads') ?? '[]') as { reason: string }[]).map(({ reason }) => reason),
  )

/** How many panels and tiles call live what is old by the page's own clock. */
const oldLive = (page: Page) =>
  page.evaluate(
    (oldMs) =>
      [...document.querySelectorAll('[data-truth="live"]')].filter(
        (one) => Date.now() - Number(one.getAttribute('data-evaluated-ms')) > oldMs,
      ).length,
    OLD_MS,
  )

/** From here on each change of the page is looked at. What it returns tells how often old data was called live. */
async function watchTruth(page: Page): Promise<() => Promise<number>> {
  await page.evaluate((oldMs) => {
    Reflect.set(window, '__lies', 0)
    const look = () => {
      const lies = [...document.querySelectorAll('[data-truth="live"]')].filter(
        (one) => Date.now() - Number(one.getAttribute('data-evaluated-ms')) > oldMs,
      )
      if (lies.length > 0) Reflect.set(window, '__lies', Reflect.get(window, '__lies') + 1)
    }
    new MutationObserver(look).observe(document.body, { attributes: true, childList: true, subtree: true })
  }, OLD_MS)
  return () => page.evaluate(() => Reflect.get(window, '__lies'))
}

test.beforeEach(({ noise }) => {
  noise.tolerate(/Failed to load resource/)
})

test('the server is gone for ten minutes and comes back with another build: a wall never loads a dead server, and is live again by itself', async ({
  page,
  deploy,
}) => {
  const site = await deploy({})
  await page.clock.install()
  await open(page, `${site.address}${BOARD}&kiosk`)
  await site.goAway()
  await page.clock.fastForward(15_000)
  await expect(page.getByTestId('outage')).toContainText('Prometheus')
  const lies = await watchTruth(page)
  for (let minute = 0; minute < 10; minute++) {
    await page.clock.fastForward(60_000)
    await expect.poll(() => oldLive(page)).toBe(0)
  }
  expect(await isMarked(page)).toBe(true)
  expect(await reloads(page)).toEqual([])
  expect(await lies()).toBe(0)

  deployNext(site, 1)
  await site.startAgain()
  await page.clock.fastForward(60_000)
  await expect.poll(() => isMarked(page).catch(() => true)).toBe(false)
  await expectAllLive(page)
  expect(await reloads(page)).toEqual(['a new build'])
  expect(await page.evaluate(() => document.querySelector('script[src*="extra-abc1"]') !== null)).toBe(true)
})

test('a reader is asked before a new build is loaded, and before another configuration', async ({ page, deploy }) => {
  const site = await deploy({})
  await page.clock.install()
  await open(page, `${site.address}${BOARD}`)
  const heal = page.getByTestId('heal')
  // A faulty one is nobody's: the last good one is kept, without a word.
  const good = site.read('config.json')
  site.write('config.json', '{"schema": 2}')
  const looked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/config.json')
  await page.clock.fastForward(61_000)
  await looked
  await expect(heal).toHaveAttribute('data-note', 'none')
  site.write('config.json', good.replace('"refresh": "30s"', '"refresh": "15s"'))
  // The next look is planned when the one before has read its answers: a minute that passed before that is none for it.
  const saysWithin = (words: string) =>
    expect(async () => {
      await page.clock.fastForward(61_000)
      await expect(heal).toContainText(words, { timeout: 3_000 })
    }).toPass({ timeout: 30_000 })
  await saysWithin('A new configuration is on the server.')
  deployNext(site, 1)
  await saysWithin('A new version of Lookout is on the server.')
  expect(await isMarked(page)).toBe(true)
  await heal.getByRole('button', { name: 'Load it' }).click()
  await expectAllLive(page)
  expect(await isMarked(page)).toBe(false)
  await expect(heal).toHaveAttribute('data-note', 'none')
  expect(await reloads(page)).toEqual([])
})

test('three automatic reloads in 15 minutes are the most, and one with a script missing is none', async ({
  page,
  deploy,
}) => {
  const site = await deploy({})
  await page.clock.install()
  await open(page, `${site.address}${BOARD}&kiosk`)
  for (let number = 1; number <= 3; number++) {
    deployNext(site, number)
    await page.clock.fastForward(61_000)
    await page.clock.fastForward(6_000)
    await expect.poll(() => isMarked(page).catch(() => true)).toBe(false)
    await settleLive(page)
  }
  deployNext(site, 4)
  // In the middle of a deploy: the page is there, one of its scripts is not yet.
  site.remove('assets/extra-abc4.js')
  await page.clock.fastForward(61_000)
  const missed = page.waitForResponse((answer) => answer.url().includes('extra-abc4') && answer.status() === 404)
  await page.clock.fastForward(6_000)
  await missed
  site.write('assets/extra-abc4.js', 'export {}\n')
  await page.clock.fastForward(61_000)
  const found = page.waitForResponse((answer) => answer.url().includes('extra-abc4') && answer.status() === 200)
  await page.clock.fastForward(6_000)
  await found
  expect(await isMarked(page)).toBe(true)
  expect(await reloads(page)).toEqual(Array(3).fill('a new build'))
  await page.clock.fastForward(15 * 60_000)
  await page.clock.fastForward(61_000)
  await page.clock.fastForward(6_000)
  await expect.poll(() => isMarked(page).catch(() => true)).toBe(false)
  await expectAllLive(page)
})

test('F12: a session that expired is said, nothing is called current, and a wall renews it', async ({
  page,
  deploy,
  noise,
}) => {
  // What the page loads last may be under way when the session ends; and a wall follows the redirect as far as the policy lets it.
  noise.tolerate(/sso\.invalid|^policy: |dynamically imported module|load module script/)
  noise.tolerate(/violates the following Content Security Policy/)
  const site = await deploy({})
  const proxy = await createFaultProxy(site.address)
  // A sign-in that remembers who asks: it sends back at once.
  const signIn = await startServer((_, response) => {
    proxy.setRules()
    response.writeHead(302, { location: `${proxy.url}${BOARD}&kiosk` }).end()
  })
  await page.clock.install()

  // Before a reader: said, not followed, and gone when the session is there again.
  await open(page, `${proxy.url}${BOARD}`)
  proxy.setRules({ redirect: 'https://sso.invalid/login' })
  await page.clock.fastForward(61_000)
  await expect(page.getByTestId('heal')).toContainText('The session at the proxy has expired.')
  await expect.poll(() => oldLive(page)).toBe(0)
  proxy.setRules()
  await page.clock.fastForward(61_000)
  await expect(page.getByTestId('heal')).toHaveAttribute('data-note', 'none')
  await expectAllLive(page)
  expect(await isMarked(page)).toBe(true)

  // A password page with status 200: on a wall it is never loaded.
  await open(page, `${proxy.url}${BOARD}&kiosk`)
  proxy.setRules({ body: '<html><input type="password"></html>', headers: { 'content-type': 'text/html' } })
  await page.clock.fastForward(61_000)
  await expect(page.getByTestId('heal')).toContainText('The session at the proxy has expired.')
  await page.clock.fastForward(6_000)
  expect(await isMarked(page)).toBe(true)

  // A redirect to another origin: the wall loads itself anew once, which renews the session.
  proxy.setRules({ redirect: signIn.url })
  await page.clock.fastForward(61_000)
  await page.clock.fastForward(6_000)
  await expect.poll(() => isMarked(page).catch(() => true)).toBe(false)
  await expectAllLive(page)
  expect(await reloads(page)).toEqual(['a session that expired'])
  await proxy.close()
  await signIn.close()
})

test('F12: a sign-in of the same origin that redirects is said on a wall, and never loaded', async ({
  page,
  deploy,
  noise,
}) => {
  noise.tolerate(/^policy: |violates the following Content Security Policy/)
  noise.tolerate(/dynamically imported module|load module script/)
  const pages = [{ path: '/d/shorts-main', refresh: '5s', seconds: 600 }]
  const site = await deploy({
    signIn: OWN_LOGIN,
    config: { ...PROMETHEUS_ALONE, playlists: [{ id: 'office', pages }] },
  })
  const navigated: string[] = []
  await page.clock.install()
  for (const path of ['/tv/office', `${BOARD}&kiosk&autofitpanels`]) {
    await page.goto(site.address + path)
    await expectAllLive(page)
    await page.waitForLoadState('networkidle')
    await mark(page)
    const session = page.getByTestId('wall-session')
    await expect(session).toBeEmpty()
    page.on('request', (request) => request.isNavigationRequest() && navigated.push(request.url()))

    site.setSession(false)
    await expect(async () => {
      await page.clock.fastForward(61_000)
      await expect(session).toHaveText('The session at the proxy has ended: sign in again', { timeout: 3_000 })
    }).toPass({ timeout: 30_000 })
    // As large as the rest of the head, and nothing of it cut.
    const box = await session.locator('> *').boundingBox()
    expect(box?.x).toBeGreaterThan(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(1366)
    for (let minute = 0; minute < 4; minute++) await page.clock.fastForward(60_000)
    await expect.poll(() => oldLive(page)).toBe(0)
    await expect(page.getByTestId('pulse')).toHaveAttribute('data-pulse', 'old')
    await expect(session).not.toBeEmpty()
    expect(await isMarked(page)).toBe(true)

    site.setSession(true)
    await page.clock.fastForward(61_000)
    await expect(session).toBeEmpty()
    await expectAllLive(page)
    await expect(page.getByTestId('pulse')).toHaveAttribute('data-pulse', 'live')
    expect(await isMarked(page)).toBe(true)
    expect(await reloads(page)).toEqual([])
    expect(navigated).toEqual([])
    page.removeAllListeners('request')
  }
})

test('the network flaps: no reload, and live again', async ({ page, deploy }) => {
  const site = await deploy({})
  const proxy = await createFaultProxy(site.address)
  await open(page, `${proxy.url}${BOARD}&kiosk`)
  for (let time = 0; time < 4; time++) {
    await proxy.close()
    await expect(page.getByTestId('outage')).toContainText('Prometheus')
    await proxy.reopen()
    await expectAllLive(page)
  }
  await expect(page.getByTestId('outage')).toBeEmpty()
  expect(await isMarked(page)).toBe(true)
  expect(await reloads(page)).toEqual([])
  await proxy.close()
})

test('F75: after eight hours asleep nothing old is called live, and all is live again at once', async ({
  page,
  deploy,
}) => {
  // The evening before: what Prometheus has of then is what it has, and both clocks go on while the machine sleeps.
  const proxy = await createFaultProxy((await deploy({})).address)
  const sleptMs = 8 * 3_600_000
  proxy.setRules({ dateSkewMs: -sleptMs })
  await page.clock.install({ time: Date.now() - sleptMs })
  await open(page, `${proxy.url}${BOARD}&kiosk`)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/query')) asked.push(request.url())
  })
  // What is on screen now is eight hours old in a moment: whatever still shows it must not call it live.
  await page.evaluate(() => {
    const before = new Map<Element, string | null>()
    for (const one of document.querySelectorAll('[data-truth]')) before.set(one, one.getAttribute('data-evaluated-ms'))
    const count = () =>
      [...document.querySelectorAll('[data-truth="live"]')].filter(
        (one) => before.get(one) === one.getAttribute('data-evaluated-ms'),
      ).length
    Reflect.set(window, '__countOld', count)
  })
  const countOld = () => page.evaluate(() => (Reflect.get(window, '__countOld') as () => number)())
  expect(await countOld()).toBe(12)
  proxy.setRules()
  await page.clock.fastForward('08:00:00')
  await expect.poll(countOld).toBe(0)
  await page.evaluate(() => {
    Reflect.set(window, '__lies', 0)
    const count = Reflect.get(window, '__countOld') as () => number
    const look = () => Reflect.set(window, '__lies', Reflect.get(window, '__lies') + count())
    new MutationObserver(look).observe(document.body, { attributes: true, childList: true, subtree: true })
  })
  await expectAllLive(page, { timeout: 60_000 })
  expect(await page.evaluate(() => Reflect.get(window, '__lies'))).toBe(0)
  // 5,760 refreshes were missed; none of them is made up for.
  expect(asked.length).toBeLessThan(400)
  expect(await isMarked(page)).toBe(true)
  await proxy.close()
})

test('F81: a part of the page that a deploy took away is fetched anew with the page', async ({ page, deploy }) => {
  const site = await deploy({})
  await open(page, `${site.address}${BOARD}`)
  for (const file of readdirSync(join(DIST, 'assets'))) {
    if (!/^StatusPage-.*\.js$/.test(file)) continue
    const text = site.read(`assets/${file}`)
    site.remove(`assets/${file}`)
    await page.getByRole('navigation').getByRole('link', { name: 'Status', exact: true }).click()
    await expect.poll(() => reloads(page).catch(() => [])).toEqual(['a part of the page that is gone'])
    site.write(`assets/${file}`, text)
  }
  expect(await reloads(page)).toHaveLength(1)
})
