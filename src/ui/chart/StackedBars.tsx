import { memo } from 'react'
import { Bar, BarChart, CartesianGrid, ErrorBar, ReferenceLine, XAxis, YAxis } from 'recharts'
import styles from './stacked-bars.module.css'
import { useBox } from './use-box'

export interface BarSeries {
  /** Stable over refreshes. */
  readonly id: string
  /** A colour token. */
  readonly colour: string
}

export interface BarColumn {
  /** Stable over refreshes. */
  readonly id: string
  /** Under the axis; only as many are shown as have room. */
  readonly label: string
  /** By series, in their order; 0 for none. */
  readonly values: readonly number[]
  /** Not known but told beforehand: drawn lighter, with its whole as one, and how far that may be off. */
  readonly told?: { readonly value: number; readonly low: number; readonly high: number } | undefined
}

export interface StackedBarsProps {
  /** All that the chart says in one sentence; a table beside it has the figures. */
  readonly label: string
  readonly series: readonly BarSeries[]
  readonly columns: readonly BarColumn[]
  /** Lines across, such as a budget. */
  readonly limits: readonly { readonly id: string; readonly value: number }[]
  readonly formatTick: (value: number) => string
  /** The column that is pointed at. */
  readonly onActive: (id: string | null) => void
  readonly isOld: boolean
}

/** Room of the axes in rem. */
const AXIS = { width: 3.75, height: 1.5 } as const
const TICK = { fontSize: '0.75rem', fill: 'var(--text-muted)' } as const

/** Whole steps of 1, 2 or 5 from 0 to above the highest, four to eight of them. */
export function roundTicks(highest: number): number[] {
  if (!(highest > 0) || !Number.isFinite(highest)) return [0, 1]
  const power = 10 ** Math.floor(Math.log10(highest / 4))
  const step = [1, 2, 5, 10].map((one) => one * power).findLast((one) => highest / one >= 4) ?? power
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, i) => i * step)
}

/** Columns of parts over time, as many as there are hours or days. */
export const StackedBars = memo(function StackedBars(props: StackedBarsProps) {
  const { label, series, columns, limits, formatTick, onActive, isOld } = props
  const [ref, box] = useBox<HTMLDivElement>()
  const rows = columns.map(({ id, values, told }) => ({
    id,
    // By place: a name from outside is no key of an object.
    ...Object.fromEntries(values.map((value, i) => [`v${i}`, value])),
    told: told?.value ?? 0,
    error: told === undefined ? undefined : [told.value - told.low, told.high - told.value],
  }))
  const highest = Math.max(
    0,
    ...limits.map(({ value }) => value),
    ...columns.map(({ values, told }) => values.reduce((sum, value) => sum + value, 0) + (told?.high ?? 0)),
  )
  const ticks = roundTicks(highest)
  const labels = new Map(columns.map(({ id, label: name }) => [id, name]))
  const hasTold = columns.some(({ told }) => told !== undefined)
  const point = ({ activeTooltipIndex }: { readonly activeTooltipIndex?: number | string | null | undefined }) => {
    const index =
      activeTooltipIndex === undefined || activeTooltipIndex === null ? Number.NaN : Number(activeTooltipIndex)
    onActive(columns[index]?.id ?? null)
  }
  return (
    <div ref={ref} className={styles['bars']} role="img" aria-label={label} data-old={isOld || undefined}>
      {box !== null && (
        <BarChart
          // Bars are stacked in the order in which they came: another set of them is another chart.
          key={JSON.stringify([series.map(({ id }) => id), hasTold])}
          width={box.width}
          height={box.height}
          data={rows}
          margin={{ top: box.rem / 2, right: box.rem / 4, bottom: 0, left: 0 }}
          barCategoryGap="12%"
          accessibilityLayer={false}
          onMouseMove={point}
          onMouseLeave={() => onActive(null)}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="id"
            tickFormatter={(id: string) => labels.get(id) ?? ''}
            tick={TICK}
            stroke="var(--line-strong)"
            height={AXIS.height * box.rem}
            interval="equidistantPreserveStart"
            minTickGap={box.rem}
            tickLine={false}
          />
          <YAxis
            tickFormatter={formatTick}
            tick={TICK}
            width={AXIS.width * box.rem}
            domain={[0, ticks.at(-1) ?? 1]}
            ticks={ticks}
            tickLine={false}
            axisLine={false}
          />
          {series.map(({ id, colour }, i) => (
            <Bar
              key={id}
              dataKey={`v${i}`}
              name={id}
              stackId="all"
              fill={`var(${colour})`}
              className={styles['bar'] ?? ''}
              isAnimationActive={false}
            />
          ))}
          {hasTold && (
            <Bar dataKey="told" stackId="all" fill="var(--accent)" fillOpacity={0.35} isAnimationActive={false}>
              <ErrorBar
                dataKey="error"
                width={box.rem / 4}
                stroke="var(--text-muted)"
                strokeWidth={box.rem / 10}
                isAnimationActive={false}
              />
            </Bar>
          )}
          {limits.map(({ id, value }) => (
            <ReferenceLine
              key={id}
              y={value}
              stroke="var(--warn)"
              strokeWidth={box.rem / 8}
              strokeDasharray={`${box.rem / 2} ${box.rem / 4}`}
            />
          ))}
        </BarChart>
      )}
    </div>
  )
})
