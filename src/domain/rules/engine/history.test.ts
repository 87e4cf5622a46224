import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { appendSteps } from '~/testing/append-steps'
import { decodeRuleFile } from '../decode-rule-file'
import { createRuleEngine, type RuleEngine } from './rule-engine'
import { toRulesJson } from './rules-json'

const INTERVAL = 30_000

interface Counts {
  ranges: number
  instants: number
}

function createEngine(rules: string, store: Tsdb, counts: Counts = { ranges: 0, instants: 0 }): RuleEngine {
  return createRuleEngine({
    files: [decodeRuleFile(rules, 'r.yml')],
    store,
    intervalMs: INTERVAL,
    externalUrl: 'http://lookout.example/',
    queries: {
      instant: (expr, timeMs) => {
        counts.instants++
        return { result: evaluateInstant(expr, store, { timeMs }) }
      },
      range: (expr, startMs, endMs, stepMs) => {
        counts.ranges++
        const result = evaluateRange(expr, store, { startMs, endMs, stepMs })
        if (result.type !== 'matrix') throw new PromqlEvalError('execution', 'no matrix')
        return { series: result.series }
      },
    },
  })
}

/** Every group at each of its times, earlier times first and then the groups in their order. */
function evaluateSteps(engine: RuleEngine, fromMs: number, toMs: number): void {
  const due = engine.groups.flatMap(({ id }, order) => {
    const times: { timeMs: number; order: number; id: string }[] = []
    for (let timeMs = engine.nextEvaluationMs(id, fromMs - 1); timeMs <= toMs; ) {
      times.push({ timeMs, order, id })
      timeMs = engine.nextEvaluationMs(id, timeMs)
    }
    return times
  })
  for (const { id, timeMs } of due.sort((a, b) => a.timeMs - b.timeMs || a.order - b.order)) {
    engine.evaluateGroup(id, timeMs)
  }
}

/** All that a store has, as text. */
function contents(store: Tsdb): string[] {
  return store
    .select([{ name: '__name__', op: '!=', value: '' }], 0, 1e12)
    .map(({ labels, timesMs, values, stale }) => {
      const samples = [...timesMs].map((timeMs, i) => `${timeMs}:${stale?.[i] === 1 ? 'end' : values[i]}`)
      return `${[...labels].join(' ')} ${samples.join(' ')}`
    })
}

/** Rules, alerts, health; not how long it took. */
function shown(engine: RuleEngine): unknown {
  return JSON.parse(JSON.stringify(toRulesJson(engine.groups), (key, value) => (key === 'evaluationTime' ? 0 : value)))
}

/** Samples of a few series: gaps, ends, values from a handful. */
const samples = fc.array(
  fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('gap', 'end')), { minLength: 1, maxLength: 40 }),
  { minLength: 1, maxLength: 4 },
)

const expr = fc.constantFrom(
  'a > 1',
  'a',
  'sum(a) > 2',
  'a == 2 or b',
  'b unless a',
  'a + on () b',
  'a + on (i) b',
  'increase(a[2m]) > 0',
  'rec:0 > 0',
  'rec:1 + 1',
  'sum(rec:0)',
  'count by (alertname) (ALERTS)',
  'max by (alertname) (ALERTS_FOR_STATE) > 300',
  'ALERTS{alertname="A0"} == 1 and on () a',
  'a @ end() > 1',
  'vector(time() % 300) < 100',
  'absent(a)',
  'max_over_time(rec:0[3m:1m]) > 1',
)
const labels = fc.constantFrom('{}', '{i: ""}', '{v: "{{ $value }}"}', '{s: "{{ $labels.i }}"}', '{i: x}')
const annotations = fc.constantFrom(
  '{}',
  '{v: "{{ $value }}"}',
  `{q: '{{ query "rec:0" | len }} {{ query "ALERTS" | len }}'}`,
)
const alerting = fc
  .tuple(
    fc.integer({ min: 0, max: 2 }),
    expr,
    fc.constantFrom('0s', '1m', '2m'),
    fc.constantFrom('0s', '1m'),
    labels,
    annotations,
  )
  .map(([n, text, wait, keep, own, notes]) => {
    const fields = `for: ${wait}, keep_firing_for: ${keep}, labels: ${own}, annotations: ${notes}`
    return `{alert: A${n}, expr: ${JSON.stringify(text)}, ${fields}}`
  })
const recording = fc
  .tuple(fc.integer({ min: 0, max: 2 }), expr, fc.constantFrom('{}', '{i: ""}', '{i: x}', '{t: y}'))
  .map(([n, text, own]) => `{record: 'rec:${n}', expr: ${JSON.stringify(text)}, labels: ${own}}`)
