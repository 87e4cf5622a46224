import { useLayoutEffect, useState } from 'react'
import { rowPx } from './row-height'
import styles from './table.module.css'

interface MoreRowsProps {
  /** Rows of the table, its head left out. */
  readonly count: number
  /** What cuts them; null until it is in the page. */
  readonly scroller: HTMLElement | null
}

/** Where nobody can scroll: how many rows are not seen. Elsewhere nothing. */
export function MoreRows({ count, scroller }: MoreRowsProps) {
  const [seen, setSeen] = useState<number | null>(null)
  useLayoutEffect(() => {
    if (!scroller?.closest('[data-board]')) return undefined
    // A pixel for what is rounded; the head is as high as a row.
    const look = () => setSeen(Math.max(0, Math.floor((scroller.clientHeight + 1) / rowPx()) - 1))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(scroller)
    return () => observer.disconnect()
  }, [scroller])
  if (seen === null) return null
  const hidden = count - seen
  return <p className={styles['more']}>{hidden > 0 ? `and ${hidden} more ${hidden === 1 ? 'row' : 'rows'}` : null}</p>
}
