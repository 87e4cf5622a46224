import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { useServices } from '~/data/services-context'
import { optionStoreOf } from '~/data/variables/templating'
import type { TimeRangeText } from '~/domain/time/time-range'
import { ALL, type ResolvedVariable } from '~/domain/variables/resolve-variables'
import { OptionPicker } from '~/features/dashboards/variables/OptionPicker'
import styles from '~/features/dashboards/variables/variables.module.css'
import { displayText } from '~/lib/display-text'
import { PopoverButton } from '~/ui/primitives/PopoverButton'

export interface VariableControlProps {
  readonly resolved: ResolvedVariable
  readonly range: TimeRangeText
  readonly onChange: (values: readonly string[]) => void
}

/** The control of one variable. */
export function VariableControl(props: VariableControlProps) {
  const { variable, chosen, problem } = props.resolved
  const label = displayText(variable.label ?? variable.name)
  return (
    <div className={styles['control']} data-variable={variable.name} title={problem ?? variable.description}>
      {variable.kind === 'text' ? (
        <FreeText
          key={chosen[0] ?? ''}
          label={label}
          text={chosen[0] ?? ''}
          onCommit={(text) => props.onChange([text])}
        />
      ) : (
        <Choice {...props} label={label} />
      )}
    </div>
  )
}

function Choice({ resolved, range, onChange, label }: VariableControlProps & { readonly label: string }) {
  const services = useServices()
  const { variable, chosen, options, question, problem } = resolved
  const isMulti = 'multi' in variable && variable.multi
  /** What is picked while the list is open: several are applied together, so that each pick asks nothing. */
  const [draft, setDraft] = useState<readonly string[] | null>(null)
  const shown = draft ?? chosen
  const load = () => {
    if (question !== null) void optionStoreOf(services).load(question, range)
  }
  return (
    <>
      <span className={styles['label']}>{label}</span>
      <PopoverButton
        className={styles['choice'] ?? ''}
        aria-label={`${label}: ${wordsOf(shown, resolved)}`}
        popupLabel={label}
        align="start"
        onPreload={load}
        onOpenChange={(isOpen) => {
          if (isOpen) load()
          else if (draft !== null) {
            setDraft(null)
            onChange(draft)
          }
        }}
        data-fault={problem === null ? undefined : ''}
        content={(close) => (
          <OptionPicker
            label={label}
            options={options}
            problem={problem}
            chosen={shown}
            multi={isMulti}
            allValue={'all' in variable && variable.all ? ALL : undefined}
            onPick={(values) => {
              if (isMulti) setDraft(values)
              else {
                onChange(values)
                close()
              }
            }}
          />
        )}
      >
        <bdi className={styles['words']}>{wordsOf(shown, resolved)}</bdi>
        <ChevronDown size="0.875rem" aria-hidden />
      </PopoverButton>
    </>
  )
}

/** What is chosen, as short as it can be said. */
function wordsOf(chosen: readonly string[], { options, problem }: ResolvedVariable): string {
  if (chosen.length === 0) return problem === null ? '…' : 'no values'
  if (chosen.includes(ALL)) return 'All'
  const words = chosen.map((value) => displayText(options?.find((option) => option.value === value)?.text ?? value))
  const [first, second] = words
  if (words.length > 2) return `${first} + ${words.length - 1}`
  return second === undefined ? (first === '' ? 'none' : (first ?? '')) : `${first}, ${second}`
}

interface FreeTextProps {
  readonly label: string
  readonly text: string
  readonly onCommit: (text: string) => void
}

function FreeText({ label, text, onCommit }: FreeTextProps) {
  const id = useId()
  const [draft, setDraft] = useState(text)
  const commit = () => {
    if (draft !== text) onCommit(draft)
  }
  return (
    <>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <input
        id={id}
        className={styles['free']}
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          else if (event.key === 'Escape') setDraft(text)
        }}
      />
    </>
  )
}
