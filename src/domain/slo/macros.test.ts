import { describe, expect, it } from 'vitest'
import { expandMacros, MacroFault } from '~/domain/cost/macros'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { DAY_MS, HOUR_MS } from '~/domain/time/duration'
import { madeSlo } from '~/testing/made-slo'
import { sloMacros } from './macros'
import { errorShareExpr, goodShareExpr } from './sli'

const slo = madeSlo()
const expand = (expr: string) => expandMacros(expr, sloMacros([slo])).expr

describe('macros of objectives', () => {
  it('are the questions of the page', () => {
    expect(expand('100 * $__sli(jobs, 24h)')).toBe(`100 * (${goodShareExpr(slo.sli, 24 * HOUR_MS)})`)
    expect(expand('$__error_budget(jobs)')).toBe(`(1 - (${errorShareExpr(slo.sli, 30 * DAY_MS)}) / 0.01)`)
    expect(expand('$__sli( jobs , 1h ) > $__error_budget( jobs )')).not.toContain('$__')
  })

  it('take the window of another macro', () => {
    expect(expand('$__sli(jobs, $__range)')).toContain('jobs_total{status="success"}[$__range]')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a macro's other form
    expect(expand('$__sli(jobs, ${__rate_interval})')).toContain('[${__rate_interval}]')
  })

  it('are PromQL, whatever kind the objective is of', () => {
    const kinds = [
      { good: 'a', total: 'b' },
      { errors: 'a', total: 'b' },
      { good: 'a', errors: 'b' },
      { latency: { histogram: 'a', below: '2.5s' } },
      { probe: 'a' },
    ].map((sli, i) => madeSlo({ id: `k${i}`, sli }))
    for (const { id } of kinds) {
      const expr = expandMacros(`1 - $__sli(${id}, 5m) * $__error_budget(${id})`, sloMacros(kinds)).expr
      expect(() => parsePromql(expr)).not.toThrow()
    }
  })

  it.each([
    ['$__sli(other, 1h)', 'there is no objective "other"'],
    ['$__sli(jobs)', 'one window'],
    ['$__sli(jobs, soon)', 'is no window'],
    ['$__sli(jobs, 0)', 'is no window'],
    ['$__sli(jobs, 1h, 2h)', 'one window'],
    ['$__error_budget(jobs, 1h)', 'nothing else'],
  ])('%s is a fault', (expr, said) => {
    expect(() => expand(expr)).toThrow(MacroFault)
    expect(() => expand(expr)).toThrow(said)
  })
})
