import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'

/** Rows that a page key goes on by. */
const PAGE_ROWS = 8

interface Listbox {
  /** Index of the row that Enter takes; -1 where there is none. */
  readonly active: number
  /** The first row again: others are found now. */
  readonly reset: () => void
  /** For the field, which keeps the focus. */
  readonly field: FieldProps
  /** For the element around the rows. */
  readonly listId: string
  readonly row: (index: number) => RowProps
}

interface FieldProps {
  readonly type: 'text'
  readonly role: 'combobox'
  readonly 'aria-expanded': true
  readonly 'aria-controls': string
  readonly 'aria-activedescendant': string | undefined
  readonly 'aria-autocomplete': 'list'
  readonly autoComplete: 'off'
  readonly spellCheck: false
  readonly onKeyDown: (event: KeyboardEvent) => void
}

interface RowProps {
  readonly id: string
  readonly ref: RefObject<HTMLDivElement | null> | undefined
  readonly onPointerMove: () => void
}

/** A list below a field: arrows and page keys choose one of `count` rows, Enter takes it. */
export function useListbox(count: number, take: (index: number) => void): Listbox {
  const id = useId()
  const [wanted, setWanted] = useState(0)
  const active = Math.min(wanted, count - 1)
  const activeRow = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row in view follows the active one
  useEffect(() => {
    // Newer browsers return a promise here, which React would take for a clean-up.
    activeRow.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const moves = new Map([
      ['ArrowDown', (active + 1) % count],
      ['ArrowUp', (active - 1 + count) % count],
      ['PageDown', Math.min(active + PAGE_ROWS, count - 1)],
      ['PageUp', Math.max(active - PAGE_ROWS, 0)],
    ])
    const next = moves.get(event.key)
    if (next === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (next === undefined) take(active)
    else if (count > 0) setWanted(next)
  }
  return {
    active,
    reset: () => setWanted(0),
    field: {
      type: 'text',
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': `${id}-list`,
      'aria-activedescendant': count > 0 ? `${id}-${active}` : undefined,
      'aria-autocomplete': 'list',
      autoComplete: 'off',
      spellCheck: false,
      onKeyDown,
    },
    listId: `${id}-list`,
    row: (index) => ({
      id: `${id}-${index}`,
      ref: index === active ? activeRow : undefined,
      onPointerMove: () => setWanted(index),
    }),
  }
}
