import { useEffect, useState } from 'react'
import { useServices } from '~/data/services-context'
import { SourceError } from '~/domain/sources'
import { resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import { FILTER_OPS, type Filter } from '~/domain/variables/filters'
import type { VariableOption } from '~/domain/variables/options'
import { OptionPicker } from '~/features/dashboards/variables/OptionPicker'
import styles from '~/features/dashboards/variables/variables.module.css'

const TIMEOUT_MS = 15_000

const OP_WORDS: Readonly<Record<Filter['op'], string>> = {
  '=': 'is',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
}

export interface FilterEditorProps {
  /** Null for a new one. */
  readonly filter: Filter | null
  readonly range: TimeRangeText
  readonly onDone: (filter: Filter) => void
}

/** First a label, then how it is compared, then the value. */
export function FilterEditor({ filter, range, onDone }: FilterEditorProps) {
  const [label, setLabel] = useState(filter?.label ?? null)
  const [op, setOp] = useState<Filter['op']>(filter?.op ?? '=')
  const names = useLabels(undefined, range)
  if (label === null) {
    return (
      <OptionPicker
        label="Label to filter by"
        {...names}
        options={names.options?.filter(({ value }) => value !== '__name__') ?? null}
        chosen={[]}
        onPick={([name]) => setLabel(name ?? null)}
      />
    )
  }
  return (
    <>
      <div className={styles['matcher']}>
        <button type="button" className={styles['back']} onClick={() => setLabel(null)}>
          {label}
        </button>
        <select
          aria-label="How it is compared"
          className={styles['op']}
          value={op}
          onChange={(event) => setOp(FILTER_OPS.find((each) => each === event.target.value) ?? '=')}
        >
          {FILTER_OPS.map((each) => (
            <option key={each} value={each}>
              {`${each}  ${OP_WORDS[each]}`}
            </option>
          ))}
        </select>
      </div>
      <ValuePicker
        key={label}
        name={label}
        chosen={filter?.label === label ? [filter.value] : []}
        range={range}
        onPick={(value) => onDone({ label, op, value })}
      />
    </>
  )
}

interface ValuePickerProps {
  readonly name: string
  readonly chosen: readonly string[]
  readonly range: TimeRangeText
  readonly onPick: (value: string) => void
}

function ValuePicker({ name, chosen, range, onPick }: ValuePickerProps) {
  const values = useLabels(name, range)
  return (
    <OptionPicker
      label={`Value of ${name}`}
      {...values}
      chosen={chosen}
      free
      onPick={([value]) => {
        if (value !== undefined) onPick(value)
      }}
    />
  )
}

interface Labels {
  readonly options: readonly VariableOption[] | null
  readonly problem: string | null
}

const ASKING: Labels = { options: null, problem: null }

/** Names of labels in the range, or the values of one. */
function useLabels(name: string | undefined, { from, to }: TimeRangeText): Labels {
  const { metrics, clock } = useServices()
  const [labels, setLabels] = useState(ASKING)
  useEffect(() => {
    const abort = new AbortController()
    const nowMs = clock.nowMs()
    const range = resolveTimeRange({ from, to }, nowMs, 'UTC')
    const { fromMs, toMs } = range.ok ? range.value : { fromMs: nowMs - 3_600_000, toMs: nowMs }
    const asked = { startMs: fromMs, endMs: Math.min(toMs, nowMs), timeoutMs: TIMEOUT_MS }
    metrics.labels(name === undefined ? asked : { ...asked, name }, abort.signal).then(
      ({ names }) => {
        const sorted = [...names].sort(byText.compare)
        setLabels({ options: sorted.map((value) => ({ value, text: value })), problem: null })
      },
      (error: unknown) => {
        if (abort.signal.aborted) return
        const message = error instanceof SourceError ? error.detail.message : 'This part of Lookout failed.'
        setLabels({ options: [], problem: message })
      },
    )
    return () => abort.abort()
  }, [metrics, clock, name, from, to])
  return labels
}

const byText = new Intl.Collator('en', { numeric: true })
