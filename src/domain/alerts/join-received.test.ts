import { describe, expect, it } from 'vitest'
import { joinReceived, type StoreWord } from './join-received'
import { mergeAlerts } from './merge-alerts'
import type { AlertRule, ReceivedAlert } from './model'

const NOW_MS = 1_800_000_000_000
const MINUTE_MS = 60_000

function alertOf(name: string, more: Partial<ReceivedAlert> = {}): ReceivedAlert {
  const labels = new Map([['alertname', name]])
  const base = { fingerprint: name, labels, annotations: new Map(), startsMs: 0, endsMs: NOW_MS, generatorUrl: '' }
  return { ...base, state: 'active', receivers: ['team'], silencedBy: [], inhibitedBy: [], ...more }
}

const silenced = (name: string) => alertOf(name, { state: 'suppressed', silencedBy: ['s'] })
const told = (...alerts: readonly ReceivedAlert[]) => ({ alerts, heardMs: NOW_MS })
const answering = (...alerts: readonly ReceivedAlert[]): StoreWord => {
  return { title: 'A', now: told(...alerts), why: null, last: told(...alerts) }
}
/** One that was heard four minutes ago. */
const away = (...alerts: readonly ReceivedAlert[]): StoreWord => {
  return { title: 'B', now: null, why: 'B is away.', last: { alerts, heardMs: NOW_MS - 4 * MINUTE_MS } }
}
const ruleOf = (name: string, fires = true) =>
  ({
    name,
    forMs: 0,
    intervalMs: 1,
    alerts: fires ? [{ ...alertOf(name), state: 'firing', activeMs: NOW_MS - 60 * MINUTE_MS, value: 1 }] : [],
  }) as unknown as AlertRule
const deliveries = (words: readonly StoreWord[], rules: readonly AlertRule[] = []) =>
  Object.fromEntries(mergeAlerts(rules, joinReceived(words), NOW_MS).map(({ name, delivery }) => [name, delivery]))

describe('several Alertmanagers', () => {
  it('have each alert once, sent where one of them sends it, to the receivers of all', () => {
    const sent = alertOf('a', { receivers: ['other'] })
    for (const words of [
      [answering(silenced('a')), answering(sent)],
      [answering(sent), answering(silenced('a'))],
    ]) {
      expect(deliveries(words)['a']).toMatchObject({ kind: 'delivered', receivers: ['other', 'team'] })
    }
    expect(deliveries([answering(silenced('a')), answering(silenced('a'))])['a']).toMatchObject({ kind: 'silenced' })
  })

  it('are believed as far as they answer; the word of one that does not is old', () => {
    const words = [answering(silenced('a')), away(alertOf('a'), silenced('b'))]
    const found = deliveries(words, [ruleOf('a'), ruleOf('b'), ruleOf('c')])
    expect(found['a']).toMatchObject({ kind: 'silenced' })
    const last = { kind: 'silenced', receivers: ['team'], heardMs: NOW_MS - 4 * MINUTE_MS }
    expect(found['b']).toEqual({ kind: 'unasked', why: 'B is away.', last })
    expect(found['c']).toEqual({ kind: 'unasked', why: 'B is away.' })
  })
})

it('without one there is nobody to ask', () => {
  expect(joinReceived([])).toEqual({ ok: false, alerts: [], why: 'No Alertmanager is configured.' })
})

it.each([
  ['silenced', silenced('a'), 'silenced'],
  ['delivered', alertOf('a'), 'delivered'],
  ['inhibited', alertOf('a', { state: 'suppressed', inhibitedBy: ['x'] }), 'inhibited'],
] as const)('an alert that was %s by an Alertmanager that is away now is not said to be so', (_, alert, kind) => {
  expect(deliveries([away(alert)], [ruleOf('a')])['a']).toMatchObject({ kind: 'unasked', last: { kind } })
})

it('what only an Alertmanager that is away had told is no news, and what our own rules ended is over', () => {
  const found = deliveries([away(alertOf('ended'), alertOf('elsewhere'))], [ruleOf('ended', false)])
  expect(found).toEqual({ elsewhere: expect.objectContaining({ kind: 'unasked' }) })
})

it('one that has just started is believed in what it was sent again, and not in what it lacks', () => {
  const started: StoreWord = { ...away(silenced('a'), silenced('b')), now: told(silenced('a')), why: 'just started' }
  const found = deliveries([started], [ruleOf('a'), ruleOf('b')])
  expect(found['a']).toMatchObject({ kind: 'silenced' })
  expect(found['b']).toMatchObject({ kind: 'unasked', last: { kind: 'silenced' } })
})
