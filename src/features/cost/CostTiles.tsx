import type { ReactNode } from 'react'
import { moneyUnit } from '~/domain/cost/price-book'
import { moneyStep } from '~/domain/cost/round-parts'
import { WINDOW_WORDS, type WindowId } from '~/domain/cost/windows'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { TruthChip } from '~/panels/TruthChip'
import { hasUnpriced, whyNotCompared } from './compare-windows'
import styles from './cost.module.css'
import { FigureDetails, shownQueries } from './FigureDetails'
import { Money, shareText, signed, signedShare } from './Money'
import { sumOf } from './shown-money'
import type { Cost } from './use-cost'
import { hasGaps, holesText, isAtLeast, type WindowCost } from './window-cost'

/** The four figures that are read from across a room. */
export function CostTiles({ cost }: { readonly cost: Cost }) {
  const { model } = cost
  const [day, before, week] = (['day', 'day-before', 'week-before'] as const).map((id) => model.windows.get(id))
  return (
    <div className={styles['tiles']}>
      <WindowTile cost={cost} id="today" />
      <WindowTile cost={cost} id="day">
        <Compared now={day} then={before} words="the day before" unit={moneyUnit(model.book)} />
        <Compared now={day} then={week} words="a week before" unit={moneyUnit(model.book)} />
      </WindowTile>
      <WindowTile cost={cost} id="month" />
      <ForecastTile cost={cost} />
    </div>
  )
}

interface WindowTileProps {
  readonly cost: Cost
  readonly id: WindowId
  readonly children?: ReactNode
}

function WindowTile({ cost: { model, timeZone }, id, children }: WindowTileProps) {
  const window = model.windows.get(id)
  if (window === undefined) return null
  const unit = moneyUnit(model.book)
  const title = WINDOW_WORDS[id]
  const { total, truth, figures, hours, shown, atMs } = window
  const { fromMs, toMs } = figures[0]?.window ?? { fromMs: null, toMs: null }
  return (
    <article
      className={styles['tile']}
      aria-label={title}
      data-window={id}
      data-value={total.money ?? undefined}
      data-evaluated-ms={atMs ?? undefined}
    >
      <header>
        <h2>{title}</h2>
        <TruthChip truth={truth} />
        <span className={styles['spring']} />
        <FigureDetails
          title={title}
          timeZone={timeZone}
          queries={() => figures.flatMap((one) => shownQueries(one.asked, one.usage.title, unit))}
        >
          {fromMs !== null && (
            <p>
              From {formatInstant(fromMs, timeZone)} to {formatInstant(toMs, timeZone)} {timeZone}.
            </p>
          )}
        </FigureDetails>
      </header>
      <p className={styles['hero']} data-old={truth.old || undefined}>
        {truth.kind === 'loading' ? (
          '–'
        ) : (
          <Money
            value={shown.whole}
            unit={unit}
            atLeast={isAtLeast(window)}
            decimals={total.money === 0 ? undefined : shown.decimals}
          />
        )}
      </p>
      {truth.old && atMs !== null && (
        <p className={styles['warning']} data-as-of>{`As of ${formatInstant(atMs, timeZone)}, not of now`}</p>
      )}
      {children}
      <PerJob window={window} unit={unit} />
      <Basis window={window} unit={unit} />
      {truth.kind !== 'loading' && <Holes window={window} />}
      {hours !== null && hasGaps(window) && (
        <p className={styles['warning']} data-gaps>{`${hours.known} of ${hours.all} hours have data`}</p>
      )}
      {hours === null && <p className={styles['note']}>Which of its hours have data is not known</p>}
    </article>
  )
}

/** What a figure is made of: estimate or measurement, and how much of the tokens has a price. */
function Basis({ window: { total, shown }, unit }: { readonly window: WindowCost; readonly unit: string }) {
  const { estimated, measured, coverage, money, counted } = total
  if (money === null || Number.isNaN(money)) return null
  // What is shown adds up to the figure above it.
  const shownOf = (kind: 'tokens' | 'dollars') =>
    sumOf(
      counted.flatMap(({ usage }) => (usage.kind === kind ? [shown.usages.get(usage.id) ?? 0] : [])),
      10 ** -shown.decimals,
    )
  const text = (value: number) => formatText(value, { unit, ...(shown.decimals === 2 && { decimals: 2 }) })
  const parts = [
    ...(measured > 0 ? [`${text(shownOf('dollars'))} measured`] : []),
    ...(estimated > 0 || coverage !== null
      ? [`${text(shownOf('tokens'))} estimated${coverage === null ? '' : `, ${shareText(coverage)} of tokens priced`}`]
      : []),
  ]
  return (
    <p className={styles['note']} data-basis>
      {parts.join(' · ')}
    </p>
  )
}

