import { useState } from 'react'
import { useServices } from '~/data/services-context'
import { flowPathAround } from '~/domain/links/flow-paths'
import { logsPath } from '~/domain/links/log-links'
import { dashboardAtPath, platformOfStream } from '~/domain/links/stream-platform'
import type { LogLine } from '~/domain/logs/model'
import { type FilterSide, sideOf } from '~/domain/logs/query/edit-log-query'
import type { LogQuery } from '~/domain/logs/query/log-query'
import { fieldOf } from '~/domain/traces/from-log-lines'
import { readAnsi } from '~/lib/ansi'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import styles from './details.module.css'
import { FieldValue } from './FieldValue'
import { ThrownException } from './ThrownException'
import written from './written.module.css'

/** Of the line as written; all of it can be copied. */
const MOST_RAW = 20_000

export interface LineDetailsProps {
  readonly line: LogLine
  readonly fullTime: string
  readonly query: LogQuery
  readonly columns: readonly string[]
  readonly source: string
  readonly onFilter: (field: string, value: string, side: FilterSide) => void
  readonly onColumn: (path: string) => void
  readonly onAround: () => void
}

/** All that a line says: its fields, each to be filtered by, its exception, itself as written, and where it leads. */
export function LineDetails(props: LineDetailsProps) {
  const { line, fullTime, query, columns, source, onFilter, onColumn, onAround } = props
  const link = logsPath({ fromMs: line.timeMs - 300_000, toMs: line.timeMs + 300_000, source, line: line.id })
  const { platforms, dashboards } = useServices().config
  const platform = platformOfStream(line.stream, platforms)
  const dashboard = platform === undefined ? null : dashboardAtPath(dashboards, platform, line.timeMs)
  const trace = flowPathAround('trace_id', fieldOf(line, 'trace_id') ?? '', line.timeMs)
  const copyLink = () => void copyAndSay('Link', new URL(link, window.location.href).href)
  const own = [
    ['level', line.level],
    ['logger', line.logger],
    ['stream', line.stream],
  ] as const
  const known = new Set(line.fields.map(({ path }) => path))
  const rows = [
    ...own.filter(([path, value]) => value !== '' && !known.has(path)),
    // A traceback is shown folded and with its line breaks, not as a value.
    ...line.fields
      .filter(({ value }) => value !== line.exception?.traceback)
      .map(({ path, value }) => [path, value] as const),
  ]
  return (
    <section className={styles['details']} aria-label={`Line of ${fullTime}`}>
      <p className={styles['tools']}>
        <span>{fullTime}</span>
        {line.timeIs !== 'own' && (
          <span className={styles['note']}>
            {line.timeIs === 'neighbour'
              ? 'of the line before: this one has no time'
              : 'when it was read: it has no time'}
          </span>
        )}
        {trace !== null && (
          <AppLink to={trace} className={styles['way']}>
            Its trace
          </AppLink>
        )}
        {dashboard !== null && (
          <AppLink to={dashboard} className={styles['way']}>
            {`${displayText(platforms.find(({ id }) => id === platform)?.title ?? '')} then`}
          </AppLink>
        )}
        <Button look="quiet" onClick={onAround}>
          Lines around it
        </Button>
        <Button look="quiet" onClick={copyLink}>
          Copy link
        </Button>
        <Button look="quiet" onClick={() => void copyAndSay('Line', line.raw)}>
          Copy line
        </Button>
      </p>
      {line.exception !== null && <ThrownException exception={line.exception} />}
      {rows.length > 0 && (
        <table className={styles['fields']}>
          <thead className="sr-only">
            <tr>
              <th scope="col">Filter</th>
              <th scope="col">Field</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([path, value]) => (
              <tr key={path}>
                <td className={styles['acts']}>
                  <FilterButton {...{ path, value, query, onFilter }} side="for" />
                  <FilterButton {...{ path, value, query, onFilter }} side="out" />
                  <button
                    type="button"
                    aria-label={`Column ${displayText(path)}`}
                    aria-pressed={columns.includes(path)}
                    title="As a column"
                    onClick={() => onColumn(path)}
                  >
                    ▥
                  </button>
                </td>
                <th scope="row">
                  <bdi>{displayText(path)}</bdi>
                </th>
                <td>
                  <FieldValue path={path} value={value} timeMs={line.timeMs} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <RawLine line={line} />
    </section>
  )
}

interface FilterButtonProps {
  readonly path: string
  readonly value: string
  readonly side: FilterSide
  readonly query: LogQuery
  readonly onFilter: LineDetailsProps['onFilter']
}

function FilterButton({ path, value, side, query, onFilter }: FilterButtonProps) {
  const words = side === 'for' ? 'Only lines with' : 'No lines with'
  return (
    <button
      type="button"
      aria-label={`${words} ${displayText(path)} ${displayText(value.slice(0, 60))}`}
      aria-pressed={sideOf(query, path, value) === side}
      title={`${words} this ${displayText(path)}`}
      onClick={() => onFilter(path, value, side)}
    >
      {side === 'for' ? '+' : '−'}
    </button>
  )
}

function RawLine({ line }: { readonly line: LogLine }) {
  const [isShown, setShown] = useState(line.fields.length === 0)
  const raw = line.raw.slice(0, MOST_RAW)
  return (
    <details open={isShown} onToggle={(event) => setShown(event.currentTarget.open)} className={styles['raw']}>
      <summary>As written</summary>
      <pre className={written['written']}>
        {readAnsi(raw).map(({ text, colour, bold }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other name
          <span key={i} data-ansi={colour ?? undefined} data-bold={bold || undefined}>
            {text}
          </span>
        ))}
        {raw.length < line.raw.length && '…'}
      </pre>
      {line.cutBytes > 0 && (
        <p
          className={styles['note']}
        >{`Cut: ${line.cutBytes.toLocaleString('en-GB')} more bytes are in the source.`}</p>
      )}
    </details>
  )
}
