import { describe, expect, test } from 'vitest'
import { settled } from '~/testing/fake-schedule'
import { createTransport, type TransportOptions } from './transport'

const page = 'https://lookout.example/d/shorts-main'
const target = 'https://prom.example:9090/api/v1/query?query=secret'

type Rule = (url: string, init: RequestInit) => boolean

/** A browser's fetch as a page sees it: an answer, or "Failed to fetch" without a reason. */
function transportWith(answers: Rule, more: Partial<TransportOptions> = {}) {
  const asked: string[] = []
  const transport = createTransport({
    pageUrl: page,
    // No answer of this fetch waits, so that no timer needs to.
    schedule: (run) => {
      const timer = setImmediate(run)
      return () => clearImmediate(timer)
    },
    ...more,
    fetch: async (url, init) => {
      asked.push(`${init.mode ?? 'normal'} ${init.method ?? 'GET'} ${url}`)
      if (!answers(url, init)) throw new TypeError('Failed to fetch')
      return new Response('{}')
    },
  })
  const ask = (headers: Readonly<Record<string, string>> = {}, url = target) =>
    transport.request(
      { url, method: 'POST', headers, timeoutMs: 1_000, priority: 'refresh' },
      new AbortController().signal,
    )
  const errorOf = async (headers?: Readonly<Record<string, string>>, url?: string) => {
    const error = await ask(headers, url).catch((caught) => caught)
    return error.detail
  }
  return { asked, ask, errorOf, transport }
}

describe('why a fetch failed', () => {
  test('F08 a server that answers only without CORS does not allow this page', async () => {
    const { errorOf, asked } = transportWith((_, { mode }) => mode === 'no-cors')
    const detail = await errorOf()
    expect(detail).toMatchObject({
      kind: 'unreachable',
      cause: 'cors',
      address: 'https://prom.example:9090/api/v1/query',
    })
    expect(detail.message).toContain('https://lookout.example')
    expect(detail.nextStep).toContain('proxy_pass https://prom.example:9090/;')
    expect(asked[1]).toBe('no-cors GET https://prom.example:9090/api/v1/query')
  })

  test('F08 panels that fail together share one probe', async () => {
    const { errorOf, asked } = transportWith((_, { mode }) => mode === 'no-cors')
    await Promise.all([errorOf(), errorOf(), errorOf()])
    expect(asked.filter((line) => line.startsWith('no-cors'))).toHaveLength(1)
  })

  test('F09 a header that triggers a refused preflight is named', async () => {
    const { errorOf } = transportWith((_, { mode }) => mode === 'cors')
    const detail = await errorOf({ 'X-Scope-OrgID': 'team-a', 'content-type': 'application/x-www-form-urlencoded' })
    expect(detail.cause).toBe('cors')
    expect(detail.message).toContain('X-Scope-OrgID')
    expect(JSON.stringify(detail)).not.toContain('team-a')
    expect(detail.message).not.toContain('content-type')
  })

  test('F02 F14 nothing over https that never answered: down, or its certificate', async () => {
    const { errorOf } = transportWith(() => false)
    expect(await errorOf()).toMatchObject({
      cause: 'tls',
      nextStep: expect.stringContaining('https://prom.example:9090'),
    })
  })

  test('F01 nothing over https that answered before is the network', async () => {
    let isUp = true
    const { ask, errorOf } = transportWith(() => isUp)
    await ask()
    isUp = false
    expect(await errorOf()).toMatchObject({ cause: 'network' })
  })

  test('F08 an isolated page cannot tell a refusal from nobody there, and says both', async () => {
    const { errorOf } = transportWith(() => false, { isIsolated: true })
    const detail = await errorOf()
    expect(detail.cause).toBe('network')
    expect(detail.message).toBe(
      'prom.example:9090 cannot be reached, or does not allow this page (https://lookout.example).',
    )
    expect(detail.nextStep).toContain('CORS')
  })

  test("the page's own origin is not probed for CORS", async () => {
    const { errorOf, asked } = transportWith(() => false, { pageUrl: 'http://127.0.0.1:4173/d/x' })
    expect(await errorOf({}, '/prometheus/api/v1/query')).toMatchObject({
      cause: 'network',
      address: 'http://127.0.0.1:4173/prometheus/api/v1/query',
    })
    expect(asked).toHaveLength(1)
  })

  test('F15 plain http from an https page is refused before it is sent', async () => {
    const { errorOf, asked } = transportWith(() => true)
    expect(await errorOf({}, 'http://prom.example:9090/api')).toMatchObject({
      cause: 'mixed',
      message: expect.stringContaining('plain http'),
    })
    expect(asked).toEqual([])
  })

  test.each(['http://localhost:9090/', 'http://127.0.0.1:9090/', 'http://[::1]:9090/', 'http://prom.localhost/'])(
    'F15 %s is asked even from an https page',
    async (url) => {
      const { ask } = transportWith(() => true)
      expect((await ask({}, url)).status).toBe(200)
    },
  )

  test('F16 a denied local network permission is named', async () => {
    const permissions = {
      query: async ({ name }: { readonly name: string }) => {
        if (name === 'local-network-access') throw new TypeError('unknown permission')
        return { state: 'denied' } as PermissionStatus
      },
    }
    const { errorOf, asked } = transportWith(() => false, { permissions })
    expect(await errorOf({}, 'https://192.168.1.5:9090/')).toMatchObject({
      cause: 'policy',
      message: expect.stringContaining('local network'),
    })
    expect(asked).toHaveLength(1)
    expect(await errorOf({}, 'https://prom.example/')).toMatchObject({ cause: 'tls' })
  })

  test('F17 the policy of this app is named, even when its event comes after the rejection', async () => {
    const policyEvents = new EventTarget()
    const { errorOf, asked, transport } = transportWith(
      () => {
        setImmediate(() => {
          const event = Object.assign(new Event('securitypolicyviolation'), {
            blockedURI: 'https://prom.example:9090/api/v1/query',
            effectiveDirective: 'connect-src',
          })
          policyEvents.dispatchEvent(event)
        })
        return false
      },
      {
        policyEvents,
        // Tasks in their order, as in a browser; Node may run a timer of no length before or after an immediate.
        schedule: (run, delayMs) => {
          if (delayMs > 0) {
            const timer = setTimeout(run, delayMs)
            return () => clearTimeout(timer)
          }
          const task = setImmediate(run)
          return () => clearImmediate(task)
        },
      },
    )
    expect(await errorOf()).toMatchObject({ cause: 'policy', nextStep: expect.stringContaining('connect-src') })
    expect(asked).toHaveLength(1)
    transport.dispose()
    await settled()
  })
})
