import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceErrorDetail } from '../sources'
import { rankOf } from './finding'
import { isWrong, judge, leadOf } from './judge'
import type { AlertFacts, LogFile, MetricsFacts, Observation, Target } from './observation'

const NOW_MS = Date.UTC(2026, 0, 1, 12)
const MINUTE_MS = 60_000

const TARGET: Target = {
  ...{ job: 'api', instance: '10.0.0.1:80', url: 'http://10.0.0.1:80/metrics', health: 'up', lastError: '' },
  ...{ lastScrapeMs: NOW_MS - 5_000, lastTookMs: 20, intervalMs: 15_000 },
}
const FACTS: MetricsFacts = {
  targets: [TARGET],
  rules: { count: 3, failing: [], deadMan: 'firing' },
  alertmanagers: ['http://am:9093/api/v2/alerts'],
  time: { offsetMs: 0, uncertaintyMs: 6 },
  configIsGood: true,
}
const HEARS: AlertFacts = { startedMs: NOW_MS - 60 * MINUTE_MS, peers: 2, clusterStatus: 'ready', hearsDeadMan: true }

const prometheus = (more: Partial<Observation> = {}): Observation => ({
  ...{ part: 'metrics', id: 'p', title: 'Prometheus', kind: 'prometheus', address: 'http://prom:9090' },
  ...{ reach: { kind: 'answers', latencyMs: 12 }, version: '2.42.0', clock: { offsetMs: 100, uncertaintyMs: 506 } },
  ...{ metrics: FACTS, ...more },
})
const facts = (more: Partial<MetricsFacts>) => prometheus({ metrics: { ...FACTS, ...more } })
const rules = (more: Partial<NonNullable<MetricsFacts['rules']>>) =>
  facts({ rules: { count: 3, failing: [], deadMan: 'firing', ...more } })
const targets = (...list: Partial<Target>[]) => facts({ targets: list.map((one) => ({ ...TARGET, ...one })) })
const alertmanager = (more: Partial<AlertFacts> = {}, clock: Observation['clock'] = null): Observation => ({
  ...{ part: 'alerts', id: 'a', title: 'Alertmanager', kind: 'alertmanager', address: 'http://am:9093' },
  ...{ reach: { kind: 'answers', latencyMs: 5 }, version: '0.25.0', clock, alerts: { ...HEARS, ...more } },
})
const logs = (...files: LogFile[]): Observation => ({
  ...{ part: 'logs', id: 'l', title: 'Logs', kind: 'jsonl', address: 'http://site/logs' },
  ...{ reach: { kind: 'answers', latencyMs: 3 }, version: null, clock: null, files },
})
const file = (name: string, state: LogFile['state']): LogFile => ({ name, state })
const app = (more: Partial<NonNullable<Observation['app']>>): Observation => ({
  ...{ part: 'app', id: 'lookout', title: 'Lookout', kind: 'files', address: 'http://site/' },
  ...{ reach: { kind: 'answers', latencyMs: 3 }, version: 'abc', clock: null },
  app: { protection: 'headers', isOlder: false, blocked: [], ...more },
})
const fails = (error: Partial<SourceErrorDetail>, systemCode?: string): Observation => {
  const detail: SourceErrorDetail = { kind: 'unreachable', message: 'No answer.', ...error }
  const { metrics: _, ...rest } = prometheus()
  return { ...rest, reach: { kind: 'fails', error: detail, ...(systemCode !== undefined && { systemCode }) } }
}
const offBy = (...offsetsMs: number[]) =>
  offsetsMs.map((offsetMs, i) => prometheus({ id: `p${i}`, title: `P${i}`, clock: { offsetMs, uncertaintyMs: 500 } }))

/** Severities and codes, those of the whole first, then by part as the report orders them. */
const codes = (...observations: readonly Observation[]) => {
  const { findings, parts } = judge(observations, NOW_MS)
  return [...findings, ...parts.flatMap((part) => part.findings)].map(({ severity, code }) => `${severity} ${code}`)
}

