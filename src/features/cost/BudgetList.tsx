import { isBudgetOf } from '~/domain/cost/budget'
import { moneyUnit } from '~/domain/cost/price-book'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { TruthChip } from '~/panels/TruthChip'
import { Bullet } from '~/ui/chart/Bullet'
import { StatusChip } from '~/ui/status/StatusChip'
import type { StatusMark, Tone } from '~/ui/status/tone'
import styles from './cost.module.css'
import type { BudgetLine, CostModel } from './cost-model'
import { FigureDetails, windowQueries } from './FigureDetails'
import { trendQueries } from './ForecastCard'
import { Money, shareText } from './Money'
import type { Cost } from './use-cost'

const WORDS = { daily: 'today', monthly: 'this month', hourly: 'the last 60 minutes' } as const

/** Each budget: used, how much of its time is gone, and when it runs out. */
export function BudgetList({ cost }: { readonly cost: Cost }) {
  const { model, timeZone } = cost
  return (
    <section className={styles['card']} aria-label="Budgets">
      <header className={styles['cardHead']}>
        <h2>Budgets</h2>
        <span className={styles['spring']} />
        <FigureDetails
          title="budgets"
          timeZone={timeZone}
          queries={() => [...windowQueries(model, ['today', 'month']), ...trendQueries(cost)]}
        />
      </header>
      {model.budgets.length === 0 ? (
        <p className={styles['note']}>config.json has no budgets. One is {'{"id", "title", "platform", "daily"}'}.</p>
      ) : (
        <ul className={styles['budgets']}>
          {model.budgets.map((line) => (
            <Line key={`${line.budget.id} ${line.period}`} line={line} model={model} timeZone={timeZone} />
          ))}
        </ul>
      )}
    </section>
  )
}

interface LineProps {
  readonly line: BudgetLine
  readonly model: CostModel
  readonly timeZone: string
}

function Line({ line, model, timeZone }: LineProps) {
  const { budget, period, limit, spent, atLeast, burn, truth } = line
  const unit = moneyUnit(model.book)
  const known = spent !== null && !Number.isNaN(spent)
  const used = known && limit > 0 ? spent / limit : null
  const { mark, word } = verdictOf(line, used)
  const tone: Tone = mark === 'ok' || mark === 'warn' || mark === 'crit' ? mark : 'unknown'
  const isOfNothing = !model.book.usages.some((usage) => isBudgetOf(budget, usage))
  return (
    <li data-budget={budget.id} data-period={period} data-used={used ?? undefined}>
      <div className={styles['budgetHead']}>
        <h3>
          {displayText(budget.title)} <small>{WORDS[period]}</small>
        </h3>
        {truth.old || truth.kind === 'failed' ? <TruthChip truth={truth} /> : <StatusChip mark={mark} word={word} />}
      </div>
      <p className={styles['budgetFigures']}>
        <strong>
          <Money value={spent} unit={unit} atLeast={atLeast} />
        </strong>{' '}
        of {formatText(limit, { unit })}
        {used !== null && ` · ${atLeast ? 'at least ' : ''}${shareText(used)} used`}
        {burn !== null && `, ${shareText(burn.gone)} of the time gone`}
      </p>
      <Bullet
        value={used}
        min={0}
        max={Math.max(1.2, Math.min(2, used ?? 0))}
        tone={tone}
        alert={1}
        target={burn?.gone}
      />
      <p className={styles['note']}>
        {isOfNothing ? 'No usage of prices.json belongs to it.' : budgetSentence(line, unit, timeZone)}
      </p>
    </li>
  )
}

/** How a budget stands: spent is critical, to be spent before its end a warning. A lower bound is never good news. */
function verdictOf(
  { period, burn, atLeast, spent, gaps }: BudgetLine,
  used: number | null,
): { mark: StatusMark; word: string } {
  if (spent === null) return { mark: 'unknown', word: 'no data' }
  if (Number.isNaN(spent)) return { mark: 'idle', word: 'no traffic' }
  if (used === null) return { mark: 'unknown', word: 'no limit' }
  if (used >= 1) return { mark: 'crit', word: period === 'hourly' ? 'above the line' : 'spent' }
  if (burn?.runsOutMs != null && gaps === null) return { mark: 'warn', word: 'runs out early' }
  if (atLeast) return { mark: 'unknown', word: 'not sure' }
  if (period === 'hourly') return { mark: 'ok', word: 'below the line' }
  return burn === null ? { mark: 'unknown', word: 'just begun' } : { mark: 'ok', word: 'lasts' }
}

function budgetSentence({ period, burn, spent, limit, gaps }: BudgetLine, unit: string, timeZone: string): string {
  if (period === 'hourly') return `The line is ${formatText(limit, { unit })} an hour.`
  if (spent === null || Number.isNaN(spent)) return 'Nothing was spent that is known.'
  if (burn === null) return 'It has just begun: a rate is told after a quarter of an hour.'
  if (gaps !== null) {
    return `${burn.isSpent ? 'It is spent. ' : ''}Only ${gaps.known} of ${gaps.all} hours have data: no rate can be told.`
  }
  const projected = `at this rate it ends with ${formatText(burn.projected, { unit })}`
  if (burn.isSpent) return `It is spent; ${projected}.`
  if (burn.runsOutMs !== null)
    return `At this rate it runs out on ${formatInstant(burn.runsOutMs, timeZone).slice(0, 16)}; ${projected}.`
  return `It lasts: ${projected}.`
}
