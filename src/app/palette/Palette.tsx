import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { DialogSurface } from '~/ui/primitives/DialogSurface'
import { Kbd } from '~/ui/primitives/Kbd'
import { type PaletteEntry, rankEntries } from './entries'
import type { Ranges } from './fuzzy'
import styles from './palette.module.css'

export interface PaletteProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly entries: readonly PaletteEntry[]
}

/** Finds dashboards, panels and commands by a few letters. */
export function Palette({ open, onOpenChange, entries }: PaletteProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <DialogSurface
      open={open}
      onOpenChange={onOpenChange}
      title="Find a dashboard, a panel or a command"
      titleHidden
      initialFocus={input}
      className={styles['dialog'] ?? ''}
    >
      <Finder input={input} entries={entries} onDone={() => onOpenChange(false)} />
    </DialogSurface>
  )
}

interface FinderProps {
  readonly input: React.RefObject<HTMLInputElement | null>
  readonly entries: readonly PaletteEntry[]
  readonly onDone: () => void
}

function Finder({ input, entries, onDone }: FinderProps) {
  const id = useId()
  const [query, setQuery] = useState('')
  const [wanted, setWanted] = useState(0)
  const ranked = rankEntries(query, entries)
  const active = Math.min(wanted, ranked.length - 1)
  const activeRow = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row in view follows the active one
  useEffect(() => {
    // Newer browsers return a promise here, which React would take for a clean-up.
    activeRow.current?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return
    onDone()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const moves = new Map([
      ['ArrowDown', (active + 1) % ranked.length],
      ['ArrowUp', (active - 1 + ranked.length) % ranked.length],
      ['PageDown', Math.min(active + 8, ranked.length - 1)],
      ['PageUp', Math.max(active - 8, 0)],
    ])
    const next = moves.get(event.key)
    if (next !== undefined) {
      event.preventDefault()
      if (ranked.length > 0) setWanted(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(ranked[active]?.entry)
    }
  }
  return (
    <>
      <input
        ref={input}
        className={styles['input']}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={ranked.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        aria-label="Find a dashboard, a panel or a command"
        placeholder="Find a dashboard, a panel or a command"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setWanted(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Found" className={styles['list']} tabIndex={-1}>
        {ranked.map(({ entry, titleRanges, detailRanges }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={entry.id}
            id={`${id}-${index}`}
            ref={index === active ? activeRow : undefined}
            role="option"
            aria-selected={index === active}
            className={styles['row']}
            onPointerMove={() => setWanted(index)}
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
