import { expect, test } from 'vitest'
import { decodeRouting } from '~/domain/alerts/routing/decode-routing'
import { routeOf } from '~/domain/alerts/routing/route-of'
import type { MatchOp } from '~/domain/promql/matchers'
import { spellArrivals, spellDuration, spellInhibitRule, spellMatcher, spellSettings } from './words'

test.each<[MatchOp, string, string]>([
  ['=', 'critical', 'a is critical'],
  ['!=', 'critical', 'a is not critical'],
  ['=', '', 'a is not set'],
  ['!=', '', 'a is set'],
  ['=~', 'x|y|z', 'a is x, y or z'],
  ['!~', '(x|y)', 'a is not x or y'],
  ['=~', 'x|', 'a is x or not set'],
  ['=~', '.+', 'a is set'],
  ['!~', '.+', 'a is not set'],
  ['=~', 'x.*', 'a matches /x.*/'],
  ['!~', '[xy]', 'a does not match /[xy]/'],
])('a matcher with %s %j is "%s"', (op, value, words) => {
  expect(spellMatcher({ name: 'a', op, value })).toBe(words)
})

test.each([
  [0, '0 s'],
  [10_000, '10 s'],
  [5_400_000, '1 h 30 min'],
  [86_400_000, '1 d'],
])('%d ms is %s', (durationMs, words) => {
  expect(spellDuration(durationMs)).toBe(words)
})

test('who is told, after how long and how often again', () => {
  const { root, receivers, inhibitRules } = decodeRouting(`
route:
  receiver: mail
  group_by: [alertname]
  routes:
    - { matchers: [severity="critical"], receiver: pager, group_wait: 0s, repeat_interval: 1h, continue: true }
    - { matchers: [team="db"], receiver: nobody, mute_time_intervals: [nights], group_by: ['...'] }
receivers:
  - { name: mail, email_configs: [{ to: a@b.example }] }
  - { name: pager, webhook_configs: [{ url: http://a.example }] }
  - name: nobody
inhibit_rules:
  - { source_matchers: [severity="critical"], target_match: { severity: warning }, target_match_re: { alertname: A|B }, equal: [team, job] }
`)
  const both = routeOf(root, new Map(Object.entries({ severity: 'critical', team: 'db' })))
  expect(spellArrivals(both, receivers)).toBe(
    'Reaches pager at once and again every 1 h, then nobody, which sends nothing, after 30 s and again every 4 h (not during nights).',
  )
  expect(spellSettings(both[0]?.route ?? root, root)).toEqual(['first at once', 'again every 1 h'])
  expect(spellSettings(both[1]?.route ?? root, root)).toEqual(['one message per alert'])
  expect(spellSettings(root, undefined)).toHaveLength(4)
  expect(inhibitRules.map(spellInhibitRule)).toEqual([
    'While any alert of which severity is critical fires, A or B (severity is warning) is not sent, where both have the same team and job.',
  ])
})