describe('what is wrong, by what was seen', () => {
  it.each<[string, readonly Observation[], readonly string[]]>([
    ['all is well', [prometheus(), alertmanager(), logs(file('a.log', 'ranges'))], []],
    ['F01 refused, as Node tells', [fails({ cause: 'network' }, 'ECONNREFUSED')], ['crit refused']],
    ['F01 refused, as a browser tells', [fails({ cause: 'network' })], ['crit unreachable-network']],
    ['F02 an unknown name', [fails({ cause: 'network' }, 'ENOTFOUND')], ['crit unknown-name']],
    ['F03 broken off', [fails({ kind: 'badPayload', message: 'It broke off.' })], ['crit bad-answer']],
    ['F03 reset', [fails({ cause: 'network' }, 'ECONNRESET')], ['crit broke-off']],
    ['F04 accepts and never answers', [fails({ kind: 'timeout' })], ['crit no-answer-in-time']],
    ['no route', [fails({ cause: 'network' }, 'EHOSTUNREACH')], ['crit no-route']],
    ['F06 slow', [prometheus({ reach: { kind: 'answers', latencyMs: 2_500 } })], ['warn slow']],
    [
      'it makes its history',
      [prometheus({ isPreparing: true, reach: { kind: 'answers', latencyMs: 9_000 } })],
      ['info preparing'],
    ],
    ['it answers, but not to all', [prometheus({ unanswered: ['targets', 'rules'] })], ['warn not-told']],
    [
      'an Alertmanager that does not tell its alerts',
      [{ ...alertmanager(), unanswered: ['alerts'] }],
      ['warn not-told'],
    ],
    ['F08 another origin', [fails({ cause: 'cors' })], ['crit unreachable-cors']],
    ['F10 it replays its log', [fails({ kind: 'starting' })], ['warn starting']],
    ['F11 401', [fails({ kind: 'auth', httpStatus: 401 })], ['crit sign-in']],
    ['403', [fails({ kind: 'auth', httpStatus: 403 })], ['crit forbidden']],
    ['F12 a redirect to a sign-in', [fails({ kind: 'auth' })], ['crit sign-in-page']],
    ['a sign-in page with 200', [fails({ kind: 'badPayload', message: 'a web page' })], ['crit web-page']],
    ['F14 a certificate', [fails({ cause: 'tls' }, 'DEPTH_ZERO_SELF_SIGNED_CERT')], ['crit unreachable-tls']],
    ['F14 a certificate, in a browser', [fails({ cause: 'tls' })], ['crit unreachable-tls']],
    ['F15 http from https', [fails({ cause: 'mixed' })], ['crit unreachable-mixed']],
    ['F16 F17 a policy', [fails({ cause: 'policy' })], ['crit unreachable-policy']],
    ['F19 502 of a proxy', [fails({ kind: 'unavailable', httpStatus: 502 })], ['crit behind-proxy']],
    ['503', [fails({ kind: 'unavailable', httpStatus: 503 })], ['crit unavailable']],
    ['F28 429', [fails({ kind: 'throttled', httpStatus: 429 })], ['warn throttled']],
    ['404', [fails({ kind: 'notFound', httpStatus: 404 })], ['crit wrong-path']],
    ['F40 a relative that offers none of it', [facts({ targets: null, rules: null, alertmanagers: null })], []],
    ['a reload that failed', [facts({ configIsGood: false })], ['warn reload-failed']],
    ['nothing is scraped', [targets()], ['warn no-targets']],
    ['a target is down', [targets({}, { health: 'down', lastError: 'connection refused' })], ['crit targets-down']],
    ['a target was not scraped for long', [targets({ lastScrapeMs: NOW_MS - 2 * MINUTE_MS })], ['warn targets-late']],
    [
      'a target of which no interval is told was not scraped for long',
      [targets({ lastScrapeMs: NOW_MS - 6 * MINUTE_MS, intervalMs: null })],
      ['warn targets-late'],
    ],
    ['a target that was never scraped yet', [targets({ health: 'unknown', lastScrapeMs: null })], []],
    ['no rules', [rules({ count: 0, deadMan: 'none' })], ['warn no-rules']],
    ['rules that fail', [rules({ failing: ['Slow'] })], ['crit rules-fail']],
    ["F52 no dead man's switch", [rules({ deadMan: 'none' })], ['info no-dead-man']],
    ['F52 it is silent', [rules({ deadMan: 'silent' })], ['crit dead-man-silent']],
    ['it was loaded a moment ago', [rules({ deadMan: 'new' })], []],
    ['no Alertmanager anywhere', [facts({ alertmanagers: [] })], ['warn no-alertmanager']],
    ['Prometheus knows none', [facts({ alertmanagers: [] }), alertmanager()], ['crit no-alertmanager']],
    ['F52 alerts do not arrive', [prometheus(), alertmanager({ hearsDeadMan: false })], ['crit alerts-do-not-arrive']],
    [
      'F50 it has just started',
      [prometheus(), alertmanager({ hearsDeadMan: false, startedMs: NOW_MS - MINUTE_MS })],
      ['info warming-up'],
    ],
    ['a cluster of one', [alertmanager({ peers: 1 })], ['info alone']],
    ['F66 no file at all', [logs(file('a.log', 'missing'))], ['crit log-missing']],
    ['F66 one of two files', [logs(file('a.log', 'missing'), file('b.log', 'ranges'))], ['warn log-missing']],
    ['F58 an empty file', [logs(file('a.log', 'empty'))], []],
    ['F59 no ranges', [logs(file('a.log', 'whole'))], ['warn log-no-range']],
    ['the app in place of a file', [logs(file('a.log', 'page'))], ['crit log-is-page']],
    ['F70 one clock of one is off', offBy(10 * MINUTE_MS), ['crit clock']],
    ['F70 off by less than can be told', [prometheus({ clock: { offsetMs: 31_000, uncertaintyMs: 2_000 } })], []],
    ['F70 a minute off', offBy(MINUTE_MS), ['warn clock']],
    ['F70 all servers agree against this computer', offBy(-3_600_000, -3_600_200), ['warn own-clock']],
    ['F70 one of three is off', offBy(0, 0, 3_600_000), ['crit clock']],
    ['F70 two that do not agree', offBy(0, 3_600_000), ['crit clock']],
    ['a policy by <meta>', [app({ protection: 'meta' })], ['info reduced-protection']],
    ['no policy', [app({ protection: 'none' })], ['warn no-protection']],
    ['F17 blocked by it', [app({ blocked: ['http://prom:9090'] })], ['crit unreachable-policy']],
    ['F81 another build', [app({ isOlder: true })], ['info new-build']],
    ['it lives in the page', [prometheus({ reach: { kind: 'inside' }, address: null, clock: null })], []],
  ])('%s', (_name, observations, expected) => {
    expect(codes(...observations)).toEqual(expected)
  })

  it('the age of a scrape is told by the clock of its server', () => {
    const aheadMs = 3_600_000
    const scraped = { ...TARGET, lastScrapeMs: NOW_MS + aheadMs - 5_000 }
    const clock = { offsetMs: aheadMs, uncertaintyMs: 500 }
    const told = { ...FACTS, targets: [scraped], time: null }
    expect(codes(prometheus({ clock, metrics: told }))).toEqual(['crit clock'])
    // A proxy's date says nothing of when Prometheus scrapes.
    expect(codes(prometheus({ clock, metrics: FACTS }))).toEqual(['crit clock'])
    expect(codes(prometheus({ metrics: { ...told, time: clock } }))).toEqual([])
  })

  it('every finding says what and what next', () => {
    const { parts } = judge([fails({ kind: 'timeout' }), targets({ health: 'down' }), rules({ count: 0 })], NOW_MS)
    for (const { message, nextStep } of parts.flatMap(({ findings }) => findings)) {
      expect(message).toMatch(/\S.*[.!?]$/)
      expect(nextStep).toMatch(/\S/)
    }
  })

  it.each([
    ['connection refused', 'start the application'],
    ['dial tcp: lookup api on 127.0.0.1:53: no such host', 'DNS'],
    ['context deadline exceeded', 'scrape_timeout'],
    ['server returned HTTP status 404 Not Found', 'metrics_path'],
    ['server returned HTTP status 401 Unauthorized', 'credentials'],
    ['server returned HTTP status 500 Internal Server Error', 'its log'],
    ['x509: certificate signed by unknown authority', 'ca_file'],
    ['expected a valid start token, got "<"', 'metrics_path'],
    ['something new', 'from where Prometheus runs'],
  ])('a target that fails with "%s" is told what to do', (lastError, step) => {
    const { parts } = judge([targets({ health: 'down', lastError })], NOW_MS)
    expect(parts[0]?.findings[0]?.nextStep).toContain(step)
  })
})

