import { describe, expect, it } from 'vitest'
import { SAMPLE_PLATFORMS } from '~/demo/sample-platforms'
import { evaluateInstant } from '~/domain/promql/eval/evaluate'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { printExpr } from '~/domain/promql/print-expr'
import { decodeRuleFile } from '~/domain/rules/decode-rule-file'
import { labelsKey } from '~/domain/series/frame'
import { sampleStore } from '~/testing/sample-store'
import { readCheckout } from '~/testing/shipped-dashboards'
import { judgeExpr, judgeRule } from './blind-rules'
import type { AlertRule } from './model'
import { type AskInstant, askRuleFacts, NO_FACTS, type RuleFacts } from './rule-facts'

const judge = (query: string, facts: RuleFacts = NO_FACTS) =>
  judgeExpr(query, facts).map(({ level, kind }) => `${level} ${kind}`)

describe('what the text of an expression decides', () => {
  it.each([
    // Never true.
    ['rate(http_requests_total[5m]) < 0', ['blind never']],
    ['sum(increase(x_total[5m])) < -1', ['blind never']],
    ['0 > sum(rate(x_total[5m]))', ['blind never']],
    ['rate(uptime_seconds[5m]) < -1', ['blind never', 'may gauge']],
    ['up > 1', ['blind never']],
    ['count(up) == 0', ['blind never']],
    ['count(up) < 1', ['blind never']],
    ['absent(up) != 1', ['blind never']],
    ['abs(a) < 0', ['blind never']],
    ['clamp_max(a, 5) > 5', ['blind never']],
    ['a > 5 < 3', ['blind never']],
    ['vector(1) > 2', ['blind never']],
    ['sum(up == 2)', ['blind never']],
    // As true as not.
    ['rate(x_total[5m]) <= 0', []],
    ['rate(x_total[5m]) == 0', []],
    ['up == 0', []],
    ['-rate(x_total[5m]) < 0', []],
    ['deriv(temperature[5m]) < 0', []],
    ['delta(temperature[5m]) < -5', []],
    ['count(up == 0) > 2', []],
    ['a - b < 0', []],
    ['vector(1)', []],
    ['absent(up)', []],
    ['time() - backup_done_seconds > 86400', []],
    // A ratio whose sides match label by label.
    ['rate(f_total{status="failure"}[5m]) / rate(f_total[5m]) > 0.05', ['odd always-one']],
    ['rate(f_total{status="failure"}[5m]) / rate(f_total[5m]) > 1', ['blind always-one']],
    ['rate(f_total{status="ok"}[5m]) / rate(f_total[5m]) < 0.95', ['blind always-one']],
    ['f_total{status="ok"} / f_total < 0.95', ['blind always-one']],
    ['sum by (job, status) (f_total{status="ok"}) / sum by (status, job) (f_total) < 0.95', ['blind always-one']],
    ['f_total{status="ok"} / on (job, status) f_total < 0.95', ['blind always-one']],
    ['sum by (job) (f_total{status="ok"}) / sum by (job) (f_total) < 0.95', []],
    ['f_total{status="ok"} / ignoring (status) f_total < 0.95', []],
    ['f_total{status="ok"} / ignoring (status) group_left sum without (status) (f_total) < 0.95', []],
    ['f_total{status="ok"} / f_total{status="failure"} < 0.95', []],
    ['f_total / g_total < 0.95', []],
    // Percentages.
    ['sum(rate(f_total{status="failure"}[5m])) / sum(rate(f_total[5m])) > 5', ['blind percent']],
    ['sum(rate(a_total[5m])) / (sum(rate(a_total[5m])) + sum(rate(b_total[5m]))) > 80', ['blind percent']],
    ['100 * sum(rate(f_total{status="failure"}[5m])) / sum(rate(f_total[5m])) > 5', []],
    ['100 * (sum(rate(f_total{s="x"}[5m])) / sum(rate(f_total[5m]))) > 100', ['blind percent']],
    ['100 * (sum(rate(f_total{s="x"}[5m])) / sum(rate(f_total[5m]))) > 0.05', ['odd percent']],
    ['1 - sum(f_total{s="ok"}) / sum(f_total) > 5', ['blind percent']],
    ['cpu_usage_percent > 0.9', ['odd percent']],
    ['cpu_usage_percent > 90', []],
    ['cpu_usage_percent > 120', ['may percent']],
    ['avg by (job) (cache_hit_ratio) > 80', ['may percent']],
    ['max(f_total{s="x"}) / max(f_total) > 5', []],
    // Gauges, labels that never match, bool.
    ['rate(queue_length[5m]) > 1', ['may gauge']],
    ['rate(job:done:sum[5m]) > 1', []],
    ['increase(x_sum[5m]) > 1', []],
    ['sum by (a) (x) / sum by (b) (y) > 1', ['may match']],
    ['sum by (a) (x) / on () sum by (b) (y) > 1', []],
    ['sum(x) > 0 and sum(y) == 0', []],
    ['up == bool 0', ['odd bool']],
    ['sum(up == bool 0) > 0', []],
    ['histogram_quantile(0.9, sum(rate(x_bucket[5m]))) > 1', ['blind label']],
    ['histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m]))) > 1', ['blind label']],
    ['histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1', []],
    ['histogram_quantile(0.9, sum without (job) (rate(x_bucket[5m]))) > 1', []],
    ['histogram_quantile(0.9, sum(rate(native_seconds_sum[5m]))) > 1', []],
    // What is no reason alone.
    ['(rate(a_total[5m]) < 0) or b > 1', []],
    ['(rate(a_total[5m]) < 0) or (up > 1)', ['blind never']],
    ['b > 1 unless rate(a_total[5m]) < 0', []],
    ['b > 1 and rate(a_total[5m]) < 0', ['blind never']],
    ['this is no promql', []],
  ] as const)('%s', (query, expected) => {
    expect(judge(query)).toEqual(expected)
  })

  it('says why in words', () => {
    const [found] = judgeExpr('sum(rate(f_total{s="x"}[5m])) / sum(rate(f_total[5m])) > 5', NO_FACTS)
    expect(found?.text).toBe(
      '"sum(rate(f_total{s="x"}[5m])) / sum(rate(f_total[5m])) > 5" is never true for a part of a whole, which is between 0 and 1. 5 % is 0.05 here, or the left side needs 100 times.',
    )
  })
})

