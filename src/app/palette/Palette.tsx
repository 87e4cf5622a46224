import { useRef, useState } from 'react'
import { DialogSurface } from '~/ui/primitives/DialogSurface'
import { Kbd } from '~/ui/primitives/Kbd'
import { useListbox } from '~/ui/primitives/use-listbox'
import { type PaletteEntry, rankEntries } from './entries'
import type { Ranges } from './fuzzy'
import styles from './palette.module.css'

export interface PaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly entries: readonly PaletteEntry[]
  /** What to offer before all else for a text that is more than a name to find. */
  readonly offer: (text: string) => PaletteEntry | null
}

/** Finds dashboards, panels and commands by a few letters. */
export function Palette({ open, onOpenChange, entries, offer }: PaletteProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <DialogSurface
      open={open}
      onOpenChange={onOpenChange}
      title="Find a dashboard, a panel, an alert, a metric or a command"
      titleHidden
      initialFocus={input}
      className={styles['dialog'] ?? ''}
    >
      <Finder input={input} entries={entries} offer={offer} onDone={() => onOpenChange(false)} />
    </DialogSurface>
  )
}

interface FinderProps {
  readonly input: React.RefObject<HTMLInputElement | null>
  readonly entries: readonly PaletteEntry[]
  readonly offer: PaletteProps['offer']
  readonly onDone: () => void
}

function Finder({ input, entries, offer, onDone }: FinderProps) {
  const [query, setQuery] = useState('')
  const offered = offer(query)
  const found = rankEntries(query, entries)
  const ranked = offered === null ? found : [{ entry: offered, titleRanges: [], detailRanges: [] }, ...found]
  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return
    onDone()
    entry.run()
  }
  const list = useListbox(ranked.length, (index) => run(ranked[index]?.entry))
  return (
    <>
      <input
        ref={input}
        className={styles['input']}
        {...list.field}
        aria-label="Find a dashboard, a panel, an alert, a metric or a command"
        placeholder="Find a dashboard, a panel, an alert, a metric or a command"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          list.reset()
        }}
      />
      <div id={list.listId} role="listbox" aria-label="Found" className={styles['list']} tabIndex={-1}>
        {ranked.map(({ entry, titleRanges, detailRanges }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={entry.id}
            {...list.row(index)}
            role="option"
            aria-selected={index === list.active}
            className={styles['row']}
            onClick={() => run(entry)}
          >
            <span className={styles['name']}>
              <Marked text={entry.title} ranges={titleRanges} />
            </span>
            <span className={styles['detail']}>
              <Marked text={entry.detail} ranges={detailRanges} />
            </span>
            {entry.keys === undefined ? (
              <span className={styles['group']}>{entry.group.slice(0, -1)}</span>
            ) : (
              <Kbd keys={entry.keys} />
            )}
          </div>
        ))}
      </div>
      <p role="status" className={ranked.length === 0 ? styles['none'] : 'sr-only'}>
        {ranked.length === 0 ? `Nothing is called “${query}”.` : `${ranked.length} found`}
      </p>
    </>
  )
}

function Marked({ text, ranges }: { readonly text: string; readonly ranges: Ranges }) {
  let at = 0
  const parts = ranges.flatMap(([from, to]) => {
    const before = text.slice(at, from)
    at = to
    return [before, <mark key={from}>{text.slice(from, to)}</mark>]
  })
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
