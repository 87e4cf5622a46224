import { useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import type { AlertRule } from '~/domain/alerts/model'
import { severityTone } from '~/domain/annotations/alert-spans'
import { carriedSearch } from '~/domain/links/carried-search'
import { runbookPath } from '~/domain/runbooks/runbook-name'
import { formatAge, formatDuration } from '~/domain/time/duration'
import { formatText } from '~/domain/units/format-value'
import { alertsPath, panelPathOf, rulePath } from '~/features/alerts/alert-links'
import { stateMark } from '~/features/alerts/alert-words'
import parts from '~/features/alerts/parts.module.css'
import { displayText } from '~/lib/display-text'
import { SafeLink } from '~/panels/SafeLink'
import { AppLink } from '~/ui/primitives/AppLink'
import { Button } from '~/ui/primitives/Button'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusChip } from '~/ui/status/StatusChip'
import type { StatusMark } from '~/ui/status/tone'
import { type RuleRow, STANDING_WORDS, type Standing } from './rule-rows'
import styles from './rules.module.css'

/** Dozens of rules that rest are no news: they are grey. */
const MARKS: Readonly<Record<Exclude<Standing, 'firing' | 'pending'>, StatusMark>> = {
  blind: 'broken',
  may: 'partial',
  odd: 'info',
  inactive: 'idle',
}

interface RuleItemProps {
  readonly row: RuleRow
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** One rule in a line, and on demand all that is known of it. */
export function RuleItem({ row, isOpen, onToggle }: RuleItemProps) {
  const { rule, standing, verdict, id } = row
  const reason = verdict.findings[0]?.text
  const severity = rule.labels.get('severity') ?? ''
  return (
    <article
      className={styles['rule']}
      data-rule={rule.name}
      data-standing={standing}
      data-tone={severityTone(severity)}
    >
      <button type="button" className={styles['line']} aria-expanded={isOpen} onClick={onToggle}>
        <span className={styles['name']}>
          <strong>{displayText(rule.name)}</strong>
          <small>
            {severity}
            {rule.alerts.length > 0 && ` · ${countOf(rule.alerts.length)}`}
          </small>
        </span>
        <span className={styles['reason']}>{displayText(reason ?? rule.annotations.get('summary') ?? '')}</span>
        <Evaluation rule={rule} />
        <StatusChip mark={markOf(row)} word={STANDING_WORDS[standing]} />
      </button>
      {isOpen && <RuleDetails row={row} address={id} />}
    </article>
  )
}

const countOf = (alerts: number) => (alerts === 1 ? '1 alert' : `${alerts} alerts`)

function markOf({ standing, rule }: RuleRow): StatusMark {
  return standing === 'firing' || standing === 'pending' ? stateMark(standing, rule.labels) : MARKS[standing]
}

/** When it was evaluated last, how that went, and what it cost. */
function Evaluation({ rule }: { readonly rule: AlertRule }) {
  useSecondTick()
  const { clock } = useServices()
  const { evaluatedMs, evaluationMs, health } = rule
  const cost = formatText(evaluationMs / 1000, { unit: 's' })
  return (
    <span className={styles['evaluation']}>
      <span>{health === 'err' ? 'fails' : health}</span>
      <small>
        {evaluatedMs === null ? 'never evaluated' : `${formatAge(clock.nowMs() - evaluatedMs)} ago, took ${cost}`}
      </small>
    </span>
  )
}

function RuleDetails({ row, address }: { readonly row: RuleRow; readonly address: string }) {
  const { rule, verdict } = row
  const { search } = useLocation()
  const { config } = useServices()
  const carried = carriedSearch(search)
  const withRange = (path: string) => (path.includes('?') ? `${path}${carried.replace('?', '&')}` : path + carried)
  const panel = panelPathOf(rule.annotations, config.dashboards)
  const runbook = runbookPath(rule.name)
  const elsewhere = rule.annotations.get('runbook_url')
  const isOwn = runbook !== null && elsewhere?.endsWith(runbook) === true
  return (
    <div className={styles['details']}>
      {verdict.findings.length > 0 && (
        <ul className={styles['findings']} aria-label="What was found">
          {verdict.findings.map(({ text, level, kind }) => (
            <li key={text} data-level={level} data-kind={kind}>
              {displayText(text)}
            </li>
          ))}
        </ul>
      )}
      <pre className={parts['expr']} data-expr>
        {displayText(rule.query)}
      </pre>
      <p className={parts['links']}>
        {panel !== null && <AppLink to={withRange(panel)}>Panel</AppLink>}
        {runbook !== null && <AppLink to={withRange(runbook)}>Runbook</AppLink>}
        {elsewhere !== undefined && !isOwn && <SafeLink url={elsewhere}>Runbook elsewhere</SafeLink>}
        <AppLink to={withRange(alertsPath(rule.name))}>Open alerts</AppLink>
        <Button look="quiet" onClick={() => void copyAndSay('Expression', rule.query)}>
          Copy expression
        </Button>
        <Button look="quiet" onClick={() => void copyAndSay('Link', addressOf(address))}>
          Copy link
        </Button>
      </p>
      <dl className={styles['facts']}>
        <Fact name="for" value={formatDuration(rule.forMs)} />
        {rule.keepFiringMs > 0 && <Fact name="keep firing for" value={formatDuration(rule.keepFiringMs)} />}
        <Fact name="evaluated each" value={formatDuration(rule.intervalMs)} />
        <Fact name="state" value={rule.state} />
        <Fact name="file" value={rule.file} />
        {[...rule.labels].map(([name, value]) => (
          <Fact key={`label ${name}`} name={name} value={value} />
        ))}
        {[...rule.annotations].map(([name, value]) => (
          <Fact key={`annotation ${name}`} name={name} value={value} />
        ))}
      </dl>
    </div>
  )
}

function addressOf(address: string): string {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '')
  return new URL(base + rulePath(address), window.location.origin).href
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{displayText(name)}</dt>
      <dd>{displayText(value)}</dd>
    </div>
  )
}
