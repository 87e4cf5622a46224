import { describe, expect, it } from 'vitest'
import { evaluateInstant, evaluateRange } from '~/domain/promql/eval/evaluate'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { createTsdb, type Tsdb } from '~/domain/tsdb/tsdb'
import { decodeRuleFile } from '../decode-rule-file'
import { createForStateReader } from './restore'
import { createRuleEngine, type RuleEngine, type RuleEngineOptions } from './rule-engine'
import type { RuleQueries } from './rule-store'
import { toAlertsJson, toRulesJson } from './rules-json'

const MINUTE = 60_000

function queriesOf(store: Tsdb): RuleQueries {
  return {
    instant: (expr, timeMs) => ({ result: evaluateInstant(expr, store, { timeMs }) }),
    range: (expr, startMs, endMs, stepMs) => {
      const result = evaluateRange(expr, store, { startMs, endMs, stepMs })
      return { series: result.type === 'matrix' ? result.series : [] }
    },
  }
}

function start(rules: string, given: Partial<RuleEngineOptions> = {}): { store: Tsdb; engine: RuleEngine } {
  const store = createTsdb()
  const files = [decodeRuleFile(`groups:\n- name: g\n  rules:\n${rules}`, 'r.yml')]
  const engine = createRuleEngine({
    files,
    store,
    queries: queriesOf(store),
    intervalMs: MINUTE,
    externalUrl: 'http://lookout.example/',
    offsetOf: () => 0,
    ...given,
  })
  return { store, engine }
}

const GROUP = 'r.yml;g'

function ask(store: Tsdb, text: string, timeMs: number): string[] {
  const result = evaluateInstant(parsePromql(text), store, { timeMs })
  if (result.type !== 'vector') return [JSON.stringify(result)]
  return result.samples
    .map(({ labels, value }) => `${[...labels].map(([name, label]) => `${name}=${label}`).join(',')} ${value}`)
    .sort()
}

function write(store: Tsdb, name: string, labels: Readonly<Record<string, string>>, values: readonly number[]): void {
  const ref = store.series(Object.entries({ __name__: name, ...labels }))
  for (const [minute, value] of values.entries()) if (!Number.isNaN(value)) store.append(ref, minute * MINUTE, value)
}

