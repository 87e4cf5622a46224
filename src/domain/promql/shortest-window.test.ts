import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expr } from '~/domain/promql/ast'
import { childrenOf } from '~/domain/promql/nodes-of'
import { promqlText } from '~/domain/promql/parse/arbitrary-promql'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { shortestWindowMs } from '~/domain/promql/shortest-window'

describe('shortestWindowMs', () => {
  it.each([
    ['increase(x[24h])', 86_400_000],
    [
      'sum by (a, b) (increase(x{a="[5m] {", b=~"}"}[1d])) / on (a) group_left sum(rate({job="x"}[12h] offset 5m))',
      43_200_000,
    ],
    ['100 * (sum(increase(x{s="ok"}[24h])) or vector(0)) / sum(increase(x[24h]))', 86_400_000],
    ['histogram_quantile(0.9, sum by (le) (rate(x_bucket[6h])))', 21_600_000],
    ['increase(x[24h]) # up', 86_400_000],
    ['1e3 * rate(x[10m]) > bool 0x1f', 600_000],
  ])('%s', (expr, expected) => {
    expect(shortestWindowMs(expr)).toBe(expected)
  })

  it.each([
    'up',
    'up{a="b"}',
    'increase(x[24h]) / up',
    'increase(x[24h]) * {a="b"}',
    'time() - avg_over_time(x[1h])',
    'increase(x[24h]) * hour ( )',
    'max_over_time(x[24h])',
    'last_over_time(x[24h])',
    'irate(x[24h])',
    'avg_over_time(up[24h:1m])',
    'avg_over_time(rate(x[5m])[1h:1m])',
    'vector(1)',
    '1',
    'increase(x[nonsense])',
  ])('%s depends on its own time', (expr) => {
    expect(shortestWindowMs(expr)).toBe(0)
  })

  it('never says longer than the parser finds', () => {
    fc.assert(
      fc.property(promqlText, (text) => {
        let tree: Expr
        try {
          tree = parsePromql(text)
        } catch {
          return
        }
        expect(shortestWindowMs(text)).toBeLessThanOrEqual(shortestOf(tree))
      }),
      { numRuns: 2000 },
    )
  })
})

/** As the parser sees it. */
function shortestOf(expr: Expr): number {
  if (expr.kind === 'vectorSelector' || (expr.kind === 'call' && expr.args.length === 0)) return 0
  if (expr.kind === 'matrixSelector') return expr.rangeMs
  return expr.kind === 'subquery' ? 0 : Math.min(...childrenOf(expr).map(shortestOf))
}
