import { useMemo, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { useAlerts } from '~/data/alerts/use-alerts'
import { useRuleFacts } from '~/data/alerts/use-rule-facts'
import { useServices } from '~/data/services-context'
import { judgeExpr, judgeRule } from '~/domain/alerts/blind-rules'
import type { AlertRule } from '~/domain/alerts/model'
import type { RuleFacts } from '~/domain/alerts/rule-facts'
import pageParts from '~/ui/parts.module.css'
import { Button } from '~/ui/primitives/Button'
import { TextField } from '~/ui/primitives/TextField'
import parts from '../parts.module.css'
import { RuleList } from './RuleList'
import {
  createRows,
  filterRows,
  groupRows,
  isNamed,
  type RuleRow,
  STANDING_WORDS,
  STANDINGS,
  type Standing,
} from './rule-rows'
import styles from './rules.module.css'

/** All rules with how they stand, the worst first, and why one cannot fire. */
export function RulesTab() {
  const { rules, rulesError, readMs } = useAlerts()
  const { clock } = useServices()
  const { facts, isAsked, failed } = useRuleFacts(rules)
  const rows = useRows(rules, facts, readMs ?? clock.nowMs())
  const { search, states, address, change } = useRulesAddress()
  const shown = useMemo(() => {
    const found = filterRows(rows, search, states)
    // The rule that the address names is there whatever else is left out.
    const named = rows.filter((row) => address !== null && isNamed(row, address) && !found.includes(row))
    return [...named, ...found]
  }, [rows, search, states, address])
  const groups = useMemo(() => groupRows(shown), [shown])
  if (rules === undefined) {
    if (rulesError === null) return <p className={pageParts['nothing']}>Asking for the rules …</p>
    return (
      <p role="alert" className={pageParts['nothing']}>
        The rules cannot be read: {rulesError.message} {rulesError.detail.nextStep}
      </p>
    )
  }
  const isNameUnknown = address !== null && !rows.some((row) => isNamed(row, address))
  return (
    <div className={parts['page']}>
      <div className={parts['controls']}>
        <SearchField search={search} onSearch={(q) => change({ q })} />
        <StateFilter rows={rows} states={states} onStates={(chosen) => change({ state: chosen })} />
      </div>
      <p className={parts['note']} aria-live="polite">
        {rulesError !== null && `These are not current: ${rulesError.message} `}
        {summaryOf(rows, shown)}
        {!isAsked && rows.length > 0 && ' Looking whether their metrics exist …'}
        {failed > 0 && ' Some questions about their metrics were not answered: nothing is said of those.'}
        {isNameUnknown && ` No rule has the name ${address}.`}
      </p>
      <RuleList groups={groups} openId={address} isSettled={isAsked} onOpen={(rule) => change({ rule })} />
    </div>
  )
}

function summaryOf(rows: readonly RuleRow[], shown: readonly RuleRow[]): string {
  if (rows.length === 0) return 'The server has no alerting rules.'
  const blind = rows.filter(({ standing }) => standing === 'blind').length
  const count = rows.length === 1 ? '1 rule' : `${rows.length} rules`
  const part = shown.length === rows.length ? count : `${shown.length} of ${count}`
  if (blind === 0) return `${part}; none is known to be blind.`
  return `${part}; ${blind} cannot fire.`
}

function useRows(rules: readonly AlertRule[] | undefined, facts: RuleFacts, nowMs: number): readonly RuleRow[] {
  // An expression is judged once for all the answers that do not change it.
  const judged = useMemo(() => {
    const known = new Map<string, ReturnType<typeof judgeExpr>>()
    return (query: string) => {
      const found = known.get(query) ?? judgeExpr(query, facts)
      known.set(query, found)
      return found
    }
  }, [facts])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rules are as old as the time that they were read at
  return useMemo(() => createRows(rules ?? [], (rule) => judgeRule(rule, judged(rule.query), nowMs)), [rules, judged])
}

interface AddressChange {
  readonly q?: string
  readonly state?: readonly Standing[]
  readonly rule?: string | null
}

/** What is looked for and what is open, both in the address. */
function useRulesAddress() {
  const { search: text, pathname } = useLocation()
  const navigate = useNavigate()
  const params = new URLSearchParams(text)
  const named = params.getAll('state').flatMap((one) => one.split(','))
  const stateText = STANDINGS.filter((one) => named.includes(one)).join()
  const states = useMemo(() => stateText.split(',').filter((one): one is Standing => one !== ''), [stateText])
  const change = ({ q, state, rule }: AddressChange) => {
    const next = new URLSearchParams(window.location.search)
    const set = (name: string, value: string | null | undefined) => {
      if (value === undefined) return
      if (value === null || value === '') next.delete(name)
      else next.set(name, value)
    }
    set('q', q)
    set('state', state?.join())
    set('rule', rule)
    void navigate({ pathname, search: next.toString() }, { replace: true })
  }
  return { search: params.get('q') ?? '', states, address: params.get('rule'), change }
}

interface SearchFieldProps {
  readonly search: string
  readonly onSearch: (search: string) => void
}

function SearchField({ search, onSearch }: SearchFieldProps) {
  // What is typed is there at once; the address follows.
  const [typed, setTyped] = useState(search)
  const told = useRef(search)
  if (told.current !== search) {
    told.current = search
    setTyped(search)
  }
  return (
    <TextField
      label="Search rules"
      labelHidden
      type="search"
      placeholder="Search names, expressions, labels and reasons"
      value={typed}
      className={styles['search'] ?? ''}
      onChange={({ target }) => {
        setTyped(target.value)
        told.current = target.value.trim() === '' ? '' : target.value
        onSearch(told.current)
      }}
    />
  )
}

interface StateFilterProps {
  readonly rows: readonly RuleRow[]
  readonly states: readonly Standing[]
  readonly onStates: (states: readonly Standing[]) => void
}

function StateFilter({ rows, states, onStates }: StateFilterProps) {
  const toggle = (one: Standing) => (states.includes(one) ? states.filter((other) => other !== one) : [...states, one])
  return (
    <fieldset className={parts['buttons']}>
      <legend className="sr-only">Only rules that are</legend>
      {STANDINGS.map((one) => {
        const count = rows.filter(({ standing }) => standing === one).length
        const isChosen = states.includes(one)
        if (count === 0 && !isChosen) return null
        return (
          <Button key={one} aria-pressed={isChosen} onClick={() => onStates(toggle(one))}>
            {STANDING_WORDS[one]} <span className={styles['count']}>{count}</span>
          </Button>
        )
      })}
    </fieldset>
  )
}
