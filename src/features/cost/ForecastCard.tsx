import { HISTORY_DAYS } from '~/data/cost/use-cost-questions'
import { moneyUnit } from '~/domain/cost/price-book'
import { displayText } from '~/lib/display-text'
import styles from './cost.module.css'
import { FigureDetails, type ShownQuery } from './FigureDetails'
import { shareText } from './Money'
import type { Cost } from './use-cost'

/** How the forecast is made, and how far it was off in the past. */
export function ForecastCard({ cost }: { readonly cost: Cost }) {
  const { model, timeZone } = cost
  const { forecast } = model
  return (
    <section className={styles['card']} aria-label="How the forecast is made">
      <header className={styles['cardHead']}>
        <h2>How the forecast is made</h2>
        <span className={styles['spring']} />
        <FigureDetails title="the forecast" timeZone={timeZone} queries={() => trendQueries(cost)} />
      </header>
      {forecast === null && <p className={styles['note']}>{displayText(whyNone(model))}</p>}
      {forecast?.kind === 'too-little' && (
        <p className={styles['note']}>
          {`It learns from whole hours. ${forecast.hoursKnown} of them have data, and it needs ${forecast.hoursNeeded}: a day to repeat, and three to see how far such a forecast is off.`}
        </p>
      )}
      {forecast?.kind === 'forecast' && (
        <>
          <p>{`What was spent so far, and for each hour that is left: ${forecast.best.method.words}.`}</p>
          <dl className={styles['facts']}>
            <dt>Off in the past</dt>
            <dd data-forecast-error={forecast.best.error}>{shareText(forecast.best.error)}</dd>
            <dt>“Same as yesterday” was off</dt>
            <dd data-baseline-error={forecast.baseline.error}>{shareText(forecast.baseline.error)}</dd>
          </dl>
          <p className={styles['note']}>
            {`Each of the last ${forecast.best.days} days was told by what was known before it; the error is that of its hours together (WAPE). Of the ways tried this one was off least. `}
            {forecast.low === null
              ? ''
              : `The interval is how far ${forecast.spans} spans of ${forecast.spanDays} ${forecast.spanDays === 1 ? 'day' : 'days'} were off, made wider because they are few.`}
          </p>
        </>
      )}
    </section>
  )
}

/** Why there is no forecast, in words. */
function whyNone({ trendTruth, windows }: Cost['model']): string {
  const truths = [trendTruth, windows.get('month')?.truth]
  if (truths.some((truth) => truth?.kind === 'loading')) return 'Asks for the history…'
  const failed = truths.find((truth) => truth?.kind === 'failed')
  return failed === undefined ? 'There is no history to learn from yet.' : `The history is not known. ${failed.reason}`
}

/** The queries of the hourly trend, as details show them. */
export function trendQueries({ model, questions }: Cost): readonly ShownQuery[] {
  const unit = moneyUnit(model.book)
  return [...questions.trend].map(([usage, { question, data, error }]) => ({
    what: `Money of each hour, the last ${HISTORY_DAYS} days, ${usage.title}`,
    expr: question.expr,
    timeMs: data?.evaluatedMs ?? null,
    values: (data?.tip?.samples ?? []).map(({ labels, key, value }) => ({
      ...{ key, name: [...labels.values()].join(' '), value },
    })),
    unit,
    notes: [...(error === null ? [] : [error.message]), ...(data?.warnings ?? [])],
  }))
}
