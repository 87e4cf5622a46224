import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { TimeRangeText } from '~/domain/time/time-range'
import { decodeFilters, encodeFilters, FILTERS, type Filter } from '~/domain/variables/filters'
import { descendantsOf, type ResolvedVariable } from '~/domain/variables/resolve-variables'
import { FilterEditor } from '~/features/dashboards/variables/FilterEditor'
import { VariableControl } from '~/features/dashboards/variables/VariableControl'
import styles from '~/features/dashboards/variables/variables.module.css'
import { displayText } from '~/lib/display-text'
import { PopoverButton, type PopoverButtonProps } from '~/ui/primitives/PopoverButton'

type Vars = ReadonlyMap<string, readonly string[]>

export interface VariableBarProps {
  readonly variables: readonly ResolvedVariable[]
  /** Those of the address. */
  readonly vars: Vars
  readonly range: TimeRangeText
  readonly onChange: (vars: Vars) => void
}

/** The controls above a board: what its variables stand for, and the filters. */
export function VariableBar({ variables, vars, range, onChange }: VariableBarProps) {
  const written = vars.get(FILTERS) ?? []
  const filters = decodeFilters(written)
  const setFilters = (next: readonly Filter[]) => onChange(withValues(vars, FILTERS, encodeFilters(next)))
  const set = (name: string, values: readonly string[]) => {
    const next = withValues(vars, name, values)
    // What was chosen for another parent may not be there for this one.
    for (const child of descendantsOf(name, variables)) next.delete(child)
    onChange(next)
  }
  return (
    <section className={styles['bar']} aria-label="Variables and filters">
      {variables
        .filter(({ variable }) => !variable.hide)
        .map((resolved) => (
          <VariableControl
            key={resolved.variable.name}
            resolved={resolved}
            range={range}
            onChange={(values) => set(resolved.variable.name, values)}
          />
        ))}
      {filters.map((filter, i) => (
        <FilterChip
          // The same filter twice is the same filter.
          key={encodeFilters([filter])[0]}
          filter={filter}
          range={range}
          onChange={(next) => setFilters(filters.map((each, at) => (at === i ? next : each)))}
          onRemove={() => setFilters(filters.filter((_, at) => at !== i))}
        />
      ))}
      <AddFilter
        // A command asks for a filter by an empty one in the address.
        key={written.includes('') ? 'asked' : 'quiet'}
        isAsked={written.includes('')}
        range={range}
        onAdd={(filter) => setFilters([...filters, filter])}
        onCancel={() => setFilters(filters)}
      />
    </section>
  )
}

interface FilterChipProps {
  readonly filter: Filter
  readonly range: TimeRangeText
  readonly onChange: (filter: Filter) => void
  readonly onRemove: () => void
}

function FilterChip({ filter, range, onChange, onRemove }: FilterChipProps) {
  const words = displayText(`${filter.label} ${filter.op} ${filter.value}`)
  return (
    <span className={styles['chip']} data-filter={words}>
      <FilterButton
        className={styles['choice'] ?? ''}
        popupLabel={`Filter ${words}`}
        filter={filter}
        range={range}
        onDone={(next, close) => {
          close()
          onChange(next)
        }}
      >
        <span className={styles['label']}>{displayText(filter.label)}</span>
        {filter.op}
        <bdi className={styles['words']}>{filter.value === '' ? '(none)' : displayText(filter.value)}</bdi>
      </FilterButton>
      <button type="button" className={styles['remove']} aria-label={`Remove the filter ${words}`} onClick={onRemove}>
        <X size="0.875rem" aria-hidden />
      </button>
    </span>
  )
}

interface AddFilterProps {
  readonly isAsked: boolean
  readonly range: TimeRangeText
  readonly onAdd: (filter: Filter) => void
  readonly onCancel: () => void
}

function AddFilter({ isAsked, range, onAdd, onCancel }: AddFilterProps) {
  const [isOpen, setOpen] = useState(isAsked)
  return (
    <FilterButton
      className={styles['add'] ?? ''}
      popupLabel="Add a filter"
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (!open && isAsked) onCancel()
      }}
      filter={null}
      range={range}
      onDone={(next) => {
        setOpen(false)
        onAdd(next)
      }}
    >
      <Plus size="0.875rem" aria-hidden />
      Filter
    </FilterButton>
  )
}

interface FilterButtonProps extends Omit<PopoverButtonProps, 'content' | 'look' | 'align'> {
  /** Null for a new one. */
  readonly filter: Filter | null
  readonly range: TimeRangeText
  readonly onDone: (filter: Filter, close: () => void) => void
}

/** A button that opens the editor of a filter. */
function FilterButton({ filter, range, onDone, ...button }: FilterButtonProps) {
  return (
    <PopoverButton
      {...button}
      look="quiet"
      align="start"
      content={(close) => <FilterEditor filter={filter} range={range} onDone={(next) => onDone(next, close)} />}
    />
  )
}

function withValues(vars: Vars, name: string, values: readonly string[]): Map<string, readonly string[]> {
  const next = new Map(vars)
  if (values.length === 0) next.delete(name)
  else next.set(name, values)
  return next
}
