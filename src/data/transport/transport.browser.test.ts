import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BrowserApi } from '~/testing/browser-entry'
import { type BrowserPage, hasChromium, openBrowserPage } from '~/testing/browser-page'
import { startFakePrometheus } from '~/testing/fake-prometheus'
import { createFaultProxy, type FaultProxy } from '~/testing/fault-proxy'
import { startServer, type TestServer } from '~/testing/http-server'
import { contractExpressions } from '~/testing/metrics-source-contract'
import { success } from '~/testing/prometheus-bodies'

/** What only a real browser does: CORS, preflights, opaque redirects, the policy, a module worker under Trusted Types. */
describe.skipIf(!hasChromium)('in a real browser, from another origin', { timeout: 20_000 }, () => {
  let target: TestServer
  let proxy: FaultProxy
  let gone: TestServer
  let browser: BrowserPage

  beforeAll(async () => {
    target = await startFakePrometheus(contractExpressions)
    proxy = await createFaultProxy(target.url)
    gone = await startServer(() => {})
    await gone.close()
    browser = await openBrowserPage([proxy.url, gone.url])
  }, 60_000)
  afterEach(() => proxy.setRules())
  afterAll(async () => {
    await browser?.close()
    await proxy.close()
    await target.close()
  })

  const query = (...input: Parameters<BrowserApi['query']>) =>
    browser.page.evaluate(
      (values) => (globalThis as unknown as { lookoutTest: BrowserApi }).lookoutTest.query(...values),
      input,
    )

  test('a query is answered without a preflight and decoded in the worker', async () => {
    const from = proxy.log.length
    const workers: string[] = []
    browser.page.once('worker', (worker) => workers.push(new URL(worker.url()).pathname))
    expect(await query(`${proxy.url}/`)).toBe(42)
    expect(proxy.log.slice(from).map(({ method }) => method)).toEqual(['POST'])
    expect(workers).toEqual([expect.stringMatching(/^\/assets\/decode\.worker-.*\.js$/)])
    expect(await browser.violations()).toEqual([])
  })

  test('F81 where the worker script is gone, the page decodes by itself', async () => {
    await browser.page.route(/decode\.worker/, (route) => route.fulfill({ status: 404, body: 'gone' }))
    const own = browser.page.waitForRequest(/worker-protocol/)
    expect(await query(proxy.url)).toBe(42)
    await own
    await browser.page.unroute(/decode\.worker/)
  })

  test('F01 a refused connection is the network', async () => {
    expect(await query(gone.url)).toMatchObject({ kind: 'unreachable', cause: 'network' })
  })

  test('F03 a reset in the middle of the body', async () => {
    proxy.setRules({ resetAfterBytes: 30 })
    expect(await query(proxy.url)).toMatchObject({ kind: 'badPayload' })
  })

  test('F08 no CORS headers', async () => {
    proxy.setRules({ dropCors: true })
    const detail = await query(proxy.url)
    expect(detail).toMatchObject({
      kind: 'unreachable',
      cause: 'cors',
      message: expect.stringContaining(browser.origin),
    })
  })

  test('F09 a preflight that is refused names the header', async () => {
    const detail = await query(proxy.url, { header: 'X-Scope-OrgID', value: 'a' })
    expect(detail).toMatchObject({ cause: 'cors', message: expect.stringContaining('X-Scope-OrgID') })
  })

  test('F10 a starting Prometheus, whose 503 has no CORS headers', async () => {
    proxy.setRules(
      { path: /walreplay/, body: JSON.stringify(success({ min: 0, max: 3, current: 0 })) },
      { status: 503, body: 'Service Unavailable', dropCors: true },
    )
    expect(await query(proxy.url)).toMatchObject({ kind: 'starting', progress: 0.25 })
  })

  test('F12 a redirect to a sign-in', async () => {
    proxy.setRules({ redirect: 'http://sso.invalid/' })
    // Without CORS headers the browser hides even that it is a redirect; the probe finds out.
    expect(await query(proxy.url)).toMatchObject({ kind: 'auth' })
    proxy.setRules({ status: 302, headers: { location: 'http://sso.invalid/' } })
    expect(await query(proxy.url)).toMatchObject({ kind: 'auth' })
  })

  test('F17 an origin that the policy does not name', async () => {
    const detail = await query('http://127.0.0.1:9')
    expect(detail).toMatchObject({ kind: 'unreachable', cause: 'policy' })
    expect(await browser.violations()).toContain('connect-src http://127.0.0.1:9/api/v1/query_range')
  })
})
