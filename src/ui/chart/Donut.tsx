import { memo } from 'react'
import { Pie, PieChart, type PieSectorShapeProps, Sector } from 'recharts'
import styles from './donut.module.css'

export interface DonutSlice {
  /** Stable over refreshes. */
  readonly id: string
  /** Greater than 0, finite. */
  readonly value: number
  /** A colour token. */
  readonly colour: string
}

export interface DonutProps {
  /** All that the ring says, for readers who cannot see it. */
  readonly label: string
  /** In the order of their colours, clockwise from the top. Empty: a bare ring. */
  readonly slices: readonly DonutSlice[]
  /** The one that is pointed at; the others step back. */
  readonly active: string | null
  readonly onActive: (id: string | null) => void
}

/** Its own measure, scaled to its box: a picture that is scaled needs no watching of the box. */
const SIZE = 200
const SCALED = { width: '100cqmin', height: '100cqmin' } as const
const RING = { innerRadius: 62, outerRadius: 96 } as const

/** Shares of a whole as a ring. */
export const Donut = memo(function Donut({ label, slices, active, onActive }: DonutProps) {
  const data = slices.length === 0 ? [{ id: '', value: 1, colour: '--track' }] : slices.map((slice) => ({ ...slice }))
  const shape = ({ payload, cx, cy, innerRadius, outerRadius, startAngle, endAngle }: PieSectorShapeProps) => {
    const { id, colour } = payload as DonutSlice
    return (
      <Sector
        cx={cx}
        cy={cy}
        innerRadius={innerRadius}
        outerRadius={outerRadius}
        startAngle={startAngle}
        endAngle={endAngle}
        className={styles['slice'] ?? ''}
        fill={`var(${colour})`}
        opacity={active === null || active === id ? 1 : 0.35}
      />
    )
  }
  return (
    <div className={styles['donut']} role="img" aria-label={label}>
      <PieChart width={SIZE} height={SIZE} style={SCALED} accessibilityLayer={false}>
        <Pie
          {...RING}
          data={data}
          dataKey="value"
          nameKey="id"
          startAngle={90}
          endAngle={-270}
          minAngle={slices.length > 1 ? 1.5 : 0}
          isAnimationActive={false}
          rootTabIndex={-1}
          shape={shape}
          onMouseEnter={(slice: { readonly payload?: DonutSlice }) => onActive(slice.payload?.id ?? null)}
          onMouseLeave={() => onActive(null)}
        />
      </PieChart>
    </div>
  )
})
