import { isBudgetOf } from '~/domain/cost/budget'
import { moneyUnit } from '~/domain/cost/price-book'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { TruthChip } from '~/panels/TruthChip'
import { Bullet } from '~/ui/chart/Bullet'
import { StatusChip } from '~/ui/status/StatusChip'
import { toneOf } from '~/ui/status/tone'
import type { BudgetLine } from './budget-lines'
import { budgetSentence, verdictOf } from './budget-words'
import styles from './cost.module.css'
import type { CostModel } from './cost-model'
import { FigureDetails, windowQueries } from './FigureDetails'
import { trendQueries } from './ForecastCard'
import { Money, shareText } from './Money'
import type { Cost } from './use-cost'

const WORDS = { daily: 'today, from midnight on', monthly: 'this month', hourly: 'the last 60 minutes' } as const

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
      {model.budgets.some(({ period }) => period === 'daily') && (
        <p className={styles['note']}>
          {`Today is from midnight on, ${timeZone}. Panels such as Daily Budget Used have the last 24 hours, yesterday’s among them.`}
        </p>
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
  const { budget, period, limit, spent, shown, decimals, atLeast, burn, truth } = line
  const unit = moneyUnit(model.book)
  const known = spent !== null && !Number.isNaN(spent)
  const used = known && limit > 0 ? spent / limit : null
  const verdict = verdictOf(line)
  const tone = verdict === null ? 'unknown' : toneOf(verdict.mark)
  const isOfNothing = !model.book.usages.some((usage) => isBudgetOf(budget, usage))
  return (
    <li data-budget={budget.id} data-period={period} data-used={used ?? undefined}>
      <div className={styles['budgetHead']}>
        <h3>
          {displayText(budget.title)} <small>{WORDS[period]}</small>
        </h3>
        {verdict === null ? <TruthChip truth={truth} /> : <StatusChip mark={verdict.mark} word={verdict.word} />}
      </div>
      <p className={styles['budgetFigures']}>
        <strong>
          <Money
            value={shown === 0 && known ? spent : shown}
            unit={unit}
            atLeast={atLeast}
            decimals={spent === 0 ? undefined : decimals}
          />
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
