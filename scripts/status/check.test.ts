import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Report } from '~/domain/checks/judge'
import { decodeConfig } from '~/domain/config/config'
import { createFaultProxy, type FaultProxy, type FaultRule } from '~/testing/fault-proxy'
import { startServer, type TestServer } from '~/testing/http-server'
import { startFileServer } from '~/testing/log-file-server'
import { hasAlertmanager, type RealAlertmanager, startRealAlertmanager } from '~/testing/real-alertmanager'
import { hasPrometheus, type RealPrometheus, startRealPrometheus } from '~/testing/real-prometheus'
import { check } from './check'
import { run } from './main'
import { readConfig } from './read-config'

const PAGE = '<html><script src="/assets/first-abc.js"></script><div id="root"></div></html>'
const signal = new AbortController().signal

const codesOf = (report: Report, id: string) =>
  report.parts.find(({ observed }) => observed.id === id)?.findings.map(({ code }) => code)

async function checkSources(sources: object, site: string | null = null): Promise<Report> {
  const config = decodeConfig({ schema: 1, sources, dashboards: ['a'] })
  return check({ config, site, signal })
}
const metricsAt = (url: string, more: object = {}) => ({ metrics: [{ id: 'p', kind: 'prometheus', url, ...more }] })

describe.skipIf(!hasPrometheus || !hasAlertmanager)('a real Prometheus, a real Alertmanager', () => {
  let folder: string
  let alertmanager: RealAlertmanager
  let prometheus: RealPrometheus
  let proxy: FaultProxy
  let site: TestServer
  let exporter: TestServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lookout-check-'))
    // Alertmanagers are discovered within five seconds; what fires before that is sent again only after a minute.
    writeFileSync(
      join(folder, 'rules.yml'),
      'groups: [{name: g, interval: 1s, rules: [{alert: Watchdog, expr: vector(1), for: 8s}]}]\n',
    )
    exporter = await startServer((_, response) => response.end('jobs_total 1\n'))
    alertmanager = await startRealAlertmanager()
    const dead = await startServer(() => {})
    await dead.close()
    prometheus = await startRealPrometheus(`
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [${join(folder, 'rules.yml')}]
alerting: {alertmanagers: [{static_configs: [{targets: ['${new URL(alertmanager.url).host}']}]}]}
scrape_configs:
  - {job_name: api, static_configs: [{targets: ['${new URL(exporter.url).host}', '${new URL(dead.url).host}']}]}
`)
    proxy = await createFaultProxy(prometheus.url)
    site = await startServer((request, response) => {
      response.setHeader('content-type', 'text/html')
      response.setHeader('content-security-policy', "default-src 'none'")
      if (request.url === '/') response.end(PAGE)
      else response.writeHead(404).end()
    })
    // Until the rule has fired and arrived, and both targets were scraped.
    const answer = async (url: string) => (await fetch(url)).json()
    const count = `${prometheus.url}/api/v1/query?query=${encodeURIComponent('count(up)')}`
    await vi.waitFor(
      async () => {
        expect(await answer(`${alertmanager.url}/api/v2/alerts`)).toHaveLength(1)
        expect((await answer(count)).data.result[0]?.value[1]).toBe('2')
      },
      { timeout: 60_000, interval: 250 },
    )
  }, 90_000)

  afterAll(async () => {
    await Promise.all([proxy?.close(), site?.close(), exporter?.close(), prometheus?.stop(), alertmanager?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  it('says versions, clocks, targets and what is wrong with them', async () => {
    const alerts = [{ id: 'a', kind: 'alertmanager', url: alertmanager.url }]
    const report = await checkSources({ ...metricsAt(prometheus.url), alerts })
    const [first, second] = report.parts
    expect(codesOf(report, 'p')).toEqual(['targets-down'])
    expect(first?.findings[0]?.message).toContain('1 of 2 targets is down: api at 127.0.0.1:')
    expect(first?.findings[0]?.nextStep).toContain('Nothing listens')
    expect(first?.observed.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(first?.observed.metrics).toMatchObject({ rules: { count: 1, deadMan: 'firing' }, configIsGood: true })
    expect(first?.observed.metrics?.alertmanagers).toEqual([`${alertmanager.url}/api/v2/alerts`])
    expect(second?.observed.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(second?.observed.alerts).toMatchObject({ hearsDeadMan: true })
    expect(codesOf(report, 'a')).toEqual(['warming-up'])
    for (const { observed } of report.parts) {
      const { offsetMs, uncertaintyMs } = observed.clock ?? { offsetMs: Number.NaN, uncertaintyMs: 0 }
      // One machine, one clock.
      expect(Math.abs(offsetMs)).toBeLessThanOrEqual(uncertaintyMs + 1)
    }
  })

  it.each<[string, readonly FaultRule[], string]>([
    ['F08 another origin is not allowed', [{ dropCors: true }], 'unreachable-cors'],
    [
      'F10 it starts',
      [
        { path: /walreplay/, body: '{"status":"success","data":{"min":0,"max":9,"current":4,"state":"in progress"}}' },
        { status: 503, body: 'Service Unavailable' },
      ],
      'starting',
    ],
    ['F11 401', [{ status: 401, body: 'no' }], 'sign-in'],
    ['403', [{ status: 403, body: 'no' }], 'forbidden'],
    ['F12 a redirect to a sign-in', [{ redirect: 'https://sso.invalid/login' }], 'sign-in-page'],
    [
      'a sign-in page with 200',
      [{ body: '<html>password</html>', headers: { 'content-type': 'text/html' } }],
      'web-page',
    ],
    ['404', [{ status: 404, body: 'not found' }], 'wrong-path'],
    ['F03 broken off', [{ resetAfterBytes: 10 }], 'bad-answer'],
    ['F19 502 of a proxy', [{ status: 502, body: '<html>' }], 'behind-proxy'],
    ['F28 429', [{ status: 429, body: 'slow down' }], 'throttled'],
    ['F70 a clock an hour ahead', [{ dateSkewMs: 3_600_000 }], 'clock'],
    ['F06 slow', [{ path: /buildinfo/, latencyMs: 2_200 }], 'slow'],
    ['it answers, but not about its targets', [{ path: /targets/, status: 500, body: 'no' }], 'not-told'],
    ['it answers, but breaks off its rules', [{ path: /rules/, status: 504, body: 'no' }], 'not-told'],
  ])('%s', async (_name, rules, code) => {
    proxy.setRules(...rules)
    const report = await checkSources(metricsAt(proxy.url), `${site.url}/`)
    expect(codesOf(report, 'p')).toContain(code)
    expect(codesOf(report, 'lookout')).toEqual([])
  })

  it('F09: a header of a tenant that a preflight refuses is named', async () => {
    proxy.setRules({ method: 'OPTIONS', preflight: 403 })
    const tenant = { header: 'X-Scope-OrgID', value: 'a' }
    const report = await checkSources(metricsAt(proxy.url, { tenant }), `${site.url}/`)
    expect(codesOf(report, 'p')).toEqual(['unreachable-cors'])
    expect(report.parts.flatMap(({ findings }) => findings)[0]?.message).toContain('X-Scope-OrgID')
  })

  it('the command ends with 1 where something is wrong and with 0 where nothing is', async () => {
    proxy.setRules({ path: /targets/, status: 404 }, { path: /alertmanagers|rules/, status: 404 })
    const file = join(folder, 'config.json')
    const write = (url: string) =>
      writeFileSync(file, JSON.stringify({ schema: 1, sources: metricsAt(url), dashboards: ['a'] }))
    const said: string[] = []
    const log = console.log
    console.log = (text: string) => void said.push(text)
    try {
      write(proxy.url)
      expect(await run('check', [file, '--json'])).toBe(0)
      write(site.url)
      expect(await run('check', [file, '--json'])).toBe(1)
    } finally {
      console.log = log
    }
    expect(said.map((text) => JSON.parse(text).severity)).toEqual(['ok', 'crit'])
  })
})

describe('what is not there', () => {
  it('F01 F02: a port where nobody listens, a name that nobody knows', async () => {
    const dead = await startServer(() => {})
    await dead.close()
    expect(codesOf(await checkSources(metricsAt(dead.url)), 'p')).toEqual(['refused'])
    expect(codesOf(await checkSources(metricsAt('http://nope.invalid')), 'p')).toEqual(['unknown-name'])
  })

  it('F14 F15: no TLS where https is due, and http from a page that came by https', async () => {
    const server = await startServer((_, response) => response.end('{}'))
    expect(codesOf(await checkSources(metricsAt(server.url.replace('http:', 'https:'))), 'p')).toEqual([
      'unreachable-tls',
    ])
    await server.close()
    const report = await checkSources(metricsAt('http://prom.example:9090'), 'https://127.0.0.1:9/')
    expect(codesOf(report, 'p')).toEqual(['unreachable-mixed'])
  })

  it('a relative address needs the site that it is relative to', async () => {
    expect(codesOf(await checkSources(metricsAt('/prometheus')), 'p')).toEqual(['fails'])
  })
})

it('files of logs: missing, without ranges, empty, and not rotated yet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-check-logs-'))
  const faults = { noRange: false }
  const server = await startFileServer(folder, faults)
  const logs = [{ id: 'l', kind: 'jsonl', url: server.url, files: ['a.log', 'a.log.1', 'b.log'] }]
  const sources = { metrics: [{ id: 's', kind: 'sample' }], logs }
  expect(codesOf(await checkSources(sources), 'l')).toEqual(['log-missing'])
  writeFileSync(join(folder, 'a.log'), 'a line\n')
  writeFileSync(join(folder, 'b.log'), '')
  expect(codesOf(await checkSources(sources), 'l')).toEqual([])
  faults.noRange = true
  expect(codesOf(await checkSources(sources), 'l')).toEqual(['log-no-range'])
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

it('targets that the page would scrape by itself are asked each', async () => {
  const app = await startServer((request, response) => {
    if (request.url !== '/metrics') response.setHeader('content-type', 'text/html')
    response.end('jobs_total 1\n')
  })
  const targets = ['/metrics', '/index'].map((path) => ({ url: `${app.url}${path}`, job: path.slice(1) }))
  const report = await checkSources({ metrics: [{ id: 's', kind: 'scrape', targets }] })
  expect(report.parts[0]?.observed.metrics?.targets?.map(({ job, health }) => [job, health])).toEqual([
    ['metrics', 'up'],
    ['index', 'down'],
  ])
  expect(codesOf(report, 's')).toEqual(['targets-down'])
  await app.close()
})

describe('the configuration', () => {
  it('is read from the site that serves it, which then is where relative addresses lead', async () => {
    const text = JSON.stringify({ schema: 1, sources: metricsAt('/prometheus'), dashboards: ['a'] })
    const server = await startServer((request, response) => {
      if (request.url === '/lookout/config.json') response.end(text)
      else response.writeHead(404).end()
    })
    expect(await readConfig(`${server.url}/lookout/`, null)).toMatchObject({ ok: true, site: `${server.url}/lookout/` })
    expect(await readConfig(`${server.url}/gone`, null)).toMatchObject({ ok: false })
    await server.close()
  })

  it('F84: a faulty one is told with its place, and a missing one by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lookout-check-config-'))
    const file = join(folder, 'config.json')
    writeFileSync(file, '{\n  "schema": 2\n}')
    const read = await readConfig(file, null)
    expect(read.ok ? [] : read.faults.join('\n')).toContain(`${file}:2:`)
    expect(await readConfig(join(folder, 'none.json'), null)).toMatchObject({ ok: false })
    rmSync(folder, { recursive: true, force: true })
  })
})
