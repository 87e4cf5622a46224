import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInThreadDecoder } from '~/data/decode/decoder'
import { alertKey } from '~/domain/alerts/alert-key'
import { labelsKey } from '~/domain/series/frame'
import { bodyOf } from '~/testing/prometheus-bodies'
import { createReceivedReader, createRulesReader } from './alert-reader'
import { packAlerts, readAlertsOnce } from './pack-alerts'

const decoder = createInThreadDecoder()
const decodeReceived = (document: unknown) => createReceivedReader(decoder)(bodyOf(document))

const alert = {
  fingerprint: 'f',
  labels: JSON.parse('{"alertname":"Up","__proto__":"kept","number":1}'),
  annotations: {},
  startsAt: '2026-01-02T03:04:05.678901234Z',
  endsAt: '2026-01-02T03:09:05Z',
  receivers: [{ name: 'team' }],
  status: { state: 'suppressed', silencedBy: ['s', 1], inhibitedBy: null },
}

test('an alert is read, and what may be missing may be', async () => {
  const [read, ...others] = await decodeReceived([alert])
  expect(others).toEqual([])
  expect([...(read?.labels ?? [])]).toEqual([
    ['alertname', 'Up'],
    ['__proto__', 'kept'],
  ])
  expect(read).toMatchObject({
    startsMs: Date.parse('2026-01-02T03:04:05.678Z'),
    receivers: ['team'],
    silencedBy: ['s'],
    inhibitedBy: [],
    generatorUrl: '',
  })
  const { labels: _, receivers: __, ...bare } = alert
  expect((await decodeReceived([bare]))[0]).toMatchObject({ labels: new Map(), receivers: [] })
  expect(await decodeReceived(null)).toEqual([])
})

test('thousands are read in their order', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => ({ ...alert, fingerprint: String(i) }))
  const read = await decodeReceived(many)
  expect(read.map(({ fingerprint }) => fingerprint)).toEqual(many.map(({ fingerprint }) => fingerprint))
})

test.each([
  ['no list', {}, ''],
  ['no alert', [alert, 1], '/1'],
  ['no fingerprint', [{ ...alert, fingerprint: 1 }], '/0/fingerprint'],
  ['labels that are a list', [{ ...alert, labels: [] }], '/0/labels'],
  ['a time that is none', [{ ...alert, startsAt: 'soon' }], '/0/startsAt'],
  ['no time', [{ ...alert, endsAt: undefined }], '/0/endsAt'],
  ['a receiver without a name', [{ ...alert, receivers: [{}] }], '/0/receivers/0/name'],
  ['a state of its own', [{ ...alert, status: { state: 'odd' } }], '/0/status/state'],
])('%s is refused with its place', async (_, document, path) => {
  await expect(decodeReceived(document)).rejects.toMatchObject({
    kind: 'badPayload',
    message: expect.stringContaining(`cannot be read: ${path} must be `),
  })
})

const rulesOf = (...alerts: readonly unknown[][]) => ({
  status: 'success',
  data: {
    groups: [
      {
        ...{ name: 'g', file: 'f', interval: 15 },
        rules: alerts.map((own, i) => ({
          ...{ type: 'alerting', name: `r${i}`, query: 'up == 0', duration: 60, state: 'firing', health: 'ok' },
          alerts: own,
        })),
      },
    ],
  },
})
const ruleAlert = (labels: Record<string, string>, value = '1e+00', annotations = {}) => ({
  ...{ labels, annotations, state: 'firing', activeAt: '2026-01-02T03:04:05Z', value },
})