/** `asleep` was there within the day. */
const SERIES = ['up{job="a"}', 'x_total{job="a",status="ok"}', 'only_ok_total{job="a"}']

/** Answers as a server that has these series. */
function askOf(): { readonly ask: AskInstant; readonly asked: string[] } {
  const asked: string[] = []
  const ask: AskInstant = async (expr) => {
    asked.push(expr)
    const found = new Map<string, number>()
    const samples = (labels: Record<string, string>, value: number) => {
      const all = new Map(Object.entries(labels))
      return { labels: all, key: labelsKey(all), value }
    }
    if (expr.startsWith('count by (__name__)')) {
      const names = /=~"([^"]*)"/.exec(expr)?.[1]?.split('|') ?? []
      const here = names.filter(
        (name) => SERIES.some((one) => one.startsWith(`${name}{`)) || (expr.includes('1d') && name === 'asleep'),
      )
      return { timeMs: 0, samples: here.map((name) => samples({ __name__: name }, 1)) }
    }
    for (const [, selector = '', place = ''] of expr.matchAll(/count\((.*?)\), "lookout_place", "(\d+)"/g)) {
      const [name = '', inner = ''] = selector.split(/[{}]/)
      const count = SERIES.filter((one) => {
        if (!one.startsWith(`${name}{`)) return false
        const has = /^(\w+)!=""$/.exec(inner)
        if (has !== null) return one.includes(`${has[1]}=`)
        return (
          inner === '' ||
          inner
            .split(',')
            .every((matcher) => (matcher.endsWith('=""') ? !one.includes(matcher.slice(0, -2)) : one.includes(matcher)))
        )
      }).length
      if (count > 0) found.set(place, count)
    }
    return { timeMs: 0, samples: [...found].map(([place, count]) => samples({ lookout_place: place }, count)) }
  }
  return { ask, asked }
}

