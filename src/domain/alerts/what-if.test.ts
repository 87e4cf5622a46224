import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { createRuleEngine } from '~/domain/rules/engine/rule-engine'
import { labelsKey } from '~/domain/series/frame'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { appendSteps } from '~/testing/append-steps'
import { episodesOf } from './history'
import { type EvaluatedPoints, earlierSpacing, type TriedRule, trialOf, tryRule } from './what-if'

const STEP = 30_000

describe('what of a rule can be tried', () => {
  it.each([
    ['a > 5', 'a', '>', 5],
    ['5 < a', 'a', '>', 5],
    ['5 >= a', 'a', '<=', 5],
    ['(sum(a) / sum(b)) <= -0.5', '(sum(a) / sum(b))', '<=', -0.5],
    ['((a > 5))', 'a', '>', 5],
    ['a == 0', 'a', '==', 0],
    ['a > 24 * 60 ^ 2', 'a', '>', 86_400],
    ['a > 5 and on (i) b > 1', '(a) and on (i) b > 1', '>', 5],
    ['(a > 5 and b) unless on () c', '((a) and b) unless on () c', '>', 5],
    ['sum by (i) (rate(a[5m])) > 5', 'sum by (i) (rate(a[5m]))', '>', 5],
  ] as const)('%s: its threshold', (text, lhs, op, threshold) => {
    expect(trialOf(parsePromql(text))).toMatchObject({ kind: 'threshold', lhs, op, threshold })
  })

  it('says what has to hold beside', () => {
    expect(trialOf(parsePromql('a > 5 and b > 1 unless c'))).toMatchObject({ beside: ['unless c', 'and b > 1'] })
  })

  it.each([
    ['a', 'number at its root'],
    ['absent(a)', 'number at its root'],
    ['a > b', 'another series'],
    ['a > 1 or b > 2', 'several conditions'],
    ['a > bool 1', '0 or 1'],
    ['absent(a) == 1', 'nothing to compare'],
    ['b and a > 1', 'number at its root'],
    ['count(a > 1)', 'number at its root'],
  ])('%s: only its `for`', (text, why) => {
    const trial = trialOf(parsePromql(text))
    expect(trial).toMatchObject({ kind: 'waiting', why: expect.stringContaining(why) })
  })

  it.each(['a @ end() > 1', 'max_over_time(a[5m] @ start()) > 1', 'sum(a[5m:1m] @ end()) > 1'])(
    '%s: nothing',
    (text) => {
      expect(
        trialOf(parsePromql(text.replace('sum(a[5m:1m] @ end())', 'sum_over_time(a[5m:1m] @ end())'))),
      ).toMatchObject({
        kind: 'none',
      })
    },
  )
})

const rule = (patch: Partial<TriedRule> = {}): TriedRule => ({
  compare: { op: '>', threshold: 5 },
  forMs: 0,
  keepFiringMs: 0,
  labels: new Map(),
  ...patch,
})

/** A digit is a value, a dot no point. */
function pointsOf(...texts: string[]): EvaluatedPoints {
  const count = texts[0]?.length ?? 0
  return {
    timesMs: Array.from({ length: count }, (_, i) => i * STEP),
    stepMs: STEP,
    series: texts.map((text, i) => ({
      labels: new Map([
        ['__name__', 'a'],
        ['i', String(i)],
      ]),
      values: [...text].map((one) => (one === '.' ? Number.NaN : Number(one))),
      present: [...text].map((one) => (one === '.' ? 0 : 1)),
    })),
  }
}

const firing = (text: string, tried: TriedRule) =>
  [...(tryRule(pointsOf(text), tried, 0)[0]?.firing ?? [])].map((one) => (one === 1 ? '#' : '.')).join('')

describe('what would have fired', () => {
  it.each([
    ['at once without a wait', '0.99.90', rule(), '..##.#.'],
    ['from the evaluation that is the wait later', '0999909990', rule({ forMs: 2 * STEP }), '...##...#.'],
    ['a wait that is no multiple is rounded up', '0999900000', rule({ forMs: 1.5 * STEP }), '...##.....'],
    ['a missing point begins anew', '099.999900', rule({ forMs: 2 * STEP }), '......##..'],
    ['goes on where it is kept firing', '0990009900', rule({ keepFiringMs: 2 * STEP }), '.####.####'],
    ['a wait is not kept', '0909090900', rule({ forMs: STEP, keepFiringMs: 2 * STEP }), ''],
    ['the other side', '0999', rule({ compare: { op: '<', threshold: 5 } }), '#...'],
    ['every point without a comparison', '0.99', rule({ compare: null }), '#.##'],
    ['NaN never', '.0.', rule(), ''],
  ])('%s', (_name, text, tried, expected) => {
    expect(firing(text, tried)).toBe(expected)
  })

  it('waits before the range that is shown', () => {
    const [alert] = tryRule(pointsOf('9999'), rule({ forMs: 2 * STEP }), 2 * STEP)
    expect(alert?.episodes).toEqual([{ fromMs: 2 * STEP, toMs: 4 * STEP, openStart: true, openEnd: true }])
  })

  it('is nothing while two series are the same alert', () => {
    const tried = rule({ labels: new Map([['i', 'x']]) })
    expect(tryRule(pointsOf('990', '090'), tried, 0).map(({ firing: at }) => [...at])).toEqual([[1, 1, 0]])
    expect(tryRule(pointsOf('90', '90'), tried, 0)).toEqual([])
  })
})

