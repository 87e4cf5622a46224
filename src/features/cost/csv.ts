import { reconcile } from '~/domain/cost/parts'
import { moneyUnit } from '~/domain/cost/price-book'
import { WINDOW_WORDS } from '~/domain/cost/windows'
import { type CsvCell, printCsv } from '~/domain/csv/csv'
import { formatInstant } from '~/domain/time/format-instant'
import { nameOf } from './group-look'
import type { Cost } from './use-cost'
import { isAtLeast } from './window-cost'

const HEAD = [
  'section',
  'name',
  'window',
  'from',
  'to',
  'value',
  'unit',
  'at least',
  'known by',
  'coverage',
  'query',
] as const

/** Every figure of the page with its window, its basis and its query: one row each, numbers as they are and not rounded. */
export function figuresCsv({ model, grouping, questions }: Cost): string {
  const money = model.book.currency
  const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString())
  const rows: CsvCell[][] = [[...HEAD]]
  for (const window of model.windows.values()) {
    const { total, groups, figures, costs, holes } = window
    const at = [WINDOW_WORDS[window.id], iso(figures[0]?.window.fromMs), iso(figures[0]?.window.toMs)] as const
    const queries = figures.flatMap(({ asked }) => asked.filter(({ what }) => what === 'money').map(({ expr }) => expr))
    const yes = isAtLeast(window) ? 'yes' : ''
    rows.push(['total', 'all', ...at, total.money, money, yes, '', total.coverage, queries.join(' ; ')])
    rows.push(['total', 'estimated', ...at, total.estimated, money, yes, 'estimate', total.coverage, ''])
    rows.push(['total', 'measured', ...at, total.measured, money, '', 'measured', null, ''])
    for (const group of groups) {
      rows.push([`by ${grouping}`, nameOf(group, grouping), ...at, group.money, money, '', group.kind, null, ''])
    }
    for (const { usage, money: cost, tokens, coverage, jobs, unpriced } of costs) {
      const kind = usage.kind === 'tokens' ? 'estimate' : 'measured'
      rows.push(['usage', usage.title, ...at, cost, money, unpriced.length > 0 ? 'yes' : '', kind, coverage, ''])
      // Of what was not answered no tokens are known.
      if (usage.kind === 'tokens' && cost !== null)
        rows.push(['tokens', usage.title, ...at, tokens, 'tokens', '', 'measured', null, ''])
      if (jobs !== null) rows.push(['jobs', usage.title, ...at, jobs, 'jobs', '', 'measured', null, ''])
      if (jobs !== null && jobs > 0 && cost !== null)
        rows.push(['cost a job', usage.title, ...at, cost / jobs, money, '', kind, coverage, ''])
    }
    for (const { what, why } of holes) rows.push(['not in the total', what, ...at, null, '', '', why, null, ''])
    for (const one of total.unpriced) {
      rows.push([
        'without a price',
        [one.model, one.kind].join(' ').trim(),
        ...at,
        one.tokens,
        'tokens',
        '',
        one.why,
        null,
        '',
      ])
    }
    for (const { measured, difference } of reconcile(costs)) {
      rows.push(['measured less estimated', measured.usage.title, ...at, difference, money, '', 'both', null, ''])
    }
  }
  for (const { budget, period, limit, spent, atLeast, burn, atMs } of model.budgets) {
    const at = [period, null, iso(atMs ?? undefined)] as const
    rows.push(['budget', budget.title, ...at, limit, money, '', '', null, ''])
    rows.push(['budget spent', budget.title, ...at, spent, money, atLeast ? 'yes' : '', '', null, ''])
    if (burn !== null) rows.push(['budget at this rate', budget.title, ...at, burn.projected, money, '', '', null, ''])
    if (burn?.runsOutMs != null)
      rows.push(['budget runs out', budget.title, period, null, iso(burn.runsOutMs), null, '', '', '', null, ''])
  }
  for (const [usage, { money: saved, hitRate }] of questions.savings) {
    const aDay = saved.data?.tip?.samples[0]?.value ?? null
    const at = [WINDOW_WORDS.day, null, iso(saved.data?.evaluatedMs)] as const
    rows.push(['cache savings a day', usage.title, ...at, aDay, money, '', 'estimate', null, saved.question.expr])
    rows.push([
      'cache savings a year',
      usage.title,
      ...at,
      aDay === null ? null : 365 * aDay,
      money,
      '',
      'estimate',
      null,
      '',
    ])
    rows.push([
      'cache hit rate',
      usage.title,
      ...at,
      hitRate.data?.tip?.samples[0]?.value ?? null,
      'share',
      '',
      'measured',
      null,
      hitRate.question.expr,
    ])
  }
  const { forecast } = model
  if (forecast?.kind === 'forecast') {
    const at = ['month end', null, iso(model.monthEndMs)] as const
    rows.push(['forecast', 'total', ...at, forecast.total, money, '', forecast.best.method.words, null, ''])
    rows.push(['forecast', 'low', ...at, forecast.low, money, '', '', null, ''])
    rows.push(['forecast', 'high', ...at, forecast.high, money, '', '', null, ''])
    rows.push(['forecast', 'error in the past', ...at, forecast.best.error, 'share', '', '', null, ''])
    rows.push(['forecast', 'error of same as yesterday', ...at, forecast.baseline.error, 'share', '', '', null, ''])
  }
  return printCsv(rows)
}

/** Every hour that is known, by group. */
export function trendCsv({ model, grouping, timeZone }: Cost): string {
  const groups = [...new Set(model.hours.flatMap(({ parts }) => [...parts.keys()]))].sort()
  const named = model.windows.get('month')?.groups ?? []
  const heads = groups.map((id) => {
    const group = named.find((one) => one.id === id)
    return group === undefined ? id.replace(/^=|^usage /, '') : nameOf(group, grouping)
  })
  const rows: CsvCell[][] = [['from', 'to', `from (${timeZone})`, `all (${moneyUnit(model.book).slice(-3)})`, ...heads]]
  for (const { fromMs, toMs, money, parts } of model.hours) {
    rows.push([
      new Date(fromMs).toISOString(),
      new Date(toMs).toISOString(),
      formatInstant(fromMs, timeZone),
      money,
      ...groups.map((id) => (money === null ? null : (parts.get(id) ?? 0))),
    ])
  }
  return printCsv(rows)
}