const group = fc.record({
  rules: fc.array(fc.oneof(alerting, recording), { minLength: 1, maxLength: 4 }),
  limit: fc.constantFrom(0, 0, 0, 2),
  interval: fc.constantFrom('30s', '30s', '45s'),
})
const file = fc.array(group, { minLength: 1, maxLength: 3 }).map((groups) => {
  const printed = groups.map(
    ({ rules, limit, interval }, i) =>
      `- name: g${i}\n  limit: ${limit}\n  interval: ${interval}\n  rules:\n${rules.map((rule) => `  - ${rule}`).join('\n')}`,
  )
  return `groups:\n${printed.join('\n')}\n`
})

describe('a past evaluated in one go', () => {
  it('leaves what evaluations step by step leave, and goes on from there', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(samples, file, (series, rules) => {
        const [stepStore, onceStore] = [createTsdb(), createTsdb()]
        appendSteps(stepStore, series, INTERVAL)
        appendSteps(onceStore, series, INTERVAL)
        const [stepwise, once] = [createEngine(rules, stepStore), createEngine(rules, onceStore)]
        const endMs = 40 * INTERVAL
        evaluateSteps(stepwise, 0, endMs)
        once.evaluateHistory(0, endMs)
        expect(contents(onceStore)).toEqual(contents(stepStore))
        expect(shown(once)).toEqual(shown(stepwise))

        evaluateSteps(stepwise, endMs + 1, endMs + 5 * INTERVAL)
        once.evaluateHistory(endMs + 1, endMs + 3 * INTERVAL)
        evaluateSteps(once, endMs + 3 * INTERVAL + 1, endMs + 5 * INTERVAL)
        expect(contents(onceStore)).toEqual(contents(stepStore))
        expect(shown(once)).toEqual(shown(stepwise))
      }),
      { numRuns: 30 },
    )
  })

  it.each<[string, string, Counts]>([
    ['one rule, one question', "[{record: 'r', expr: a}]", { ranges: 1, instants: 0 }],
    [
      'rules that read those before them',
      "[{record: 'r', expr: a}, {alert: A, expr: r > 0}]",
      { ranges: 2, instants: 0 },
    ],
    [
      'a rule that reads itself: step by step',
      "[{record: 'r', expr: r + 1 or vector(0)}]",
      { ranges: 0, instants: 20 },
    ],
    ['two in a ring', "[{record: 'r', expr: s}, {record: 's', expr: r or a}]", { ranges: 0, instants: 40 }],
    ['other labels are no ring', '[{record: \'r\', expr: \'r{w="1"}\', labels: {w: "2"}}]', { ranges: 1, instants: 0 }],
    ['each evaluation its own end', '[{alert: A, expr: a @ end() > 0}]', { ranges: 0, instants: 20 }],
    ['a query that fails at some times', '[{alert: A, expr: a + on () b}]', { ranges: 1, instants: 20 }],
    [
      'two rules that may write the same',
      "[{record: 'r', expr: a}, {record: 'r', expr: b}]",
      { ranges: 2, instants: 0 },
    ],
  ])('asks as little as it can: %s', (_name, rules, expected) => {
    const store = createTsdb()
    appendSteps(store, [Array(20).fill(1), Array(20).fill(2), [1, 'gap', 2]], INTERVAL)
    const counts = { ranges: 0, instants: 0 }
    const engine = createEngine(`groups: [{name: g, rules: ${rules}}]`, store, counts)
    engine.evaluateHistory(0, 20 * INTERVAL - 1)
    expect(counts).toEqual(expected)
  })

  it('comes in slices of a question or of a rule', () => {
    const store = createTsdb()
    appendSteps(store, [Array(20).fill(1)], INTERVAL)
    const engine = createEngine("groups: [{name: g, rules: [{record: 'r', expr: a}, {alert: A, expr: r > 0}]}]", store)
    expect([...engine.evaluateHistorySlices(0, 20 * INTERVAL)]).toHaveLength(4)
    expect(engine.groups[0]).toMatchObject({ lastEvaluationMs: expect.any(Number) })
  })

  it('of no evaluation is nothing', () => {
    const store = createTsdb()
    const engine = createEngine("groups: [{name: g, rules: [{record: 'r', expr: vector(1)}]}]", store)
    engine.evaluateHistory(0, -1)
    expect(contents(store)).toEqual([])
    expect(engine.groups[0]?.rules[0]).toMatchObject({ health: 'unknown', lastEvaluationMs: undefined })
  })
})
