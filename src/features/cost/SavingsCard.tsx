import type { Asked } from '~/data/cost/use-cost-questions'
import type { UsageCost } from '~/domain/cost/parts'
import { moneyUnit } from '~/domain/cost/price-book'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { TruthChip } from '~/panels/TruthChip'
import styles from './cost.module.css'
import { FigureDetails } from './FigureDetails'
import { Money, shareText } from './Money'
import type { Cost } from './use-cost'

/** What the teams' own caches save, a day and a year. */
export function SavingsCard({ cost: { model, questions, timeZone } }: { readonly cost: Cost }) {
  const unit = moneyUnit(model.book)
  const costs = model.windows.get('day')?.costs ?? []
  return [...questions.savings].map(([usage, { money, hitRate }]) => {
    const aDay = newestOf(money)
    const rate = newestOf(hitRate)
    const own = costs.find((one) => one.usage === usage)
    const atLeast = (own?.unpriced.length ?? 0) > 0
    const truth = model.savingsTruth.get(usage)
    const error = money.error ?? hitRate.error
    const isKnown = aDay !== null && !Number.isNaN(aDay)
    return (
      <section
        key={usage.id}
        className={styles['card']}
        aria-label={`Cache savings of ${usage.title}`}
        data-savings={usage.id}
      >
        <header className={styles['cardHead']}>
          <h2>{`Cache savings, ${displayText(usage.title)}`}</h2>
          {truth && <TruthChip truth={truth} />}
          <span className={styles['spring']} />
          <FigureDetails
            title={`cache savings of ${usage.title}`}
            timeZone={timeZone}
            queries={() => [shown('Saved in 24 hours', money, unit), shown('Hit rate', hitRate, 'percentunit')]}
          />
        </header>
        <dl className={styles['pairs']}>
          <div>
            <dt>A day</dt>
            <dd data-value={aDay ?? undefined}>
              <Money value={aDay} unit={unit} atLeast={atLeast} />
            </dd>
          </div>
          <div>
            <dt>A year of such days</dt>
            <dd>
              <Money value={isKnown ? Math.round(365 * aDay) : aDay} unit={unit} atLeast={atLeast} decimals={0} />
            </dd>
          </div>
        </dl>
        <p className={styles['note']}>
          {error !== null && `${displayText(error.message)} `}
          {truth?.old === true && hitRate.data && `As of ${formatInstant(hitRate.data.evaluatedMs, timeZone)}. `}
          {sentenceOf(rate, hitRate.data !== undefined, own)}
        </p>
      </section>
    )
  })
}

function sentenceOf(rate: number | null, isAnswered: boolean, own: UsageCost | undefined): string {
  if (rate === null)
    return isAnswered ? 'The cache has no counters here: nothing is known.' : 'Nothing was answered yet.'
  // Hits and misses of none, and not that nobody counts.
  if (Number.isNaN(rate)) return 'Nobody asked the cache in the last 24 hours.'
  const saved =
    own === undefined || own.money === null
      ? ''
      : `: ${formatText(own.tokens * rate, { unit: 'tokens' })} tokens not spent`
  return `${shareText(rate)} of prompts were hits${saved}. Saved tokens are tokens times hit rate, at the price of each model: an estimate.`
}

function newestOf({ data }: Asked): number | null {
  return data?.tip?.samples[0]?.value ?? null
}

function shown(what: string, { question, data, error }: Asked, unit: string) {
  return {
    what,
    expr: question.expr,
    timeMs: data?.evaluatedMs ?? null,
    values: (data?.tip?.samples ?? []).map(({ key, value }) => ({ key, name: '', value })),
    unit,
    notes: [...(error === null ? [] : [error.message]), ...(data?.warnings ?? [])],
  }
}
