import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { LabelMatcher, MatchOp } from '~/domain/promql/matchers'
import { HOUR_MS, MINUTE_MS } from '~/domain/time/duration'
import type { Silence } from './model'
import {
  createMatch,
  describeLeft,
  expiredSilences,
  extendedSilence,
  faultsOf,
  fieldOfRefusal,
  findMade,
  matchersOf,
  newSilence,
  newSilencePath,
  parseMatchers,
  parseSilenceEnd,
  printMatchers,
} from './silencing'

const NOW_MS = Date.UTC(2026, 0, 28, 12)
const job = (op: MatchOp, value: string): LabelMatcher => ({ name: 'job', op, value })

function silence(more: Partial<Silence> = {}): Silence {
  const times = { startsMs: NOW_MS - HOUR_MS, endsMs: NOW_MS + HOUR_MS, updatedMs: NOW_MS - HOUR_MS }
  return { id: 'a', matchers: [job('=', 'api')], ...times, createdBy: 'ops', comment: 'c', state: 'active', ...more }
}

describe('what a silence matches', () => {
  const letters = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'a\nb', 'B')
  const names = fc.constantFrom('alertname', 'job', 'env', '__proto__', 'constructor')
  const patterns = fc.constantFrom('a', 'a|b', 'a.*', '.+', '.*', '', '[ab]+', '(?i)b', 'a.b')
  const matcher = fc.oneof(
    fc.record({ name: names, op: fc.constantFrom<MatchOp>('=', '!='), value: letters }),
    fc.record({ name: names, op: fc.constantFrom<MatchOp>('=~', '!~'), value: patterns }),
  )
  const labels = fc.uniqueArray(fc.tuple(names, letters), { selector: ([name]) => name }).map((pairs) => new Map(pairs))

  /** The patterns above by JavaScript's engine, which reads them the same but for the flag. */
  function accepts({ op, value }: LabelMatcher, text: string): boolean {
    const regex = value.startsWith('(?i)') ? new RegExp(`^(?:${value.slice(4)})$`, 'i') : new RegExp(`^(?:${value})$`)
    if (op === '=') return text === value
    if (op === '!=') return text !== value
    return regex.test(text) === (op === '=~')
  }

  it('is what all matchers accept, an absent label as the empty text', () => {
    fc.assert(
      fc.property(fc.array(matcher, { minLength: 1, maxLength: 4 }), labels, (matchers, one) => {
        const expected = matchers.every((each) => accepts(each, one.get(each.name) ?? ''))
        expect(createMatch(matchers)(one)).toBe(expected)
      }),
    )
  })

  it('is the alert itself where its labels are the matchers, and what they say survives an address', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z_]{1,6}$/), fc.string({ unit: 'grapheme' })), (object) => {
        const one = new Map(Object.entries({ ...object, alertname: 'Slow' }))
        const matchers = matchersOf(one)
        expect(matchers[0]?.name).toBe('alertname')
        expect(createMatch(matchers)(one)).toBe(true)
        const address = new URL(newSilencePath(matchers), 'http://x')
        expect(parseMatchers(address.searchParams.get('filter') ?? '')).toEqual({ ok: true, value: matchers })
      }),
    )
  })

  it('is nothing for no matchers and for a pattern that is none', () => {
    expect(createMatch([])(new Map([['job', 'api']]))).toBe(false)
    expect(createMatch([job('=~', '(')])(new Map())).toBe(false)
  })

  test('H62 a hostile pattern is refused or quick', () => {
    const startMs = performance.now()
    createMatch([job('=~', '(a+)+$')])(new Map([['job', `${'a'.repeat(10_000)}!`]]))
    expect(
      faultsOf(newSilence(parts({ matchers: [job('=~', 'x{1000}{1000}')] }), NOW_MS), NOW_MS).get('matchers'),
    ).toMatch(/^job: /)
    expect(performance.now() - startMs).toBeLessThan(2_000)
  })
})

test.each([
  ['{a="b"}', [{ name: 'a', op: '=', value: 'b' }]],
  [
    'a="b",c=~"d|e"',
    [
      { name: 'a', op: '=', value: 'b' },
      { name: 'c', op: '=~', value: 'd|e' },
    ],
  ],
  [
    '{a!="b",c!~"d"}',
    [
      { name: 'a', op: '!=', value: 'b' },
      { name: 'c', op: '!~', value: 'd' },
    ],
  ],
  ['', []],
  ['{}', []],
  // What Alertmanager takes and PromQL does not.
  ['{severity=critical}', [{ name: 'severity', op: '=', value: 'critical' }]],
  ['job=~api.*', [job('=~', 'api.*')]],
  ['{"service.name"="x"}', [{ name: 'service.name', op: '=', value: 'x' }]],
  // A pattern that is none is told where it can be mended.
  ['{job=~"("}', [job('=~', '(')]],
])('reads matchers as Alertmanager takes them: %s', (text, value) => {
  expect(parseMatchers(text)).toEqual({ ok: true, value })
})

test.each(['{a=b"', 'a', '{a="b"} x', '{"><img src=x onerror=alert(1)>="b"}'])('refuses %s in words', (text) => {
  const result = parseMatchers(text)
  expect(result.ok).toBe(false)
  expect(!result.ok && result.message).not.toBe('')
})

test('prints matchers with what quotes need', () => {
  expect(printMatchers([job('=', 'a"b\\c\n')])).toBe('{job="a\\"b\\\\c\\n"}')
})

