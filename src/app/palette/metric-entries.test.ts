import { describe, expect, it } from 'vitest'
import { metricUses } from './metric-entries'

const panel = (path: string, ...exprs: string[]) => ({ path, words: path, exprs })

describe('metrics of panels', () => {
  it.each<[string, string, readonly string[]]>([
    ['a counter', 'sum(rate(jobs_total[5m]))', ['jobs_total']],
    [
      'a ratio',
      'rate(hits_total[1m]) / (rate(hits_total[1m]) + rate(misses_total[1m]))',
      ['hits_total', 'misses_total'],
    ],
    ['a macro as window', 'rate(jobs_total[$__rate_interval])', ['jobs_total']],
    ['a name as a matcher', '{__name__="a:b", job="x"}', ['a:b']],
    ['a pattern of names is no name', '{__name__=~"a.*"}', []],
    ['no metric', 'vector(1)', []],
    ['no PromQL', 'sum(', []],
  ])('%s', (_, expr, metrics) => {
    expect(metricUses([panel('/p', expr)]).map(({ metric }) => metric)).toEqual(metrics)
  })

  it('names each panel once for each of its metrics, in the order of the metrics', () => {
    const uses = metricUses([panel('/b', 'b', 'b + a'), panel('/a', 'b')])
    expect(uses.map(({ metric, panel: { path } }) => `${metric} ${path}`)).toEqual(['a /b', 'b /b', 'b /a'])
  })
})
