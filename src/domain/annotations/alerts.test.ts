import { describe, expect, it } from 'vitest'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { LoadedAlertRule } from '~/domain/sources'
import { alertsExpr, alertTargets, isOfTarget } from './alert-rules'
import { type AlertSpan, findAlertSpans, severityTone } from './alert-spans'
import type { Points } from './points'

const rule = (
  name: string,
  annotations: Record<string, string>,
  labels: Record<string, string> = {},
): LoadedAlertRule => ({
  name,
  labels: new Map(Object.entries(labels)),
  annotations: new Map(Object.entries(annotations)),
})
const here = { dashboard: 'main', panel: 'latency' }

describe('alertTargets', () => {
  it('are the rules that name a panel of this dashboard', () => {
    const rules = [
      rule('Here', here, { severity: 'warning', platform: 'shorts', team: 'a' }),
      rule('Elsewhere', { dashboard: 'other', panel: 'latency' }),
      rule('NoPanel', { dashboard: 'main' }),
      rule('NoDashboard', { panel: 'latency' }),
      rule('None', {}),
    ]
    expect(alertTargets(rules, 'main')).toEqual([
      {
        panel: 'latency',
        alertname: 'Here',
        labels: new Map([
          ['severity', 'warning'],
          ['platform', 'shorts'],
        ]),
      },
    ])
  })

  const series = (labels: Record<string, string>) => new Map(Object.entries({ alertname: 'A', ...labels }))
  it.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['the same labels', { severity: 'critical' }, { severity: 'critical' }, true],
    ['a rule of one name and another severity', { severity: 'critical' }, { severity: 'warning' }, false],
    ['a rule of one name on another platform', { platform: 'a' }, { platform: 'b' }, false],
    ['a label that comes from the expression', {}, { severity: 'warning', platform: 'a' }, true],
    ['a template', { severity: '{{ $labels.severity }}' }, { severity: 'warning' }, true],
    ['another name', {}, { alertname: 'B' }, false],
  ])('%s', (_name, ofRule, ofSeries, expected) => {
    const [target] = alertTargets([rule('A', here, ofRule)], 'main')
    expect(target && isOfTarget(target, series(ofSeries))).toBe(expected)
  })
})

describe('alertsExpr', () => {
  it('is none without rules', () => {
    expect(alertsExpr([])).toBeNull()
  })

  it.each([
    [['B', 'A', 'B'], '"A|B"'],
    [['a.b|c'], '"a\\\\.b\\\\|c"'],
    [['"} or vector(1) #\n'], '"\\"\\\\} or vector\\\\(1\\\\) #\\n"'],
  ])('asks for %j as text', (names, pattern) => {
    const expr =
      alertsExpr(
        alertTargets(
          names.map((name) => rule(name, here)),
          'main',
        ),
      ) ?? ''
    expect(expr).toBe(`count by (alertname, alertstate, severity, platform) (ALERTS{alertname=~${pattern}})`)
    expect(() => parsePromql(expr)).not.toThrow()
  })
})

describe('findAlertSpans', () => {
  const points = (values: readonly number[], labels: Record<string, string> = {}): Points => ({
    timesMs: values.map((_, i) => i * 1000),
    series: [
      {
        labels: new Map(Object.entries({ alertname: 'A', alertstate: 'firing', severity: 'critical', ...labels })),
        values,
        present: values.map((value) => (value > 0 ? 1 : 0)),
      },
    ],
  })
  const told = (found: readonly AlertSpan[]) =>
    found.map(({ fromMs, toMs, most, fromBefore, isLast }) =>
      [fromMs, toMs, most, fromBefore ? 'before' : '', isLast ? 'last' : ''].join(' ').trim().replace(/ +/g, ' '),
    )

  it.each<[string, number[], string[]]>([
    ['nothing', [0, 0, 0], []],
    ['points that follow each other', [0, 1, 1, 1, 0], ['1000 3000 1']],
    ['a single point', [0, 1, 0], ['1000 1000 1']],
    ['a gap parts them', [0, 1, 0, 1, 1, 0], ['1000 1000 1', '3000 4000 1']],
    ['the most at once', [0, 1, 3, 2, 0], ['1000 3000 3']],
    ['from before, and still', [1, 1], ['0 1000 1 before last']],
    ['still', [0, 0, 1], ['2000 2000 1 last']],
  ])('%s', (_name, values, expected) => {
    expect(told(findAlertSpans(points(values), () => true))).toEqual(expected)
  })

  it('keeps what is wanted and has a state that is one', () => {
    expect(findAlertSpans(points([1]), (labels) => labels.get('severity') !== 'critical')).toEqual([])
    expect(findAlertSpans(points([1], { alertstate: 'constructor' }), () => true)).toEqual([])
    expect(findAlertSpans(points([1], { alertstate: 'pending' }), () => true)).toMatchObject([{ state: 'pending' }])
  })
})

it.each([
  ['critical', 'crit'],
  ['PAGE', 'crit'],
  ['error', 'crit'],
  ['warning', 'warn'],
  ['info', 'info'],
  ['', 'unknown'],
  ['none', 'unknown'],
  ['constructor', 'unknown'],
])('severity %j is %s', (severity, tone) => {
  expect(severityTone(severity)).toBe(tone)
})
