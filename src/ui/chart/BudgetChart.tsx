import { memo, useSyncExternalStore } from 'react'
import { Area, CartesianGrid, ComposedChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import styles from './budget-chart.module.css'
import { splitAtZero } from './split-at-zero'
import { chartTheme, onThemeChange } from './theme'

export interface BudgetChartProps {
  /** All that the picture says, for readers who cannot see it. */
  readonly label: string
  /** Ascending. Null is a gap; 1 is the whole budget, below 0 it is overdrawn. */
  readonly points: readonly { readonly timeMs: number; readonly left: number | null }[]
  readonly fromMs: number
  readonly toMs: number
  readonly ticks: readonly { readonly ms: number; readonly label: string }[]
  /** Lines about the point that is pointed at, the first one the heading. */
  readonly wordsAt: (timeMs: number) => readonly string[]
  readonly old: boolean
}

/** A budget over time as an area: above zero in the accent's colour, below it in red. */
export const BudgetChart = memo(function BudgetChart(props: BudgetChartProps) {
  const { label, points, fromMs, toMs, ticks, wordsAt, old } = props
  const { remPx } = useSyncExternalStore(onThemeChange, chartTheme)
  const data = splitAtZero(points)
  const worst = Math.min(0, ...points.map(({ left }) => left ?? 0))
  const labels = new Map(ticks.map((tick) => [tick.ms, tick.label]))
  return (
    <div className={styles['chart']} data-old={old || undefined} role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height="100%" minWidth={0} debounce={50}>
        <ComposedChart
          data={data}
          margin={{ top: 0.5 * remPx, right: 1.25 * remPx, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="timeMs"
            type="number"
            domain={[fromMs, toMs]}
            allowDataOverflow
            ticks={ticks.map(({ ms }) => ms)}
            tickFormatter={(ms: number) => labels.get(ms) ?? ''}
            height={1.75 * remPx}
            tickMargin={0.375 * remPx}
            tickLine={false}
            axisLine={false}
            minTickGap={0.5 * remPx}
          />
          <YAxis
            domain={[worst, 1]}
            ticks={percentTicks(worst)}
            tickFormatter={(share: number) => `${Math.round(share * 100)} %`}
            width={4 * remPx}
            tickLine={false}
            axisLine={false}
          />
          <Area
            dataKey="above"
            type="linear"
            baseValue={0}
            connectNulls={false}
            isAnimationActive={false}
            activeDot={false}
            className={styles['above'] ?? ''}
          />
          <Area
            dataKey="below"
            type="linear"
            baseValue={0}
            connectNulls={false}
            isAnimationActive={false}
            activeDot={false}
            className={styles['below'] ?? ''}
          />
          <ReferenceLine y={0} />
          <Tooltip
            isAnimationActive={false}
            content={({ active, label: at }) =>
              active && typeof at === 'number' ? <Words lines={wordsAt(at)} /> : null
            }
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
})

function Words({ lines: [head, ...rest] }: { readonly lines: readonly string[] }) {
  return (
    <div className={styles['tip']}>
      <strong>{head}</strong>
      {rest.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}

/** Quarters while the budget is not overdrawn; about six round steps where it is. */
function percentTicks(worst: number): number[] {
  if (worst > -0.05) return [0, 0.25, 0.5, 0.75, 1]
  const raw = (1 - worst) / 5
  const size = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((n) => n * size).find((one) => one >= raw) ?? raw
  const ticks: number[] = []
  for (let at = Math.ceil(worst / step) * step; at <= 1 + 1e-9; at += step) ticks.push(Number(at.toFixed(9)))
  // The whole budget is where the line begins: it has its tick, where none is near.
  return ticks.some((tick) => Math.abs(tick - 1) < step / 3) ? ticks : [...ticks, 1]
}
