import { describe, expect, it } from 'vitest'
import { normaliseExpr } from '~/domain/promql/normalise'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { labelsKey } from '~/domain/series/frame'
import { SourceError } from '~/domain/sources'
import {
  countFiring,
  FIRING_EXPR,
  type FiringGroup,
  firingOfRows,
  needOf,
  readAlerts,
  readFiring,
  seriesExpr,
  splitMuted,
} from './firing'
import { judgeFiring } from './firing-state'
import { createHearing, mergeAlerts, type Received } from './merge-alerts'
import type { AlertRule, ReceivedAlert } from './model'

type Texts = Readonly<Record<string, string>>

function sampleOf(texts: Texts, value = 1) {
  const labels = new Map(Object.entries(texts))
  return { labels, key: labelsKey(labels), value }
}

const seriesOf = (texts: Texts) => sampleOf({ __name__: 'ALERTS', alertstate: 'firing', ...texts })

function receivedOf(texts: Texts, more: Partial<ReceivedAlert> = {}): ReceivedAlert {
  const labels = new Map(Object.entries(texts))
  const base = { fingerprint: labelsKey(labels), labels, annotations: new Map(), startsMs: 0, endsMs: 1 }
  return { ...base, state: 'active', receivers: [], silencedBy: [], inhibitedBy: [], generatorUrl: '', ...more }
}

const silenced = (texts: Texts) => receivedOf(texts, { state: 'suppressed', silencedBy: ['s'] })

/** One world of alerts, as each of the places that count them hears of it. */
const WORLD: readonly Texts[] = [
  { alertname: 'Watchdog', severity: 'none' },
  { alertname: 'DeadMansSwitch', severity: 'critical', platform: 'shorts' },
  { alertname: 'Down', severity: 'critical', platform: 'shorts', instance: 'a' },
  { alertname: 'Down', severity: 'critical', platform: 'shorts', instance: 'b' },
  { alertname: 'Slow', severity: 'warning', platform: 'trends' },
  { alertname: 'Full', severity: 'page', instance: 'c' },
  { alertname: 'Odd', severity: 'odd' },
  { alertname: 'Bare' },
  { alertname: 'Deploys', severity: 'info', platform: 'shorts' },
]
const SILENCED = silenced({ ...WORLD[3], cluster: 'x' })

