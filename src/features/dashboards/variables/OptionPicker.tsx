import { useState } from 'react'
import type { VariableOption } from '~/domain/variables/options'
import styles from '~/features/dashboards/variables/variables.module.css'
import { displayText } from '~/lib/display-text'
import { useListbox } from '~/ui/primitives/use-listbox'

/** Rows beyond these are found by typing. */
const MAX_ROWS = 200

export interface OptionPickerProps {
  /** What is chosen, for the ear. */
  readonly label: string
  /** Null while they are asked. */
  readonly options: readonly VariableOption[] | null
  /** Why there are none. */
  readonly problem?: string | null
  readonly chosen: readonly string[]
  readonly multi?: boolean
  /** Offers this value first, as "All". */
  readonly allValue?: string | undefined
  /** Any text may be chosen. */
  readonly free?: boolean
  /** Called at each pick: with the one value, or where several may be chosen, with all of them. */
  readonly onPick: (values: readonly string[]) => void
}

interface Row extends VariableOption {
  readonly isTyped?: boolean
}

/** A list to pick from, found by typing. */
export function OptionPicker(props: OptionPickerProps) {
  const { label, options, problem, chosen, multi = false, onPick } = props
  const [query, setQuery] = useState('')
  const found = rowsFor(query, props)
  const rows = found.slice(0, MAX_ROWS)
  const pick = (row: Row | undefined) => {
    if (row !== undefined) onPick(multi ? toggled(chosen, row.value, props.allValue) : [row.value])
  }
  const list = useListbox(rows.length, (index) => pick(rows[index]))
  const more = found.length - rows.length
  const note =
    problem ?? (options === null && rows.length === 0 ? 'Asking…' : rows.length === 0 ? 'Nothing is called that.' : '')
  return (
    <div className={styles['picker']}>
      <input
        className={styles['search']}
        {...list.field}
        aria-label={label}
        placeholder={props.free === true ? 'Type or pick' : 'Find'}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          list.reset()
        }}
      />
      <div
        id={list.listId}
        role="listbox"
        aria-label={label}
        aria-multiselectable={multi}
        className={styles['list']}
        tabIndex={-1}
      >
        {rows.map((row, index) => {
          const isChosen = chosen.includes(row.value)
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
            <div
              key={row.value}
              {...list.row(index)}
              role="option"
              aria-selected={isChosen}
              data-active={index === list.active || undefined}
              className={styles['option']}
              onClick={() => pick(row)}
            >
              <span className={styles['mark']} data-multi={multi || undefined} aria-hidden>
                {isChosen ? '✓' : ''}
              </span>
              <bdi className={styles['text']}>{displayText(row.text)}</bdi>
            </div>
          )
        })}
      </div>
      <p role="status" className={styles['note']}>
        {note === '' && more > 0 ? `${more.toLocaleString('en-GB')} more: type to find them` : note}
      </p>
    </div>
  )
}

function rowsFor(query: string, { options, chosen, allValue, free = false }: OptionPickerProps): readonly Row[] {
  const words = query.trim().toLowerCase()
  const all: readonly Row[] = [
    ...(allValue === undefined ? [] : [{ value: allValue, text: 'All' }]),
    // What the address chose is there to be let go, even where it is none of the options.
    ...chosen
      .filter((value) => value !== allValue && options?.some((option) => option.value === value) !== true)
      .map((value) => ({ value, text: value })),
    ...(options ?? []),
  ]
  const rows = words === '' ? all : all.filter(({ text }) => text.toLowerCase().includes(words))
  const isTyped = free && query !== '' && !all.some(({ value }) => value === query)
  return isTyped ? [{ value: query, text: `“${query}”`, isTyped }, ...rows] : rows
}

/** All and single values exclude each other; the last value cannot be let go. */
function toggled(chosen: readonly string[], value: string, allValue: string | undefined): readonly string[] {
  if (value === allValue) return [value]
  const others = chosen.filter((each) => each !== allValue)
  if (!others.includes(value)) return [...others, value]
  const rest = others.filter((each) => each !== value)
  return rest.length > 0 ? rest : allValue === undefined ? chosen : [allValue]
}
