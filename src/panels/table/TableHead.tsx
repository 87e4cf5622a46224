import { displayText } from '~/lib/display-text'
import type { TableSort } from './arrange-rows'
import type { TableColumn } from './columns'
import styles from './table.module.css'

interface TableHeadProps {
  readonly columns: readonly TableColumn[]
  readonly sort: TableSort
  readonly onSort: (sort: TableSort) => void
}

/** Titles to sort by. The first click puts great numbers and first letters on top, the next turns the order. */
export function TableHead({ columns, sort, onSort }: TableHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ id, kind, title }) => {
          const isSorted = id === sort.column
          const pick = () => onSort({ column: id, desc: isSorted ? !sort.desc : kind === 'value' })
          return (
            <th
              key={id}
              scope="col"
              data-kind={kind}
              aria-sort={isSorted ? (sort.desc ? 'descending' : 'ascending') : undefined}
            >
              <button type="button" className={styles['sort']} onClick={pick}>
                <bdi className={styles['title']}>{displayText(title)}</bdi>
                <svg className={styles['arrow']} viewBox="0 0 16 16" aria-hidden="true">
                  <path d={isSorted && sort.desc ? 'M8 3v10M4 9l4 4 4-4' : 'M8 13V3M4 7l4-4 4 4'} />
                </svg>
              </button>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