describe('a server that evaluated less often before', () => {
  const told = (...seconds: (number | null)[]): EvaluatedPoints => ({
    timesMs: seconds.map((_, i) => i * STEP),
    stepMs: STEP,
    series: [
      {
        labels: new Map(),
        values: seconds.map((one) => one ?? Number.NaN),
        present: seconds.map((one) => (one === null ? 0 : 1)),
      },
    ],
  })

  it('tells so by the times of its samples', () => {
    expect(earlierSpacing(told(0, 0, 60, 60, 120, 120, 180, 210, 240))).toEqual({ untilMs: 180_000, everyMs: 60_000 })
    expect(earlierSpacing(told(0, 0, 60, 60, null))).toEqual({ untilMs: 120_000, everyMs: 60_000 })
    expect(earlierSpacing(told(0, 30, 60, 90))).toBeNull()
    // Between two episodes there is no sample, and one evaluation that was missed is no habit.
    expect(earlierSpacing(told(0, 30, null, null, 120, 150))).toBeNull()
    expect(earlierSpacing(told(0, 30, 60, 90, 90, 150, 180))).toBeNull()
  })

  it('is tried at its evaluations alone', () => {
    const earlier = { untilMs: 6 * STEP, everyMs: 2 * STEP }
    expect(firing('0900999090', rule({ earlier }))).toBe('....###.#.')
    expect(firing('9999999999', rule({ earlier, forMs: 3 * STEP }))).toBe('....######')
  })
})

const COUNT = 60
const samples = fc.array(
  fc.array(fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) }, fc.constantFrom('gap', 'end', 'nan')), {
    minLength: 1,
    maxLength: COUNT,
  }),
  { minLength: 1, maxLength: 4 },
)

function pointsIn(store: Tsdb, text: string, startMs: number): EvaluatedPoints {
  const endMs = (COUNT - 1) * STEP
  const result = evaluateRange(parsePromql(text), store, { startMs, endMs, stepMs: STEP })
  if (result.type !== 'matrix') throw new Error('no matrix')
  const timesMs = Array.from({ length: (endMs - startMs) / STEP + 1 }, (_, i) => startMs + i * STEP)
  const series = result.series.map((one) => {
    const [values, present] = [new Float64Array(timesMs.length), new Uint8Array(timesMs.length)]
    for (const [j, timeMs] of [...one.timesMs].entries()) {
      values[(timeMs - startMs) / STEP] = one.values[j] as number
      present[(timeMs - startMs) / STEP] = 1
    }
    return { labels: one.labels, values, present }
  })
  return { timesMs, stepMs: STEP, series }
}

const expr = fc.constantFrom(
  'a > 1',
  '2 >= a',
  'sum(a) > 2',
  'a != 2',
  '{__name__=~"a|b"} > 2',
  'a > 1 and on (i) b > 2',
  '(a >= 2 unless on () b > 3)',
  'increase(a[2m]) > 0',
  'a',
  'a > 3 or b > 3',
  'absent(b)',
  'a > on (i) b',
)

describe('a rule that is tried as it is', () => {
  it('would have fired when it did', { timeout: 60_000 }, () => {
    const wait = fc.constantFrom(0, STEP / 2, STEP, 2 * STEP, 5 * STEP)
    const own = fc.constantFrom('{}', '{severity: warning}', '{i: x}', '{i: ""}')
    const shownFrom = fc.integer({ min: 0, max: COUNT - 1 })
    fc.assert(
      fc.property(samples, expr, wait, wait, own, shownFrom, (series, text, forMs, keepMs, labels, from) => {
        const store = createTsdb()
        appendSteps(store, series, STEP)
        const fields = `for: ${forMs / 1000}s, keep_firing_for: ${keepMs / 1000}s, labels: ${labels}`
        const rules = `groups: [{name: g, rules: [{alert: A, expr: ${JSON.stringify(text)}, ${fields}}]}]`
        const files = [decodeRuleFile(rules, 'r.yml')]
        const engine = createRuleEngine({
          ...{ files, store, intervalMs: STEP, externalUrl: 'http://lookout.example/', offsetOf: () => 0 },
          queries: {
            instant: (asked, timeMs) => ({ result: evaluateInstant(asked, store, { timeMs }) }),
            range: (asked, startMs, endMs, stepMs) => {
              const result = evaluateRange(asked, store, { startMs, endMs, stepMs })
              return { series: result.type === 'matrix' ? result.series : [] }
            },
          },
        })
        for (let i = 0; i < COUNT; i++) engine.evaluateGroup(engine.groups[0]?.id ?? '', i * STEP)

        const loaded = files[0]?.groups[0]?.rules[0]
        if (loaded?.kind !== 'alerting') throw new Error('no rule')
        const trial = trialOf(loaded.expr)
        if (trial.kind === 'none') throw new Error(trial.why)
        const asked = pointsIn(store, trial.kind === 'threshold' ? trial.lhs : trial.expr, 0)
        const compare = trial.kind === 'threshold' ? trial : null
        const tried = { compare, forMs, keepFiringMs: keepMs, labels: loaded.labels }
        const found = tryRule(asked, tried, from * STEP)

        const recorded = pointsIn(store, 'ALERTS{alertstate="firing"}', from * STEP)
        const told = recorded.series.map(({ labels: of, present }) => {
          const bare = [...of].filter(([name]) => !['__name__', 'alertname', 'alertstate'].includes(name))
          return [labelsKey(new Map(bare)), episodesOf(present, recorded.timesMs, STEP)] as const
        })
        expect(new Map(found.map(({ key, episodes }) => [key, episodes]))).toEqual(new Map(told))
      }),
      { numRuns: 400 },
    )
  })
})
