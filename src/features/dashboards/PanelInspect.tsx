import { type ReactNode, useState } from 'react'
import type { Panel } from '~/domain/dashboards/model'
import { formatInstant } from '~/domain/time/format-instant'
import styles from '~/features/dashboards/panel-details.module.css'
import { displayText } from '~/lib/display-text'
import type { PanelData } from '~/panels/panel-kind'

/** Most of each that a table shows; the export as CSV has all. */
const MAX_ROWS = 100
const MAX_COLUMNS = 20

export interface PanelInspectProps {
  readonly panel: Panel
  readonly data: PanelData
  /** IANA name. */
  readonly timeZone: string
}

/** What stands behind the picture: the points as they came, and the panel as it was read from its dashboard's file. */
export function PanelInspect({ panel, data, timeZone }: PanelInspectProps) {
  return (
    <>
      {data.timesMs.length > 0 && (
        <Fold title={`Points: ${data.series.length} series, ${data.timesMs.length} times`}>
          <Points data={data} timeZone={timeZone} />
        </Fold>
      )}
      <Fold title="Definition as JSON">
        <pre className={styles['expr']} data-definition>
          {JSON.stringify(panel, null, 2)}
        </pre>
      </Fold>
    </>
  )
}

/** Draws what is in it only once it was opened: a thousand cells cost a frame. */
function Fold({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={styles['fold']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children}
    </details>
  )
}

/** The newest first, in the numbers of the answer: no unit, nothing rounded. */
function Points({ data, timeZone }: { readonly data: PanelData; readonly timeZone: string }) {
  const columns = data.series.slice(0, MAX_COLUMNS)
  const rows = Array.from({ length: Math.min(data.timesMs.length, MAX_ROWS) }, (_, i) => data.timesMs.length - 1 - i)
  const left = [
    ...(data.timesMs.length > MAX_ROWS ? [`${data.timesMs.length - MAX_ROWS} older times`] : []),
    ...(data.series.length > MAX_COLUMNS ? [`${data.series.length - MAX_COLUMNS} more series`] : []),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles['points']} aria-label="Points" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time ({timeZone})</th>
            {columns.map(({ id, name }) => (
              <th key={id} scope="col">
                <bdi>{displayText(name)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={data.timesMs[row]}>
              <th scope="row">{formatInstant(data.timesMs[row] ?? Number.NaN, timeZone)}</th>
              {columns.map(({ id, values, present }) => (
                <td key={id}>{present[row] === 1 ? String(values[row]) : ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left.length > 0 && (
        <p className={styles['source']}>Not shown: {left.join(' and ')}. The export as CSV has all.</p>
      )}
    </section>
  )
}