describe('what a source knows', () => {
  it.each([
    ['up{job="a"} == 0', []],
    ['gone_total > 1', ['blind metric']],
    ['asleep > 1', ['may metric']],
    ['up{zone="x"} == 0', ['blind label']],
    ['up{job="b"} == 0', ['may value']],
    ['up{zone=""} == 0', []],
    ['x_total > 1 and gone_total > 1', ['blind metric']],
    ['x_total > 1 or gone_total > 1', []],
    ['x_total > 1 unless gone_total > 1', []],
    ['absent(gone_total)', []],
    ['absent_over_time(gone_total[5m]) == 1', []],
    ['(sum(x_total{status="failure"}) or vector(0)) / sum(x_total) > 0.1', []],
    ['sum(rate(gone_total[5m] offset 1h)) > 1', ['blind metric']],
    ['sum by (job) (x_total) > 1', []],
    ['sum by (zone) (rate(x_total[5m])) > 1', ['odd label']],
    ['sum by (zone) (gone_total) > 1', ['blind metric']],
    ['up{job="b"} == 0 and gone_total > 1', ['blind metric']],
  ] as const)('%s', async (query, expected) => {
    const facts = await askRuleFacts([query], askOf().ask)
    expect(judge(query, facts)).toEqual(expected)
  })

  it('asks few questions for many rules', async () => {
    const { ask, asked } = askOf()
    await askRuleFacts(
      Array.from({ length: 200 }, (_, i) => `missing_${i}{a="b"} > ${i}`),
      ask,
    )
    expect(asked.length).toBeLessThanOrEqual(15)
    for (const expr of asked) expect(() => parsePromql(expr)).not.toThrow()
  })

  it('without answers nothing is said of metrics', async () => {
    const facts = await askRuleFacts(['gone > 1'], async () => null)
    expect(judge('gone > 1', facts)).toEqual([])
  })
})

const NOW_MS = 1_800_000_000_000

function ruleOf(more: Partial<AlertRule>): AlertRule {
  const base = { name: 'R', group: 'g', file: 'f', query: 'x > 1', forMs: 0, keepFiringMs: 0, lastError: '' }
  const texts = { labels: new Map(), annotations: new Map(), alerts: [] }
  return {
    ...base,
    ...texts,
    state: 'inactive',
    health: 'ok',
    evaluatedMs: NOW_MS,
    evaluationMs: 1,
    intervalMs: 15_000,
    ...more,
  }
}

const ALERT = { labels: new Map(), annotations: new Map(), state: 'firing', activeMs: 0, value: 1 } as const

describe('its evaluation', () => {
  it.each([
    ['ok', {}, 'clear', undefined],
    ['fails', { health: 'err', lastError: 'many-to-many' }, 'blind', 'Its evaluation fails: many-to-many'],
    ['fails, with an alert', { health: 'err', lastError: 'x', alerts: [ALERT] }, 'may', 'Its evaluation fails: x'],
    ['never', { evaluatedMs: null, health: 'unknown' }, 'may', 'It was never evaluated yet.'],
    ['three intervals ago', { evaluatedMs: NOW_MS - 45_000 }, 'clear', undefined],
    [
      'longer ago',
      { evaluatedMs: NOW_MS - 61_000 },
      'blind',
      'It was last evaluated 1m1s ago, and should be each 15s.',
    ],
  ] as const)('%s', (_, more, sight, text) => {
    const verdict = judgeRule(ruleOf(more), [], NOW_MS)
    expect(verdict.sight).toBe(sight)
    expect(verdict.findings[0]?.text).toBe(text)
  })
})

describe.each(SAMPLE_PLATFORMS.map(({ id }) => id))('the shipped rules of %s', (platform) => {
  const TO_MS = Date.parse('2026-01-28T23:20:00Z')
  const rules = decodeRuleFile(readCheckout(`deploy/prometheus/rules/${platform}.yml`), platform).groups.flatMap(
    (group) => group.rules,
  )
  const recorded = new Map(rules.flatMap((rule) => (rule.kind === 'recording' ? [[rule.name, rule.expr]] : [])))

  it('can all fire', async () => {
    const tsdb = sampleStore(platform, { fromMs: TO_MS - 3_600_000, toMs: TO_MS, intervalMs: 15_000 })
    const ask: AskInstant = async (expr) => {
      const reader = tsdb.openReader()
      try {
        const result = evaluateInstant(parsePromql(expr), reader, { timeMs: TO_MS })
        if (result.type !== 'vector') return null
        return { timeMs: TO_MS, samples: result.samples.map((one) => ({ ...one, key: labelsKey(one.labels) })) }
      } finally {
        reader.close()
      }
    }
    const alerting = rules.flatMap((rule) =>
      rule.kind === 'alerting' ? [{ ...rule, query: printExpr(rule.expr) }] : [],
    )
    const facts = await askRuleFacts(
      alerting.map(({ query }) => query),
      ask,
    )
    // What other rules record is not in the store.
    const known: RuleFacts = {
      ...facts,
      matches: (selector) => (recorded.has(selector.split('{')[0] ?? '') ? 1 : facts.matches(selector)),
    }
    const said = alerting.flatMap(({ name, query }) =>
      judgeExpr(query, known).map(({ level, text }) => `${name} ${level}: ${text}`),
    )
    expect(alerting.length).toBeGreaterThan(5)
    expect(said).toEqual([])
  })
})