/** The answer to `FIRING_EXPR`. */
function groupsOf(world: readonly Texts[]): readonly FiringGroup[] {
  const counts = new Map<string, number>()
  for (const { alertname = '', severity, platform } of world) {
    const key = JSON.stringify({ alertname, severity, platform })
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return readFiring([...counts].map(([key, count]) => sampleOf(JSON.parse(key) as Texts, count)))
}

function ruleOf(texts: Texts): AlertRule {
  const alert = { labels: new Map(Object.entries(texts)), annotations: new Map(), activeMs: 0, value: 1 }
  const name = texts['alertname'] ?? ''
  return { name, forMs: 0, intervalMs: 1, alerts: [{ ...alert, state: 'firing' }] } as unknown as AlertRule
}

function knownOf(world: readonly Texts[], received: Received) {
  const { find, deliveryOf } = createHearing(received)
  const alerts = readAlerts(world.map(seriesOf), (labels) => deliveryOf(find(labels) ?? null, 0, 0))
  return splitMuted(groupsOf(world), alerts)
}

describe('what is asked', () => {
  it('is one question in the form that the page asks it in', () => {
    expect(normaliseExpr(FIRING_EXPR)).toBe(FIRING_EXPR)
  })

  it('is no question where nothing is named, and one that a name cannot change', () => {
    expect(seriesExpr([])).toBeNull()
    const expr = seriesExpr(['b.c', 'a"} or up{x="', 'b.c'])
    expect(expr).toBe('topk(2000,ALERTS{alertstate="firing",alertname=~"a\\"\\\\} or up\\\\{x=\\"|b\\\\.c"})')
    expect(parsePromql(expr ?? '').kind).toBe('aggregate')
  })
})

describe('the count', () => {
  it('is the same from series and from rows, with the same things left out', () => {
    const received: Received = { ok: true, alerts: [SILENCED] }
    const rows = mergeAlerts(WORLD.map(ruleOf), received, 10)
    const known = knownOf(WORLD, received)
    const order = (groups: readonly FiringGroup[]) => groups.map((group) => JSON.stringify(group)).sort()
    expect(order(firingOfRows(rows).loud)).toEqual(order(known.loud))
    expect(countFiring(known.loud)).toEqual({ critical: 2, warning: 3 })
    expect(known.muted).toEqual([{ name: 'Down', severity: 'critical', platform: 'shorts', count: 1 }])
    expect(known.doubtful).toBe(0)
  })

  it('leaves out what was silenced when that was last known, and says so', () => {
    const received: Received = { ok: false, alerts: [], why: 'away', old: [{ alert: SILENCED, heardMs: 1 }] }
    const known = knownOf(WORLD, received)
    expect(countFiring(known.loud)).toEqual({ critical: 2, warning: 3 })
    expect(known.doubtful).toBe(1)
    expect(firingOfRows(mergeAlerts(WORLD.map(ruleOf), received, 10))).toMatchObject({ doubtful: 1 })
  })

  it('takes nothing for silenced that it does not see itself', () => {
    expect(splitMuted(groupsOf(WORLD), []).muted).toEqual([])
    const elsewhere = silenced({ alertname: 'Down', severity: 'critical', platform: 'shorts', instance: 'z' })
    expect(countFiring(knownOf(WORLD, { ok: true, alerts: [elsewhere] }).loud).critical).toBe(3)
  })

  it('is no part of what Alertmanager alone tells of', () => {
    const rows = mergeAlerts([], { ok: true, alerts: [receivedOf({ alertname: 'Other', severity: 'critical' })] }, 10)
    expect(countFiring(firingOfRows(rows).loud)).toEqual({ critical: 0, warning: 0 })
  })

  it.each([
    ['critical', 'critical'],
    ['page', 'critical'],
    ['WARNING', 'warning'],
    ['', 'warning'],
    ['whatever', 'warning'],
    ['info', 'note'],
    ['none', 'note'],
  ])('severity %j is %s', (severity, need) => expect(needOf(severity)).toBe(need))
})

describe('what is said of it', () => {
  const known = { loud: groupsOf(WORLD.slice(2, 5)), muted: [], doubtful: 0 }
  const facts = { known, error: null, isPartial: false, ageMs: 1_000, oldAfterMs: 65_000 }
  const count = { critical: 2, warning: 1 }

  it('is the count alone while it is of now', () => {
    expect(judgeFiring(facts)).toEqual({ count, doubt: '', isCurrent: true })
  })

  it.each([
    [
      'Prometheus is away',
      { error: new SourceError({ kind: 'unreachable', message: 'Gone.' }) },
      /not known: Gone\. 3 fired/,
    ],
    ['it was not asked for a while', { ageMs: 65_001 }, /not asked.*3 fired/],
  ])('is that it is old where %s', (_, more, doubt) => {
    const said = judgeFiring({ ...facts, ...more })
    expect(said).toMatchObject({ count, isCurrent: false })
    expect(said.doubt).toMatch(doubt)
  })

  it.each([
    ['not all stores answered', { isPartial: true }, /more may fire/],
    [
      'some were silenced when Alertmanager was heard last',
      { known: { ...known, doubtful: 2 } },
      /2 more that were silenced/,
    ],
  ])('is that there may be more where %s', (_, more, doubt) => {
    const said = judgeFiring({ ...facts, ...more })
    expect(said).toMatchObject({ count, isCurrent: true })
    expect(said.doubt).toMatch(doubt)
  })

  it('is that nobody knows where Prometheus never answered, and nothing before it was asked', () => {
    const error = new SourceError({ kind: 'unreachable', message: 'Gone.' })
    const none = { ...facts, known: undefined, ageMs: null }
    expect(judgeFiring({ ...none, error })).toMatchObject({
      count: null,
      doubt: 'How many alerts fire is not known: Gone.',
    })
    expect(judgeFiring(none)).toEqual({ count: null, doubt: '', isCurrent: false })
  })
})
