import type { LogFacet } from '~/domain/logs/log-ports'
import { type FilterSide, sideOf } from '~/domain/logs/query/edit-log-query'
import type { LogQuery } from '~/domain/logs/query/log-query'
import { displayText } from '~/lib/display-text'
import styles from './logs.module.css'

interface LogFacetsProps {
  readonly facets: readonly LogFacet[]
  readonly query: LogQuery
  /** Open where they have no room of their own. */
  readonly isOpen: boolean
  readonly onFilter: (field: string, value: string, side: FilterSide) => void
}

/** The main fields with their values and how many lines have each; a click keeps only those, or lets the others in again. */
export function LogFacets({ facets, query, isOpen, onFilter }: LogFacetsProps) {
  return (
    <div className={styles['facets']} data-open={isOpen || undefined}>
      {facets.map(({ path, values, others }) => {
        const most = values[0]?.count ?? 1
        return (
          <section key={path} aria-label={path}>
            <h2>
              <bdi>{displayText(path)}</bdi>
            </h2>
            <ul>
              {values.map(({ value, count }) => {
                const side = sideOf(query, path, value)
                return (
                  <li key={value} data-side={side ?? undefined}>
                    <button
                      type="button"
                      aria-pressed={side === 'for'}
                      aria-label={`Only ${path} ${value}, ${count} lines`}
                      onClick={() => onFilter(path, value, 'for')}
                    >
                      <bdi>{displayText(value)}</bdi>
                      <span>{count.toLocaleString('en-GB')}</span>
                      <progress value={count} max={most} aria-hidden="true" />
                    </button>
                    <button
                      type="button"
                      className={styles['not']}
                      aria-pressed={side === 'out'}
                      aria-label={`Not ${path} ${value}`}
                      onClick={() => onFilter(path, value, 'out')}
                    >
                      −
                    </button>
                  </li>
                )
              })}
            </ul>
            {others > 0 && <p>{`and ${others.toLocaleString('en-GB')} more`}</p>}
          </section>
        )
      })}
    </div>
  )
}
