import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { checkLogQuery } from '~/domain/logs/query/compile-log-query'
import { completeLogQuery, type KnownFields, type Suggestion } from '~/domain/logs/query/complete-log-query'
import { displayText } from '~/lib/display-text'
import { useShortcuts } from '~/ui/primitives/shortcuts/use-shortcuts'
import styles from './query-bar.module.css'

/** A query longer than this nobody wrote by hand. */
const MOST_LENGTH = 10_000

interface LogQueryBarProps {
  /** As the address has it. */
  readonly query: string
  readonly example: string
  readonly known: KnownFields
  readonly onQuery: (query: string) => void
}

/** The query as text, completed from what the lines have. It is asked with Enter, and what is wrong with it is said beneath. */
export function LogQueryBar({ query, example, known, onQuery }: LogQueryBarProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(query)
  const [open, setOpen] = useState<{ readonly caret: number; readonly active: number } | null>(null)
  // Another address is another query, whoever changed it.
  useEffect(() => setText(query), [query])
  const fault = checkLogQuery(text)
  const completion = open === null ? null : completeLogQuery(text, open.caret, known)
  const suggestions = completion?.suggestions ?? []
  const active = Math.min(open?.active ?? -1, suggestions.length - 1)

  useShortcuts([{ keys: '/', label: 'To the query', group: 'Log lines', run: () => input.current?.select() }])
  const ask = () => {
    setOpen(null)
    if (fault === null) onQuery(text.trim())
  }
  const take = (suggestion: Suggestion | undefined) => {
    if (completion === null || suggestion === undefined) return
    const next = text.slice(0, completion.from) + suggestion.text + text.slice(completion.to)
    const caret = completion.from + suggestion.text.length
    setText(next)
    // A field asks for its value next; after a value the list would be in the way.
    setOpen(suggestion.kind === 'field' ? { caret, active: -1 } : null)
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    const caret = event.currentTarget.selectionStart ?? text.length
    if (event.key === 'Enter') {
      event.preventDefault()
      if (active >= 0) take(suggestions[active])
      else ask()
    } else if (event.key === 'Tab' && active >= 0) {
      event.preventDefault()
      take(suggestions[active])
    } else if (event.key === 'Escape' && open !== null) {
      event.preventDefault()
      setOpen(null)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      const count = Math.max(1, suggestions.length)
      setOpen(open === null ? { caret, active: 0 } : { caret: open.caret, active: (active + step + count) % count })
    }
  }
  return (
    <search className={styles['bar']}>
      <div className={styles['field']}>
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Query"
          aria-expanded={suggestions.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-invalid={fault !== null}
          aria-describedby={`${id}-fault`}
          placeholder={example}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={MOST_LENGTH}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setOpen({ caret: event.target.selectionStart ?? event.target.value.length, active: -1 })
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setOpen(null)}
        />
        {text !== '' && (
          <button
            type="button"
            aria-label="Clear the query"
            onClick={() => {
              setText('')
              onQuery('')
              input.current?.focus()
            }}
          >
            ×
          </button>
        )}
        <button type="button" className={styles['ask']} disabled={fault !== null} onClick={ask}>
          Search
        </button>
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Could be"
          className={styles['list']}
          hidden={suggestions.length === 0}
          tabIndex={-1}
        >
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, aria-activedescendant points here
            <div
              key={`${suggestion.kind} ${suggestion.text}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={styles['option']}
              // Not a click: the field would have lost the focus, and the list with it.
              onPointerDown={(event) => {
                event.preventDefault()
                take(suggestion)
              }}
            >
              <bdi>{displayText(suggestion.label)}</bdi>
              {suggestion.count !== null && <span>{suggestion.count.toLocaleString('en-GB')}</span>}
            </div>
          ))}
        </div>
      </div>
      <p id={`${id}-fault`} role="status" className={styles['fault']}>
        {fault === null ? '' : fault.message}
      </p>
    </search>
  )
}
