import { type CSSProperties, useMemo, useState } from 'react'
import { type FormattedValue, formatText, formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Donut } from '~/ui/chart/Donut'
import { Figure } from '../Figure'
import { PanelNote } from '../PanelNote'
import type { PanelProps } from '../panel-kind'
import type { PieOptions } from './options'
import styles from './pie.module.css'
import { ShareTable } from './ShareTable'
import { type Shares, sharesOf } from './shares'

/** Parts of a whole as a ring beside a table with value and share. */
export function PiePanel({ title, format, options, data, truth, timeZone, overlay }: PanelProps<PieOptions>) {
  const [active, setActive] = useState<string | null>(null)
  const topBounds = overlay?.topBounds
  const shares = useMemo(() => sharesOf(data.series, options.limit, topBounds), [data.series, options.limit, topBounds])
  // A slice is a share: where none is known there is none to draw.
  const slices = useMemo(
    () =>
      shares.rows.flatMap(({ id, colour, value, share }) =>
        value !== null && share !== null && share > 0 ? [{ id, colour, value }] : [],
      ),
    [shares],
  )
  if (data.series.length === 0) return <PanelNote truth={truth} />
  const pointed = shares.rows.find(({ id }) => id === active) ?? null
  const middle = pointed ?? (options.total ? { name: 'total', value: shares.total, atLeast: shares.atLeast } : null)
  const shown = middle === null ? null : formatValue(middle.value, { ...format, atLeast: middle.atLeast }, timeZone)
  return (
    <div className={styles['panel']} data-old={truth.old ? '' : undefined}>
      <div className={styles['body']}>
        <div className={styles['ring']}>
          <Donut label={summaryOf(title, shares)} slices={slices} active={pointed?.id ?? null} onActive={setActive} />
          {middle === null || shown === null ? null : (
            <p className={styles['middle']} aria-hidden="true" data-state={shown.state}>
              <span className={styles['value']} style={{ '--ems': emsOf(shown) } as CSSProperties}>
                <Figure {...shown} />
              </span>
              <bdi className={styles['name']}>{displayText(middle.name)}</bdi>
            </p>
          )}
        </div>
        <ShareTable
          title={title}
          rows={shares.rows}
          unfit={shares.unfit}
          isUnsure={shares.atLeast}
          format={format}
          timeZone={timeZone}
          earlier={overlay?.earlier ?? null}
          topBounds={topBounds}
          active={pointed?.id ?? null}
          onActive={setActive}
        />
      </div>
    </div>
  )
}

/** About how many of its own sizes a figure is wide, with a margin: what stands in the hole must not lie on the ring. */
function emsOf({ text, unit, atLeast }: FormattedValue): number {
  return 0.58 * (text.length + (atLeast ? 2 : 0) + (unit === '' ? 0 : 0.55 * (unit.length + 1)))
}

function summaryOf(title: string, { rows, atLeast }: Shares): string {
  const parts = rows.flatMap(({ name, share }) =>
    share === null ? [] : [`${displayText(name)} ${formatText(share, { unit: 'percentunit' })}`],
  )
  return `${title}: ${parts.length === 0 ? (atLeast ? 'shares are not known' : 'nothing to share') : parts.join(', ')}`
}
