import { useCallback, useMemo, useState } from 'react'
import type { CostGroup } from '~/domain/cost/groups'
import { moneyUnit } from '~/domain/cost/price-book'
import type { TrendBucket } from '~/domain/cost/trend'
import { periodAt } from '~/domain/cost/windows'
import { formatInstant } from '~/domain/time/format-instant'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { TruthChip } from '~/panels/TruthChip'
import { usePageParam } from '~/state/page-params'
import { type BarColumn, StackedBars } from '~/ui/chart/StackedBars'
import parts from '~/ui/parts.module.css'
import { Button } from '~/ui/primitives/Button'
import styles from './cost.module.css'
import { FigureDetails } from './FigureDetails'
import { trendQueries } from './ForecastCard'
import { coloursOf, nameOf } from './group-look'
import type { Cost } from './use-cost'

const SPANS = [
  ['', '48 hours'],
  ['5w', '5 weeks and the rest of the month'],
] as const

/** Groups drawn each for itself; the others together are one. */
const MOST_GROUPS = 7
const OTHERS = 'others'

interface Shown {
  readonly columns: readonly (BarColumn & { readonly bucket: TrendBucket | null })[]
  readonly series: readonly { readonly id: string; readonly name: string; readonly colour: string }[]
}

/** Money of each hour or day by group, with the lines of the budgets, and the days that are told. */
export function CostTrend({ cost }: { readonly cost: Cost }) {
  const { model, grouping, timeZone, questions } = cost
  const [span, setSpan] = usePageParam('span')
  const [active, setActive] = useState<string | null>(null)
  const isDaily = span === '5w'
  const unit = moneyUnit(model.book)
  const buckets = isDaily ? model.days : model.hours.slice(-48)
  const groups = model.windows.get('month')?.groups
  const told = useTold(cost, isDaily)
  const shown = useMemo(
    () => shownOf(buckets, told, groups ?? [], grouping, timeZone, isDaily),
    [buckets, told, groups, grouping, timeZone, isDaily],
  )
  const highest = Math.max(0, ...buckets.map(({ money }) => money ?? 0))
  const limits = model.budgets.flatMap(({ budget, period, limit }) =>
    // A line at the foot of much higher bars says nothing.
    period === (isDaily ? 'daily' : 'hourly') && limit >= highest / 20
      ? [{ id: budget.id, value: limit, title: budget.title }]
      : [],
  )
  const formatTick = useCallback(
    (value: number) => formatText(value, { unit, decimals: value < 10 && value % 1 !== 0 ? 2 : 0 }),
    [unit],
  )
  const trends = [...questions.trend.values()]
  const failed = trends.find(({ error }) => error !== null)
  const isOld = failed !== undefined || model.trendTruth.old
  const column =
    shown.columns.find(({ id }) => id === active) ?? shown.columns.findLast(({ bucket }) => bucket !== null)
  const title = isDaily ? 'Cost by day' : 'Cost by hour'
  return (
    <section className={styles['card']} aria-label={title} data-trend={isDaily ? 'days' : 'hours'}>
      <header className={styles['cardHead']}>
        <h2>{title}</h2>
        <fieldset className={styles['choice']}>
          <legend className="sr-only">How far back</legend>
          {SPANS.map(([value, words]) => (
            <Button key={value} aria-pressed={value === (isDaily ? '5w' : '')} onClick={() => setSpan(value)}>
              {words}
            </Button>
          ))}
        </fieldset>
        {trends.length > 0 && <TruthChip truth={model.trendTruth} />}
        <span className={styles['spring']} />
        <FigureDetails title={title} timeZone={timeZone} queries={() => trendQueries(cost)} />
      </header>
      {failed !== undefined && <p className={styles['warning']}>{displayText(failed.error?.message ?? '')}</p>}
      {shown.columns.length === 0 ? (
        <p className={parts['nothing']}>
          {trends.some(({ data, error }) => data === undefined && error === null)
            ? 'Asks for the history…'
            : 'No hour of the last five weeks has data.'}
        </p>
      ) : (
        <>
          <p className={styles['pointed']} aria-live="off">
            {column && sentenceOf(column, shown.series, unit, timeZone, isDaily)}
          </p>
          <div className={styles['chart']}>
            <StackedBars
              label={`${title}: ${buckets.filter(({ money }) => money !== null).length} of ${buckets.length} have data; the table below has the figures`}
              series={shown.series}
              columns={shown.columns}
              limits={limits}
              formatTick={formatTick}
              onActive={setActive}
              isOld={isOld}
            />
          </div>
          <ul className={styles['legend']}>
            {shown.series.map(({ id, name, colour }) => (
              <li key={id}>
                <Swatch colour={colour} />
                <bdi>{displayText(name)}</bdi>
              </li>
            ))}
            {told.length > 0 && (
              <li>
                <Swatch colour="--accent" look="told" />
                forecast, four times of five within its line
              </li>
            )}
            {limits.map(({ id, value, title: budget }) => (
              <li key={id}>
                <Swatch colour="--warn" look="line" />
                {`${displayText(budget)}: ${formatText(value, { unit })} ${isDaily ? 'a day' : 'an hour'}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** A piece of a colour. As SVG, because a style of its own is not needed for it. */
export function Swatch({ colour, look = 'bar' }: { readonly colour: string; readonly look?: 'bar' | 'told' | 'line' }) {
  return (
    <svg className={styles['swatch']} viewBox="0 0 12 12" aria-hidden="true">
      {look === 'line' ? (
        <path d="M0 6h12" stroke={`var(${colour})`} strokeWidth="2" strokeDasharray="4 2" />
      ) : (
        <rect width="12" height="12" rx="2" fill={`var(${colour})`} opacity={look === 'told' ? 0.4 : 1} />
      )}
    </svg>
  )
}

interface ToldDay {
  readonly fromMs: number
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The days that are told, from today's rest to the end of the month. */
function useTold({ model, timeZone }: Cost, isDaily: boolean): readonly ToldDay[] {
  const { forecast, monthEndMs, nowMs } = model
  return useMemo(() => {
    if (!isDaily || forecast?.kind !== 'forecast') return []
    const { values, firstEndMs } = forecast.hours
    const days = new Map<number, number>()
    values.forEach((value, i) => {
      const endMs = firstEndMs + i * 3_600_000
      if (endMs > monthEndMs || endMs <= nowMs) return
      const { fromMs } = periodAt('d', endMs - 3_600_000, timeZone)
      days.set(fromMs, (days.get(fromMs) ?? 0) + value)
    })
    const soFar = model.windows.get('month')?.total.money ?? 0
    const rest = forecast.total - (Number.isNaN(soFar) ? 0 : soFar)
    const share = (bound: number | null) =>
      bound === null || rest <= 0 ? 1 : Math.max(0, 1 + (bound - forecast.total) / rest)
    const [low, high] = [share(forecast.low), share(forecast.high)]
    return [...days].map(([fromMs, value]) => ({ fromMs, value, low: value * low, high: value * high }))
  }, [model, forecast, monthEndMs, nowMs, timeZone, isDaily])
}

function shownOf(
  buckets: readonly TrendBucket[],
  told: readonly ToldDay[],
  groups: readonly CostGroup[],
  grouping: Cost['grouping'],
  timeZone: string,
  isDaily: boolean,
): Shown {
  const sums = new Map<string, number>()
  for (const [id, value] of buckets.flatMap(({ parts }) => [...parts])) sums.set(id, (sums.get(id) ?? 0) + value)
  const ids = [...sums]
    .filter(([, sum]) => sum > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([id]) => id)
  const [own, rest] = [ids.slice(0, MOST_GROUPS), ids.slice(MOST_GROUPS)]
  const colours = coloursOf(own)
  const nameOfId = (id: string) => {
    const group = groups.find((one) => one.id === id)
    return group === undefined ? id.replace(/^=|^usage /, '') : nameOf(group, grouping)
  }
  const series = own.map((id) => ({ id, name: nameOfId(id), colour: colours.get(id) ?? '--s1' }))
  if (rest.length > 0) series.push({ id: OTHERS, name: `${rest.length} others`, colour: '--unknown' })
  const valuesOf = ({ parts }: TrendBucket) => [
    ...own.map((id) => parts.get(id) ?? 0),
    ...(rest.length > 0 ? [rest.reduce((sum, id) => sum + (parts.get(id) ?? 0), 0)] : []),
  ]
  const labelAt = (fromMs: number) => {
    const text = formatInstant(fromMs, timeZone)
    return isDaily ? text.slice(5, 10) : text.slice(11, 16)
  }
  const tellOf = ({ value, low, high }: ToldDay) => ({ value, low, high })
  const columns = buckets.map((bucket) => {
    const day = told.find(({ fromMs }) => fromMs === bucket.fromMs)
    return {
      id: String(bucket.fromMs),
      label: labelAt(bucket.fromMs),
      values: valuesOf(bucket),
      bucket,
      ...(day && { told: tellOf(day) }),
    }
  })
  const later = told
    .filter(({ fromMs }) => !buckets.some((bucket) => bucket.fromMs === fromMs))
    .map((day) => ({
      id: String(day.fromMs),
      label: labelAt(day.fromMs),
      values: series.map(() => 0),
      bucket: null,
      told: tellOf(day),
    }))
  return { columns: [...columns, ...later], series }
}

/** What the column that is pointed at says, else the newest. */
function sentenceOf(
  { id, bucket, told, values }: Shown['columns'][number],
  series: Shown['series'],
  unit: string,
  timeZone: string,
  isDaily: boolean,
): string {
  const at = formatInstant(Number(id), timeZone)
  const when = isDaily
    ? at.slice(0, 10)
    : `${at.slice(5, 16)} to ${formatInstant(bucket?.toMs ?? 0, timeZone).slice(11, 16)}`
  if (bucket === null) {
    return `${when}: ${formatText(told?.value ?? null, { unit })} is told, between ${formatText(told?.low ?? null, { unit })} and ${formatText(told?.high ?? null, { unit })}`
  }
  if (bucket.money === null) return `${when}: no data`
  const parts = series
    .map(({ name }, i) => [name, values[i] ?? 0] as const)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${displayText(name)} ${formatText(value, { unit })}`)
  const gaps = bucket.hoursKnown < bucket.hours ? `, of ${bucket.hoursKnown} of ${bucket.hours} hours` : ''
  const rest = told === undefined ? '' : `; ${formatText(told.value, { unit })} more is told`
  return `${when}: ${formatText(bucket.money, { unit })}${gaps}${parts.length > 1 ? ` (${parts.join(', ')})` : ''}${rest}`
}