describe('the whole', () => {
  it('has the worst part first and else the order of the configuration', () => {
    const report = judge([logs(file('a.log', 'ranges')), targets({ health: 'down' }), alertmanager()], NOW_MS)
    expect(report.parts.map(({ observed }) => observed.id)).toEqual(['p', 'l', 'a'])
    expect(report.severity).toBe('crit')
    expect(isWrong(report)).toBe(true)
    expect(leadOf(report)).toBe('1 part fails.')
  })

  it.each<[string, readonly Observation[], string, boolean]>([
    ['well', [prometheus(), alertmanager()], 'Everything answers.', false],
    ['worth knowing', [alertmanager({ peers: 1 })], 'Everything answers.', false],
    [
      'not known of all',
      [targets({}, { instance: 'b:80', health: 'unknown', lastScrapeMs: null })],
      'Everything answers; 1 of 2 targets are not scraped yet.',
      false,
    ],
    ['one look', [rules({ count: 0 })], '1 part needs a look.', true],
    ['a look', [rules({ count: 0 }), logs(file('a.log', 'missing'))], '1 part fails, 1 needs a look.', true],
    [
      'inside',
      [{ ...logs(), reach: { kind: 'inside' } }],
      'Everything lives in the page: there is nothing to ask from here.',
      false,
    ],
  ])('%s', (_name, observations, lead, wrong) => {
    const report = judge(observations, NOW_MS)
    expect([leadOf(report), isWrong(report)]).toEqual([lead, wrong])
  })

  it('no part is lost, and none is better than its findings', () => {
    const part = fc.constantFrom(
      ...[prometheus(), fails({ kind: 'timeout' }), targets({ health: 'down' }), alertmanager({ peers: 1 })],
      ...[rules({ count: 0 }), app({ isOlder: true }), logs(file('a.log', 'missing')), ...offBy(0, 4e6, -9e7)],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (observations) => {
        const report = judge(observations, NOW_MS)
        expect(report.parts.map(({ observed }) => observed)).toHaveLength(observations.length)
        expect(new Set(report.parts.map(({ observed }) => observed))).toEqual(new Set(observations))
        const ranks = report.parts.map(({ severity }) => rankOf(severity))
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
        for (const { severity, findings } of report.parts) {
          expect(rankOf(severity)).toBe(Math.min(3, ...findings.map((one) => rankOf(one.severity))))
        }
      }),
    )
  })
})