describe('a group', () => {
  it('evaluates its rules in order, each seeing what those before it wrote', () => {
    const { store, engine } = start(`
  - {record: 'a:sum', expr: sum(a)}
  - {record: 'a:double', expr: 'a:sum * 2', labels: {team: x}}
  - {alert: High, expr: 'a:double > 5'}`)
    write(store, 'a', { i: '1' }, [1, 2])
    write(store, 'a', { i: '2' }, [1, 2])
    engine.evaluateGroup(GROUP, 0)
    expect(ask(store, '{__name__=~"a:.*|ALERTS"}', 0)).toEqual(['__name__=a:double,team=x 4', '__name__=a:sum 2'])
    engine.evaluateGroup(GROUP, MINUTE)
    expect(ask(store, 'ALERTS', MINUTE)).toEqual(['__name__=ALERTS,alertname=High,alertstate=firing,team=x 1'])
  })

  it('sets and removes labels of recorded series, and marks those that end', () => {
    const { store, engine } = start(`  - {record: r, expr: a, labels: {i: "", b: c}}`)
    write(store, 'a', { i: '1', j: '2' }, [3])
    engine.evaluateGroup(GROUP, 0)
    expect(ask(store, 'r', 0)).toEqual(['__name__=r,b=c,j=2 3'])
    store.appendStale(
      store.series([
        ['__name__', 'a'],
        ['i', '1'],
        ['j', '2'],
      ]),
      MINUTE,
    )
    engine.evaluateGroup(GROUP, MINUTE)
    expect(ask(store, 'r', MINUTE)).toEqual([])
  })

  it.each<[string, string, string]>([
    [
      'two series that become one',
      '{record: r, expr: a, labels: {i: ""}}',
      'vector contains metrics with the same labelset after applying rule labels',
    ],
    ['a range', '{record: r, expr: "a[5m]"}', 'rule result is not a vector or scalar'],
    ['a text', `{record: r, expr: "'x'"}`, 'rule result is not a vector or scalar'],
    ['a query that fails', '{record: r, expr: a + on() a}', 'many-to-many'],
    ['two rules that disagree', '{record: r, expr: "1"}\n  - {record: r, expr: "2"}', 'duplicate sample for timestamp'],
  ])('reports %s, and goes on', (_name, rule, message) => {
    const { store, engine } = start(`  - ${rule}\n  - {record: after, expr: vector(1)}`)
    write(store, 'a', { i: '1' }, [1])
    write(store, 'a', { i: '2' }, [1])
    engine.evaluateGroup(GROUP, 0)
    const rules = engine.groups[0]?.rules ?? []
    const failed = rules.find(({ health }) => health === 'err')
    expect(failed?.lastError).toContain(message)
    expect(rules.at(-1)).toMatchObject({ health: 'ok', lastError: undefined })
    expect(ask(store, 'after', 0)).toHaveLength(1)
  })

  it('keeps its alerts and series through an evaluation that fails', () => {
    let fails = false
    const store = createTsdb()
    const queries = queriesOf(store)
    const { engine } = start('  - {alert: A, expr: a > 0}\n  - {record: r, expr: a}', {
      store,
      queries: {
        ...queries,
        instant: (expr, timeMs) => {
          if (fails) throw new PromqlEvalError('timeout', 'query timed out')
          return queries.instant(expr, timeMs)
        },
      },
    })
    write(store, 'a', {}, [1, 1, 1])
    engine.evaluateGroup(GROUP, 0)
    fails = true
    engine.evaluateGroup(GROUP, MINUTE)
    expect(engine.groups[0]?.rules).toMatchObject([
      { health: 'err', lastError: 'query timed out' },
      { health: 'err', lastError: 'query timed out' },
    ])
    expect(ask(store, 'ALERTS or r', MINUTE)).toEqual([
      '__name__=ALERTS,alertname=A,alertstate=firing 1',
      '__name__=r 1',
    ])
    expect(toAlertsJson(engine.groups).alerts).toHaveLength(1)
  })

  it('fires nothing and records nothing of a partial answer', () => {
    const store = createTsdb()
    const queries = queriesOf(store)
    const isPartial = true
    const { engine } = start('  - {alert: A, expr: a > 0}\n  - {record: r, expr: a}', {
      store,
      queries: {
        instant: (expr, timeMs) => ({ ...queries.instant(expr, timeMs), isPartial }),
        range: (...asked) => ({ ...queries.range(...asked), isPartial }),
      },
    })
    write(store, 'a', {}, [1, 1, 1])
    engine.evaluateGroup(GROUP, 0)
    engine.evaluateHistory(MINUTE, 2 * MINUTE)
    expect(toAlertsJson(engine.groups).alerts).toEqual([])
    expect(ask(store, 'r or ALERTS', 2 * MINUTE)).toEqual([])
    expect(engine.groups[0]?.rules[0]).toMatchObject({ health: 'err', lastError: expect.stringContaining('misses') })
  })

  it('asks in templates, and shows there what fails', () => {
    const { store, engine } = start(`
  - alert: A
    expr: a > 0
    annotations:
      sum: '{{ query "sum(a)" | first | value }}'
      bad: '{{ query "sum(" }}'
      text: '{{ query "time()" | first | value }}'`)
    write(store, 'a', { i: '1' }, [4])
    engine.evaluateGroup(GROUP, 0)
    expect(toAlertsJson(engine.groups).alerts[0]?.annotations).toEqual({
      sum: '4',
      text: '0',
      bad: expect.stringContaining('error calling query: 1:5: parse error: unclosed left parenthesis'),
    })
  })

  it('refuses groups that it does not have', () => {
    expect(() => start('  - {record: r, expr: a}').engine.evaluateGroup('x', 0)).toThrow(RangeError)
  })
})

describe('evaluation times', () => {
  it('are the same distance apart, at a place that name and file make', () => {
    const files = ['a', 'b', 'c'].map((name) =>
      decodeRuleFile(`groups: [{name: ${name}, interval: 30s, rules: []}]`, 'r.yml'),
    )
    const store = createTsdb()
    const engine = createRuleEngine({ files, store, queries: queriesOf(store), intervalMs: MINUTE, externalUrl: '' })
    const next = engine.groups.map(({ id }) => engine.nextEvaluationMs(id, 1_000_000))
    expect(new Set(next.map((timeMs) => timeMs % 30_000)).size).toBe(3)
    for (const [i, { id }] of engine.groups.entries()) {
      const timeMs = next[i] ?? 0
      expect(timeMs).toBeGreaterThan(1_000_000)
      expect(timeMs).toBeLessThanOrEqual(1_030_000)
      expect(engine.nextEvaluationMs(id, timeMs)).toBe(timeMs + 30_000)
      expect(engine.nextEvaluationMs(id, timeMs - 1)).toBe(timeMs)
    }
  })
})

