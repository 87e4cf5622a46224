import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { SilenceDraft } from '~/domain/alerts/model'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { SourceError } from '~/domain/sources'

export interface AlertStoreSubject {
  readonly store: AlertStore
  /** Makes it receive firing alerts with these labels. */
  fire(alerts: readonly Readonly<Record<string, string>>[]): Promise<void>
  stop(): Promise<void> | void
}

const HOUR_MS = 3_600_000
const hostile = '"} <img src=x onerror=alert(1)> \\ \n =~'

/** What every AlertStore must do, asked of one that `makeSubject` brings up. */
export function alertStoreContract(name: string, makeSubject: () => Promise<AlertStoreSubject>): void {
  describe(`${name} is an AlertStore`, { timeout: 30_000 }, () => {
    let subject: AlertStoreSubject
    const { signal } = new AbortController()
    const find = async (alertname: string) =>
      (await subject.store.alerts(signal)).filter(({ labels }) => labels.get('alertname') === alertname)
    const silence = (matchers: readonly LabelMatcher[], more: Partial<SilenceDraft> = {}): SilenceDraft => ({
      matchers,
      startsMs: Date.now(),
      endsMs: Date.now() + HOUR_MS,
      createdBy: 'ops',
      comment: 'works on it',
      ...more,
    })
    const named = (value: string): LabelMatcher => ({ name: 'alertname', op: '=', value })

    beforeAll(async () => {
      subject = await makeSubject()
    }, 30_000)
    afterAll(() => subject?.stop())

    test('tells an alert with its labels as they are, and who receives it', async () => {
      await subject.fire([{ alertname: 'Odd', severity: 'critical', note: hostile, __proto__x: 'y' }])
      await expect.poll(() => find('Odd'), { timeout: 10_000 }).toHaveLength(1)
      const [alert] = await find('Odd')
      expect(alert?.labels.get('note')).toBe(hostile)
      expect(alert?.receivers.length).toBeGreaterThan(0)
      expect(alert?.startsMs).toBeLessThanOrEqual(Date.now())
    })

    test('a silence hides what it matches, by each kind of matcher, and says which it was', async () => {
      await subject.fire([
        { alertname: 'Hidden', job: 'api', env: 'prod' },
        { alertname: 'Hidden', job: 'web', env: 'prod' },
        { alertname: 'Hidden', job: 'api', env: 'test' },
      ])
      const id = await subject.store.putSilence(
        silence([
          named('Hidden'),
          { name: 'job', op: '=~', value: 'a.*' },
          { name: 'env', op: '!=', value: 'test' },
          { name: 'none', op: '!~', value: '.+' },
        ]),
        signal,
      )
      await expect
        .poll(async () => (await find('Hidden')).filter(({ silencedBy }) => silencedBy.includes(id)), {
          timeout: 10_000,
        })
        .toHaveLength(1)
      const [hidden] = (await find('Hidden')).filter(({ state }) => state === 'suppressed')
      expect([hidden?.labels.get('job'), hidden?.labels.get('env')]).toEqual(['api', 'prod'])
      const muted = await subject.store.suppressed(signal)
      expect(muted.map(({ fingerprint, silencedBy }) => [fingerprint, silencedBy])).toEqual([
        [hidden?.fingerprint, [id]],
      ])
      const kept = (await subject.store.silences(signal)).find((one) => one.id === id)
      expect(kept).toMatchObject({ createdBy: 'ops', comment: 'works on it', state: 'active' })
      expect(kept?.matchers).toContainEqual({ name: 'none', op: '!~', value: '.+' })
      expect(kept?.matchers).toContainEqual({ name: 'env', op: '!=', value: 'test' })
    })

    test('a silence is changed by its id, and ends soon when it is expired', async () => {
      const id = await subject.store.putSilence(silence([named('Later')]), signal)
      const endsMs = Date.now() + 3 * HOUR_MS
      const longer = await subject.store.putSilence(silence([named('Later')], { id, endsMs }), signal)
      const found = async () => (await subject.store.silences(signal)).find((one) => one.id === longer)
      expect(Math.abs(((await found())?.endsMs ?? 0) - endsMs)).toBeLessThan(1_000)
      const kept = await found()
      if (kept === undefined) throw new Error('the silence is gone')
      await subject.store.expireSilence(kept, signal)
      await expect.poll(async () => (await found())?.state, { timeout: 15_000 }).toBe('expired')
    })

    test.each([
      ['no matcher', []],
      ['a matcher that matches the empty text alone', [{ name: 'a', op: '=~', value: '.*' }]],
      ['a pattern that is none', [{ name: 'a', op: '=~', value: '(' }]],
    ] as [string, LabelMatcher[]][])('F43 %s is refused in words', async (_, matchers) => {
      const refused: unknown = await subject.store
        .putSilence(silence(matchers), signal)
        .catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(SourceError)
      expect((refused as SourceError).kind).toBe('badRequest')
      expect((refused as SourceError).detail.message).not.toBe('')
    })

    test('F43 a silence that ends before it starts, or has ended, is refused', async () => {
      for (const endsMs of [Date.now() - HOUR_MS, Date.now() - 2 * HOUR_MS]) {
        const draft = silence([named('Past')], { startsMs: Date.now() - HOUR_MS * 1.5, endsMs })
        await expect(subject.store.putSilence(draft, signal)).rejects.toMatchObject({ kind: 'badRequest' })
      }
    })

    test('F46 a change of a silence that nobody knows is refused', async () => {
      const draft = silence([named('Gone')], { id: '00000000-0000-4000-8000-000000000000' })
      await expect(subject.store.putSilence(draft, signal)).rejects.toMatchObject({ kind: 'notFound' })
    })

    test('its status tells version, start and live configuration', async () => {
      const { version, startedMs, config } = await subject.store.status(signal)
      expect(version).toMatch(/\d/)
      expect(startedMs).toBeLessThanOrEqual(Date.now() + 1_000)
      expect(config).toContain('receiver')
    })
  })
}
