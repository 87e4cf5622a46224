import { describe, expect, it, test } from 'vitest'
import type { AlertRule } from '~/domain/alerts/model'
import { SourceError } from '~/domain/sources'
import { createKeptValues, type StorageArea } from '~/lib/storage'
import { alertStoreContract } from '~/testing/alert-store-contract'
import { createStorageArea } from '~/testing/storage-area'
import { createEmbeddedAlertStore } from './embedded-alert-store'
import { createKeptSilences } from './kept-silences'

const { signal } = new AbortController()

function subjectOf(storage: StorageArea, nowMs = Date.now) {
  let rules: readonly AlertRule[] = []
  const clock = { nowMs, offsetMs: () => 0 }
  const kept = createKeptSilences(
    createKeptValues(() => storage),
    nowMs,
  )
  const metrics = { ruleStates: async () => rules }
  const store = createEmbeddedAlertStore({ id: 'page', title: 'This browser', metrics, clock, kept })
  return {
    store,
    async fire(alerts: readonly Readonly<Record<string, string>>[], state: 'firing' | 'pending' = 'firing') {
      const rule = ruleOf()
      const told = alerts.map((labels) => ({
        labels: new Map(Object.entries(labels)),
        annotations: new Map(),
        state,
        activeMs: nowMs() - 60_000,
        value: 1,
      }))
      rules = [...rules, { ...rule, alerts: told }]
    },
    stop() {},
  }
}

function ruleOf(): AlertRule {
  return {
    ...{ name: 'r', group: 'g', file: 'f', query: 'x', forMs: 30_000, keepFiringMs: 0, state: 'firing', health: 'ok' },
    ...{ lastError: '', evaluatedMs: null, evaluationMs: 1, intervalMs: 15_000, alerts: [] },
    labels: new Map(),
    annotations: new Map(),
  }
}

alertStoreContract('the store in the page', async () => subjectOf(createStorageArea()))

const draft = (value: string, more: object = {}) => ({
  matchers: [{ name: 'alertname', op: '=' as const, value }],
  startsMs: Date.now() - 1_000,
  endsMs: Date.now() + 3_600_000,
  createdBy: 'ops',
  comment: 'c',
  ...more,
})

describe('the store in the page', () => {
  it('has its silences after a reload, and in another tab at once', async () => {
    const storage = createStorageArea()
    const [one, other] = [subjectOf(storage), subjectOf(storage)]
    const id = await one.store.putSilence(draft('A'), signal)
    await other.fire([{ alertname: 'A' }])
    expect((await other.store.alerts(signal))[0]).toMatchObject({ state: 'suppressed', silencedBy: [id] })
  })

  it('starts a silence now that says it started before, and expires it at once', async () => {
    const { store, fire } = subjectOf(createStorageArea())
    await store.putSilence(draft('A'), signal)
    await fire([{ alertname: 'A' }])
    const [kept] = await store.silences(signal)
    if (kept === undefined) throw new Error('none')
    expect(Math.abs(kept.startsMs - Date.now())).toBeLessThan(1_000)
    await store.expireSilence(kept, signal)
    expect((await store.silences(signal))[0]?.state).toBe('expired')
    expect((await store.alerts(signal))[0]?.silencedBy).toEqual([])
  })

  it('tells of no alert that is only pending', async () => {
    const { store, fire } = subjectOf(createStorageArea())
    await fire([{ alertname: 'A' }], 'pending')
    expect(await store.alerts(signal)).toEqual([])
  })

  it('throws nothing but SourceErrors', async () => {
    const clock = { nowMs: Date.now, offsetMs: () => 0 }
    const kept = createKeptSilences(
      createKeptValues(() => undefined),
      Date.now,
    )
    const metrics = { ruleStates: () => Promise.reject(new Error('x')) }
    const store = createEmbeddedAlertStore({ id: 'page', title: 'p', metrics, clock, kept })
    await expect(store.alerts(signal)).rejects.toBeInstanceOf(SourceError)
  })

  test.each([
    '[]',
    '"null"',
    '{"version":2,"silences":[]}',
    '{"version":1,"silences":[{"id":"../../x","matchers":[]}]}',
    '{"__proto__":{"silences":[]}}',
    'x'.repeat(100_000),
  ])('H56 puts aside what it cannot read: %.40s', async (junk) => {
    const storage = createStorageArea()
    storage.setItem('lookout.silences', junk)
    const { store } = subjectOf(storage)
    expect(await store.silences(signal)).toEqual([])
    expect(storage.entries.get('lookout.silences.bad')).toBe(junk)
    await store.putSilence(draft('A'), signal)
    expect(await store.silences(signal)).toHaveLength(1)
  })

  it('keeps no more than there is room for: expired ones go first, then it refuses', async () => {
    const storage = createStorageArea()
    let nowMs = Date.now()
    const { store } = subjectOf(storage, () => nowMs)
    const comment = 'y'.repeat(10_000)
    await store.putSilence(draft('old', { comment, endsMs: nowMs + 1_000 }), signal)
    nowMs += 2_000
    for (const name of ['a', 'b', 'c', 'd']) await store.putSilence(draft(name, { comment }), signal)
    await expect(store.putSilence(draft('e', { comment }), signal)).rejects.toMatchObject({ kind: 'badRequest' })
    expect((await store.silences(signal)).map(({ matchers }) => matchers[0]?.value)).toEqual(['d', 'c', 'b', 'a'])
  })
})