describe('answer after answer', () => {
  test('rules keep their own alerts, in order, with their values', async () => {
    const read = createRulesReader(decoder)
    const [one, none, two] = await read(
      bodyOf(rulesOf([ruleAlert({ a: '1' }), ruleAlert({ a: '2' }, '+Inf')], [], [ruleAlert({ a: '3' }, 'NaN')])),
    )
    expect(one?.alerts.map(({ value }) => value)).toEqual([1, Number.POSITIVE_INFINITY])
    expect(none?.alerts).toEqual([])
    expect(two?.alerts).toEqual([
      {
        ...{ labels: new Map([['a', '3']]), annotations: new Map(), state: 'firing', value: Number.NaN },
        activeMs: Date.parse('2026-01-02T03:04:05Z'),
      },
    ])
    expect(one).toMatchObject({ name: 'r0', group: 'g', intervalMs: 15_000, forMs: 60_000 })
  })

  test('an alert that its rule only keeps firing has no value of now', async () => {
    const kept = { ...ruleAlert({ a: '1' }, '20'), keepFiringSince: '2026-01-02T03:05:05Z' }
    const never = { ...ruleAlert({ a: '2' }, '20'), keepFiringSince: '0001-01-01T00:00:00Z' }
    const [rule] = await createRulesReader(decoder)(bodyOf(rulesOf([kept, never])))
    expect(rule?.alerts.map(({ state, value }) => [state, value])).toEqual([
      ['firing', null],
      ['firing', 20],
    ])
  })

  test('labels that were there before are the same object; their value is the new one', async () => {
    const read = createRulesReader(decoder)
    const [before] = await read(bodyOf(rulesOf([ruleAlert({ a: '1' }), ruleAlert({ a: '2' })])))
    const [after] = await read(bodyOf(rulesOf([ruleAlert({ a: '3' }), ruleAlert({ a: '2' }, '7')])))
    expect(after?.alerts[1]?.labels).toBe(before?.alerts[1]?.labels)
    expect(after?.alerts[1]?.value).toBe(7)
    expect(after?.alerts[0]?.labels).toEqual(new Map([['a', '3']]))
  })

  test('what was read once for all is what the next answers read', async () => {
    const [one, other] = [ruleAlert({ a: '1' }, '1', { summary: 's' }), ruleAlert({ __proto__: 'kept', a: '2' }, 'NaN')]
    let isFirst = true
    const read = createRulesReader({
      decodeAlerts: async (body, task) => {
        const decode = isFirst ? readAlertsOnce : packAlerts
        isFirst = false
        return decode(body, task)
      },
    })
    const first = await read(bodyOf(rulesOf([one, other], [one])))
    expect(first).toEqual(await createRulesReader(decoder)(bodyOf(rulesOf([one, other], [one]))))
    expect(await read(bodyOf(rulesOf([one, other], [one])))).toEqual(first)
    expect(await read(bodyOf(rulesOf([other])))).toMatchObject([{ alerts: [{ labels: first[0]?.alerts[1]?.labels }] }])
  })

  test('an answer that cannot be read, and a decoder that has forgotten, cost no alert', async () => {
    let forgets = false
    const read = createRulesReader({
      decodeAlerts: (body, task) => decoder.decodeAlerts(body, forgets ? { ...task, base: 0.5 } : task),
    })
    const body = () => bodyOf(rulesOf([ruleAlert({ a: '1' }, '1', { summary: 's' })]))
    const first = await read(body())
    await expect(read(bodyOf({ data: {} }))).rejects.toMatchObject({ kind: 'badPayload' })
    expect(await read(body())).toEqual(first)
    forgets = true
    expect(await read(body())).toEqual(first)
  })

  test('answers that overtake one another are each read whole', async () => {
    const read = createRulesReader(decoder)
    await read(bodyOf(rulesOf([ruleAlert({ a: '1' }), ruleAlert({ a: '2' })])))
    const [left, right] = await Promise.all([
      read(bodyOf(rulesOf([ruleAlert({ a: '2' })]))),
      read(bodyOf(rulesOf([ruleAlert({ a: '3' }), ruleAlert({ a: '1' })]))),
    ])
    const labelsOf = (rules: typeof left) => rules.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.get('a')))
    expect([labelsOf(left), labelsOf(right)]).toEqual([['2'], ['3', '1']])
  })

  test('any run of answers reads as each does alone', async () => {
    const texts = fc.dictionary(fc.string({ maxLength: 4 }), fc.constantFrom('', 'x', 'y', '__proto__', '\u{1f600}'), {
      maxKeys: 3,
    })
    const alert = fc.record({
      fingerprint: fc.string(),
      ...{ labels: texts, annotations: texts },
      startsAt: fc.constantFrom('2026-01-02T03:04:05Z', '2026-01-02T03:04:06.5Z'),
      endsAt: fc.constant('2026-01-02T03:09:05Z'),
      receivers: fc.array(fc.record({ name: fc.constantFrom('a', 'b') }), { maxLength: 2 }),
      status: fc.record({
        state: fc.constantFrom('active', 'suppressed', 'unprocessed'),
        silencedBy: fc.array(fc.constantFrom('s', 't'), { maxLength: 2 }),
        inhibitedBy: fc.constant([]),
      }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(alert, { maxLength: 6 }), { maxLength: 4 }), async (answers) => {
        const read = createReceivedReader(decoder)
        for (const answer of answers) {
          const found = await read(bodyOf(answer))
          expect(found).toEqual(await decodeReceived(answer))
          expect(found.map(({ fingerprint }) => fingerprint)).toEqual(answer.map(({ fingerprint }) => fingerprint))
          for (const { labels } of found) expect(alertKey(labels)).toBe(labelsKey(labels))
        }
      }),
      { numRuns: 60 },
    )
  })
})
