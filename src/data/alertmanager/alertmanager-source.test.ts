import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createServerClock } from '~/data/server-clock'
import { createTransport } from '~/data/transport/transport'
import { createFaultProxy, type FaultProxy, type FaultRule } from '~/testing/fault-proxy'
import { createAlertmanagerSource } from './alertmanager-source'

let proxy: FaultProxy
beforeAll(async () => {
  proxy = await createFaultProxy('http://127.0.0.1:1')
})
afterEach(() => proxy.setRules())
afterAll(() => proxy.close())

function probe() {
  const clock = createServerClock({ now: Date.now })
  const source = createAlertmanagerSource({
    id: 'am',
    title: 'Alertmanager',
    baseUrl: `${proxy.url}/`,
    transport: createTransport(),
    clock,
  })
  return source.probe(new AbortController().signal)
}

describe('the probe of an Alertmanager', () => {
  test('reads the version from /api/v2/status', async () => {
    proxy.setRules({
      path: /^\/api\/v2\/status$/,
      body: JSON.stringify({ versionInfo: { version: '0.25.0' }, uptime: 'x' }),
    })
    expect(await probe()).toMatchObject({ version: '0.25.0', latencyMs: expect.any(Number) })
  })

  test.each([
    ['no version', { body: '{"uptime":"2026-01-05T12:00:00Z"}' }],
    ['a version that is no text', { body: '{"versionInfo":{"version":7}}' }],
  ] as [string, FaultRule][])('does without one: %s', async (_, rule) => {
    proxy.setRules(rule)
    expect((await probe()).version).toBeUndefined()
  })

  test.each([
    ['H27 a web page', { body: '<img src=x onerror=alert(1)>' }, 'badPayload'],
    ['another API', { body: '{"status":"success"}' }, 'badPayload'],
    ['nothing', { body: '' }, 'badPayload'],
    ['a proxy without its target', { status: 502, body: '<html>' }, 'unavailable'],
    ['a refusal', { status: 403 }, 'auth'],
  ] as [string, FaultRule, string][])('refuses %s', async (_, rule, kind) => {
    proxy.setRules(rule)
    await expect(probe()).rejects.toMatchObject({ kind })
  })
})