describe('a restart', () => {
  it('takes over since when alerts wait', () => {
    const rules = '  - {alert: A, expr: a > 0, for: 30m}'
    const { store, engine } = start(rules)
    write(
      store,
      'a',
      {},
      Array.from({ length: 60 }, () => 1),
    )
    for (let minute = 0; minute <= 10; minute++) engine.evaluateGroup(GROUP, minute * MINUTE)

    const again = start(rules, { store, queries: queriesOf(store), restoreFrom: createForStateReader(store) })
    for (const minute of [15, 16]) again.engine.evaluateGroup(GROUP, minute * MINUTE)
    // Ten minutes were spent before the outage; the six from there to the restoration do not count.
    expect(toAlertsJson(again.engine.groups).alerts).toMatchObject([
      { state: 'pending', activeAt: '1970-01-01T00:06:00Z' },
    ])
    again.engine.evaluateGroup(GROUP, 17 * MINUTE)
    expect(ask(store, 'ALERTS_FOR_STATE', 17 * MINUTE)).toEqual(['__name__=ALERTS_FOR_STATE,alertname=A 360'])
  })
})

describe('the JSON of the API', () => {
  it('is as Prometheus 2.42 sends it', () => {
    let clock = 0
    const { store, engine } = start(
      `
  - alert: A
    expr: sum   by (job) (a)   > 0
    for: 2m
    keep_firing_for: 5m
    labels: {severity: page}
    annotations: {text: "{{ $value }} "}
  - {record: 'x:y', expr: vector( 1 ), labels: {b: ""}}
  - {record: 'x:z', expr: a + on() a}`,
      { measureMs: () => clock++ },
    )
    write(store, 'a', { job: '__proto__' }, [1234567])
    write(store, 'a', { job: 'b' }, [0])
    expect(toRulesJson(engine.groups).groups[0]).toMatchObject({ lastEvaluation: '0001-01-01T00:00:00Z' })
    engine.evaluateGroup(GROUP, 90_500)
    const alert = {
      labels: { alertname: 'A', job: '__proto__', severity: 'page' },
      annotations: { text: '1.234567e+06 ' },
      state: 'pending',
      activeAt: '1970-01-01T00:01:30.5Z',
      value: '1.234567e+06',
    }
    expect(toAlertsJson(engine.groups)).toEqual({ alerts: [alert] })
    expect(toRulesJson(engine.groups)).toEqual({
      groups: [
        {
          name: 'g',
          file: 'r.yml',
          interval: 60,
          limit: 0,
          evaluationTime: 0.007,
          lastEvaluation: '1970-01-01T00:01:30.5Z',
          rules: [
            {
              type: 'alerting',
              state: 'pending',
              name: 'A',
              query: 'sum by (job) (a) > 0',
              duration: 120,
              keepFiringFor: 300,
              labels: { severity: 'page' },
              annotations: { text: '{{ $value }} ' },
              alerts: [alert],
              health: 'ok',
              evaluationTime: 0.001,
              lastEvaluation: '1970-01-01T00:01:30.5Z',
            },
            {
              type: 'recording',
              name: 'x:y',
              query: 'vector(1)',
              labels: { b: '' },
              health: 'ok',
              evaluationTime: 0.001,
              lastEvaluation: '1970-01-01T00:01:30.5Z',
            },
            {
              type: 'recording',
              name: 'x:z',
              query: 'a + on () a',
              health: 'err',
              lastError: expect.stringContaining('many-to-many'),
              evaluationTime: 0.001,
              lastEvaluation: '1970-01-01T00:01:30.5Z',
            },
          ],
        },
      ],
    })
    expect(toRulesJson(engine.groups, 'alert').groups[0]?.rules).toHaveLength(1)
    expect(toRulesJson(engine.groups, 'record').groups[0]?.rules).toHaveLength(2)
  })
})
