import { useMemo, useState } from 'react'
import { formatText, formatValue } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import { Donut } from '~/ui/chart/Donut'
import { PanelNote } from '../PanelNote'
import type { PanelProps } from '../panel-kind'
import type { PieOptions } from './options'
import styles from './pie.module.css'
import { ShareTable } from './ShareTable'
import { type Shares, sharesOf } from './shares'

/** Parts of a whole as a ring beside a table with value and share. */
export function PiePanel({ title, format, options, data, truth, timeZone }: PanelProps<PieOptions>) {
  const [active, setActive] = useState<string | null>(null)
  const shares = useMemo(() => sharesOf(data.series, options.limit), [data.series, options.limit])
  const slices = useMemo(
    () => shares.rows.flatMap(({ id, colour, value }) => (value !== null && value > 0 ? [{ id, colour, value }] : [])),
    [shares],
  )
  if (data.series.length === 0) return <PanelNote truth={truth} />
  const pointed = shares.rows.find(({ id }) => id === active) ?? null
  const middle = pointed ?? (options.total ? { name: 'total', value: shares.total } : null)
  const shown = middle === null ? null : formatValue(middle.value, format, timeZone)
  return (
    <div className={styles['panel']} data-old={truth.old ? '' : undefined}>
      <div className={styles['body']}>
        <div className={styles['ring']}>
          <Donut label={summaryOf(title, shares)} slices={slices} active={pointed?.id ?? null} onActive={setActive} />
          {middle === null || shown === null ? null : (
            <p className={styles['middle']} aria-hidden="true" data-state={shown.state}>
              <span className={styles['value']}>
                {shown.text}
                {shown.unit === '' ? null : <small>{` ${shown.unit}`}</small>}
              </span>
              <bdi className={styles['name']}>{displayText(middle.name)}</bdi>
            </p>
          )}
        </div>
        <ShareTable
          title={title}
          rows={shares.rows}
          unfit={shares.unfit}
          format={format}
          timeZone={timeZone}
          active={pointed?.id ?? null}
          onActive={setActive}
        />
      </div>
    </div>
  )
}

function summaryOf(title: string, { rows }: Shares): string {
  const parts = rows.flatMap(({ name, share }) =>
    share === null ? [] : [`${displayText(name)} ${formatText(share, { unit: 'percentunit' })}`],
  )
  return `${title}: ${parts.length === 0 ? 'nothing to share' : parts.join(', ')}`
}
