import { Button } from '~/ui/primitives/Button'
import { TextField } from '~/ui/primitives/TextField'
import styles from './table.module.css'

interface TableToolsProps {
  readonly title: string
  readonly filter: string
  readonly onFilter: (filter: string) => void
  readonly count: number
  readonly shown: number
  readonly onExport: () => void
}

/** Filter, how many rows it leaves, and the way to take them along. */
export function TableTools({ title, filter, onFilter, count, shown, onExport }: TableToolsProps) {
  const all = count.toLocaleString('en-GB')
  return (
    <div className={styles['tools']}>
      <TextField
        label={`Filter ${title}`}
        labelHidden
        type="search"
        placeholder="Filter"
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
        className={styles['filter']}
      />
      <span className={styles['count']} aria-live="polite">
        {shown === count ? `${all} ${count === 1 ? 'row' : 'rows'}` : `${shown.toLocaleString('en-GB')} of ${all} rows`}
      </span>
      <Button className={styles['export']} title="Download these rows as CSV" onClick={onExport}>
        CSV
      </Button>
    </div>
  )
}