const parts = (more: object = {}) => ({
  matchers: [job('=', 'api')],
  endsMs: NOW_MS + HOUR_MS,
  createdBy: 'ops',
  comment: 'c',
  ...more,
})

test.each([
  [{}, []],
  [{ matchers: [] }, [['matchers', 'At least one matcher is needed.']]],
  [{ matchers: [job('=', '')] }, [['matchers', expect.stringMatching(/must not match the empty text/)]]],
  [{ matchers: [job('=~', '.*'), job('!=', 'x')] }, [['matchers', expect.stringMatching(/must not match the empty/)]]],
  [{ matchers: [job('=~', '.*'), job('!~', '')] }, []],
  [
    { matchers: [job('=~', '(')] },
    [['matchers', expect.stringMatching(/^job: error parsing regexp: missing closing \)/)]],
  ],
  [{ matchers: [{ name: 'a-b', op: '=', value: 'x' }] }, [['matchers', '"a-b" is no name of a label.']]],
  [{ matchers: [{ name: '', op: '=', value: 'x' }] }, [['matchers', 'A matcher has no label name.']]],
  [{ endsMs: NOW_MS }, [['ends', 'The end is past.']]],
  [{ endsMs: Number.NaN }, [['ends', 'The end is past.']]],
  [{ createdBy: ' ' }, [['createdBy', 'Say who you are.']]],
  [{ comment: '\n' }, [['comment', 'Say why, for who finds the silence.']]],
])('F43 what is wrong with %j is said at its field', (more, expected) => {
  expect([...faultsOf(newSilence(parts(more), NOW_MS), NOW_MS)]).toEqual(expected)
})

test.each([
  ['start time must be before end time', 'ends'],
  ["end time can't be in the past", 'ends'],
  ['silence invalid: at least one matcher must not match the empty string', 'matchers'],
  ['silence invalid: invalid label matcher 0: error parsing regexp: missing closing ): `^(?:()$`', 'matchers'],
  ['silence invalid: invalid label matcher 0: invalid label name "a-b"', 'matchers'],
  ['silence invalid: at least one matcher required', 'matchers'],
  ['exceeded maximum number of silences: 10 (limit: 10)', null],
  ['silence exceeded maximum size: 70000 bytes (limit: 65536 bytes)', null],
])('F43 a refusal finds its field: %s', (message, field) => {
  expect(fieldOfRefusal(message)).toBe(field)
})

test.each([
  ['4h', NOW_MS + 4 * HOUR_MS],
  ['1d12h', NOW_MS + 36 * HOUR_MS],
  ['1w', NOW_MS + 168 * HOUR_MS],
  ['2026-01-28 15:30', Date.UTC(2026, 0, 28, 14, 30)],
  ['2026-01-28T15:30:00Z', Date.UTC(2026, 0, 28, 15, 30)],
  ['now+90m', NOW_MS + 90 * MINUTE_MS],
])('a silence ends %s', (text, ms) => {
  expect(parseSilenceEnd(text, NOW_MS, 'Europe/Berlin')).toEqual({ ok: true, value: ms })
})

test.each(['', 'soon', '0', '0s', 'now-1h', '2020-01-01', '-4h', '9'.repeat(400), '8000y', '280000y', 'now+8000y'])(
  'no end is %s',
  (text) => {
    expect(parseSilenceEnd(text, NOW_MS, 'UTC').ok).toBe(false)
  },
)

test('the one that a lost answer made is told from those like it', () => {
  const draft = newSilence(parts({ matchers: [job('=', 'api'), { name: 'a', op: '=', value: 'b' }] }), NOW_MS)
  const made = silence({ id: 'made', matchers: [...draft.matchers].reverse(), endsMs: draft.endsMs + 1 })
  const others = [
    { ...made, endsMs: draft.endsMs + 1_000 },
    { ...made, comment: 'd' },
    { ...made, createdBy: 'dev' },
    { ...made, matchers: [job('=', 'api')] },
    { ...made, state: 'expired' as const },
  ]
  expect(findMade(draft, others)).toBeUndefined()
  expect(findMade(draft, [...others, made])).toBe(made)
})

test('an active one is extended from its end, one that has ended from now and as another', () => {
  expect(extendedSilence(silence(), HOUR_MS, NOW_MS)).toMatchObject({ id: 'a', endsMs: NOW_MS + 2 * HOUR_MS })
  const ended = silence({ state: 'expired', endsMs: NOW_MS - HOUR_MS })
  expect(extendedSilence(ended, HOUR_MS, NOW_MS)).toEqual(newSilence(parts(), NOW_MS))
})

test('of the expired ones those that live on, and all but the newest of the same, have no line', () => {
  const ended = (id: string, endsMs: number, comment: string) => silence({ id, state: 'expired', endsMs, comment })
  const all = [ended('1', 1, 'c'), ended('2', 2, 'd'), ended('3', 3, 'd'), ended('4', 4, 'e'), silence()]
  expect(expiredSilences(all).map(({ id }) => id)).toEqual(['4', '3'])
})

test.each([
  [HOUR_MS, 'ends in 1h'],
  [4 * HOUR_MS - 2_000, 'ends in 4h'],
  [90 * MINUTE_MS, 'ends in 1h30m'],
  [72 * HOUR_MS - 5 * MINUTE_MS, 'ends in 3d'],
  [4_200, 'ends in 5s'],
  [0, 'ended'],
])('what is left of %d ms', (leftMs, words) => {
  expect(describeLeft(NOW_MS + leftMs, NOW_MS)).toBe(words)
})