/** What is not in a sum, at the sum: it must not read as a whole. */
function Holes({ window: { holes } }: { readonly window: WindowCost }) {
  if (holes.length === 0) return null
  return (
    <p className={styles['warning']} data-holes>
      {`Not in it: ${displayText(holesText(holes))}`}
    </p>
  )
}

function PerJob({ window: { costs }, unit }: { readonly window: WindowCost; readonly unit: string }) {
  const known = costs.filter(({ money, jobs }) => money !== null && !Number.isNaN(money) && jobs !== null && jobs > 0)
  if (known.length === 0) return null
  return (
    <p className={styles['note']}>
      {known
        .map(
          ({ usage, money, jobs, unpriced }) =>
            `${usage.title}: ${formatText((money ?? 0) / (jobs ?? 1), { unit, atLeast: unpriced.length > 0 })} a job`,
        )
        .join(' · ')}
    </p>
  )
}

interface ComparedProps {
  readonly now: WindowCost | undefined
  readonly then: WindowCost | undefined
  readonly words: string
  readonly unit: string
}

function Compared({ now, then, words, unit }: ComparedProps) {
  const [is, was] = [now?.total.money, then?.total.money]
  const why = whyNotCompared(now, then)
  if (why !== null || is == null || was == null) return <p className={styles['note']}>{why}</p>
  if (Number.isNaN(is)) return <p className={styles['note']}>{`No traffic to compare with ${words}`}</p>
  if (Number.isNaN(was)) return <p className={styles['note']}>{`No traffic ${words}`}</p>
  const share = was === 0 ? null : (is - was) / was
  const priced = hasUnpriced(now, then) ? ', of what has a price' : ''
  if (Math.abs(is - was) < moneyStep(Math.max(is, was)).step / 2)
    return <p className={styles['note']}>{`The same as ${words}${priced}`}</p>
  return (
    <p className={styles['note']}>
      <strong>{signed(is - was, unit)}</strong> ({signedShare(share)}) vs {words}
      {priced}
    </p>
  )
}

/** What the month will have cost at its end; how sure that is, and how far such forecasts were off. */
function ForecastTile({ cost: { model, timeZone } }: { readonly cost: Cost }) {
  const { forecast, forecastTruth, monthEndMs, windows } = model
  const unit = moneyUnit(model.book)
  const month = windows.get('month')
  const isShort = month !== undefined && hasGaps(month)
  const title = 'Month-end forecast'
  return (
    <article className={styles['tile']} aria-label={title} data-window="forecast">
      <header>
        <h2>{title}</h2>
        <TruthChip truth={forecastTruth} />
      </header>
      {forecast?.kind === 'forecast' ? (
        <>
          <p className={styles['hero']} data-old={forecastTruth.old || undefined}>
            <Money
              value={forecast.total}
              unit={unit}
              atLeast={month !== undefined && isAtLeast(month)}
              decimals={roundOf(forecast.total)}
            />
          </p>
          <p className={styles['note']}>
            {forecast.low === null || forecast.high === null
              ? 'Too few days to say how far it may be off'
              : `Between ${round(forecast.low, unit)} and ${round(forecast.high, unit)}, four times of five${month !== undefined && isAtLeast(month) ? ', of what is known' : ''}`}
          </p>
          <p className={styles['note']}>
            {`Such forecasts were off by ${shareText(forecast.best.error)} an hour, “same as yesterday” by ${shareText(forecast.baseline.error)}`}
          </p>
          <p className={styles['note']}>{`On ${formatInstant(monthEndMs, timeZone).slice(0, 10)}, at midnight`}</p>
          {month && <Holes window={month} />}
          {isShort && month.hours !== null && (
            <p className={styles['warning']}>
              {`Of the month so far only ${month.hours.known} of ${month.hours.all} hours have data: the others are missing in it`}
            </p>
          )}
        </>
      ) : (
        <>
          <p className={styles['hero']} data-old data-words>
            {forecast === null ? '–' : 'Too little history'}
          </p>
          {forecast?.kind === 'too-little' && (
            <p className={styles['note']}>
              {`${forecast.hoursKnown} hours are known and ${forecast.hoursNeeded} are needed: ${forecast.hoursNeeded - forecast.hoursKnown} are missing`}
            </p>
          )}
        </>
      )}
    </article>
  )
}

/** A forecast to the cent would claim what it does not know. */
function roundOf(value: number): number | undefined {
  return Math.abs(value) >= 100 ? 0 : undefined
}

function round(value: number, unit: string): string {
  return formatText(value, { unit, decimals: roundOf(value) })
}
