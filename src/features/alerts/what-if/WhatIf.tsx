import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { useAlerts } from '~/data/alerts/use-alerts'
import { useServices } from '~/data/services-context'
import { type EpisodeFigures, figuresOf, joinEpisodes } from '~/domain/alerts/history'
import type { AlertRule } from '~/domain/alerts/model'
import { type Trial, type TriedAlert, type TriedRule, trialOf, tryRule } from '~/domain/alerts/what-if'
import { severityTone } from '~/domain/annotations/alert-spans'
import { PromqlParseError } from '~/domain/promql/ast'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { DAY_MS, formatDuration, HOUR_MS, parseDuration } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import type { DurationMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { usePageParam } from '~/state/page-params'
import { usePageZone } from '~/state/use-page-zone'
import { TONE_PATTERNS } from '~/ui/chart/lane'
import { type LaneRow, StateLanes } from '~/ui/chart/StateLanes'
import type { ValueRange } from '~/ui/chart/value-range'
import pageParts from '~/ui/parts.module.css'
import { Button } from '~/ui/primitives/Button'
import { classNames } from '~/ui/primitives/class-names'
import { SelectField } from '~/ui/primitives/SelectField'
import { TextField } from '~/ui/primitives/TextField'
import parts from '../parts.module.css'
import { TrialChart } from './TrialChart'
import { type TrialAnswer, useTrial } from './use-trial'
import styles from './what-if.module.css'

const SPANS: readonly (readonly [param: string, words: string, spanMs: DurationMs])[] = [
  ['1d', 'Last day', DAY_MS],
  ['7d', 'Last week', 7 * DAY_MS],
]

/** The rule that the address names, tried; and a choice of all others. */
export function WhatIfPage() {
  const { rules, rulesError } = useAlerts()
  const [name, setName] = usePageParam('rule')
  const [group, setGroup] = usePageParam('group')
  const [, setThreshold] = usePageParam('threshold')
  const [, setFor] = usePageParam('for')
  if (rules === undefined)
    return <p className={pageParts['nothing']}>{rulesError === null ? 'Asks for the rules…' : rulesError.message}</p>
  const idOf = (rule: AlertRule) => JSON.stringify([rule.name, rule.group])
  const rule = rules.find((one) => one.name === name && (group === '' || one.group === group))
  const choose = (id: string) => {
    const next = rules.find((one) => idOf(one) === id)
    setThreshold('')
    setFor('')
    setName(next?.name ?? '')
    setGroup(next?.group ?? '')
  }
  return (
    <section className={parts['page']} aria-label="What would have fired">
      <SelectField
        label="Rule"
        className={styles['choice'] ?? ''}
        value={rule === undefined ? '' : idOf(rule)}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">Choose a rule</option>
        {rules.map((one) => (
          <option key={`${one.file} ${idOf(one)}`} value={idOf(one)}>
            {`${displayText(one.name)} (${displayText(one.group)})`}
          </option>
        ))}
      </SelectField>
      {rule === undefined && name !== '' ? (
        <p className={pageParts['nothing']}>{`No rule "${displayText(name)}" is loaded.`}</p>
      ) : null}
      {rule === undefined && name === '' ? (
        <p className={pageParts['nothing']}>
          Choose a rule to see when it would have fired with another threshold, or with another wait.
        </p>
      ) : null}
      {rule === undefined ? null : <WhatIf key={`${rule.file} ${idOf(rule)} ${rule.query}`} rule={rule} />}
    </section>
  )
}

/** One rule over the last day or week: its left side with the threshold, and what another one, or another wait, would have done. */
export function WhatIf({ rule }: { readonly rule: AlertRule }) {
  const trial = useMemo(() => readTrial(rule), [rule])
  if (trial.kind === 'none') return <p className={pageParts['nothing']}>{`This rule cannot be tried. ${trial.why}`}</p>
  return <TrialView rule={rule} trial={trial} />
}

function TrialView({ rule, trial }: { readonly rule: AlertRule; readonly trial: Exclude<Trial, { kind: 'none' }> }) {
  const { config, clock } = useServices()
  const { timeZone } = usePageZone(config.timeZone)
  const own = trial.kind === 'threshold' ? trial.threshold : null
  const [span, setSpan] = usePageParam('span')
  const [, , spanMs] = SPANS.find(([param]) => param === span) ?? (SPANS[0] as (typeof SPANS)[number])
  // The newest evaluation when the page was opened: a picture that moves is none to try something on.
  const newestMs = () => rule.evaluatedMs ?? Math.floor(clock.nowMs() / rule.intervalMs) * rule.intervalMs
  const [endMs, setEnd] = useState(newestMs)

  const [givenThreshold, giveThreshold] = usePageParam('threshold')
  const [givenFor, giveFor] = usePageParam('for')
  const [thresholdText, setThresholdText] = useState(givenThreshold || String(own ?? ''))
  const [forText, setForText] = useState(givenFor || formatDuration(rule.forMs))
  const [held, setHeld] = useState<ValueRange | null>(null)
  const number = readNumber(thresholdText)
  const threshold = Number.isFinite(number) ? number : (own ?? 0)
  const wait = parseDuration(forText)
  const forMs = wait.ok ? wait.value : rule.forMs
  const leadMs = Math.ceil((Math.max(forMs, rule.forMs) + rule.keepFiringMs + 1) / HOUR_MS) * HOUR_MS

  const expr = trial.kind === 'threshold' ? trial.lhs : trial.expr
  const { answer, error, isBehind } = useTrial({ rule, expr, endMs, spanMs, leadMs })
  const asIs = useMemo(
    (): TriedRule => ({
      compare: trial.kind === 'threshold' ? trial : null,
      ...{ forMs: rule.forMs, keepFiringMs: rule.keepFiringMs, labels: new Map(rule.labels) },
    }),
    [trial, rule],
  )
  // Drawn first, tried then: the line follows the hand however much there is to try.
  const late = useDeferredValue(threshold)
  const found = useMemo(() => {
    if (answer === undefined) return null
    const compare = asIs.compare === null ? null : { op: asIs.compare.op, threshold: late }
    return tryRule(answer.points, { ...asIs, compare, forMs, earlier: answer.earlier }, answer.fromMs)
  }, [answer, asIs, late, forMs])
  const now = useMemo(
    () => answer && tryRule(answer.points, { ...asIs, earlier: answer.earlier }, answer.fromMs),
    [answer, asIs],
  )
  const recorded = useMemo(() => answer && tryRule(answer.recorded, RECORDED, answer.fromMs), [answer])

  const write = (text: string) => {
    setThresholdText(text)
    const read = readNumber(text)
    if (Number.isFinite(read)) giveThreshold(read === own ? '' : text.trim())
  }
  const move = useCallback(
    (value: number, isDone: boolean, range: ValueRange) => {
      setThresholdText(String(value))
      setHeld(isDone ? null : range)
      if (isDone) giveThreshold(value === own ? '' : String(value))
    },
    [giveThreshold, own],
  )
  const changeFor = (text: string) => {
    setForText(text)
    const read = parseDuration(text)
    if (read.ok) giveFor(read.value === rule.forMs ? '' : text)
  }
  const reset = () => {
    write(String(own ?? ''))
    changeFor(formatDuration(rule.forMs))
  }
  const isOwn = (own === null || number === own) && wait.ok && forMs === rule.forMs
  return (
    <>
      <RuleWords rule={rule} trial={trial} />
      <div className={parts['controls']}>
        <fieldset className={classNames(parts['buttons'], styles['low'])}>
          <legend className="sr-only">Range</legend>
          {SPANS.map(([param, words, ms]) => (
            <Button key={param} aria-pressed={ms === spanMs} onClick={() => setSpan(param === '1d' ? '' : param)}>
              {words}
            </Button>
          ))}
        </fieldset>
        {trial.kind === 'threshold' ? (
          <TextField
            label={`Threshold (${trial.op})`}
            inputMode="decimal"
            value={thresholdText}
            onChange={(event) => write(event.target.value)}
            fault={Number.isFinite(number) ? undefined : 'This is no number.'}
          />
        ) : null}
        <TextField
          label="for"
          value={forText}
          onChange={(event) => changeFor(event.target.value)}
          fault={wait.ok ? undefined : wait.message}
        />
        <div className={classNames(parts['buttons'], styles['low'])}>
          <Button onClick={reset} disabled={isOwn}>
            As the rule has it
          </Button>
          <Button onClick={() => setEnd(newestMs())}>Up to now</Button>
        </div>
      </div>
      {error === null ? null : <p className={parts['fault']}>{error.message}</p>}
      {answer === undefined || !found || !now || !recorded ? (
        error === null && <p className={pageParts['nothing']}>Asks for the points of each evaluation…</p>
      ) : (
        <div className={styles['trial']} data-plot-host aria-busy={isBehind}>
          <TrialChart
            {...{ rule, trial, answer, threshold, held, timeZone, isBehind }}
            episodes={joinEpisodes(found)}
            onMove={move}
          />
          <Outcome rule={rule} answer={answer} timeZone={timeZone} tried={found} now={now} recorded={recorded} />
        </div>
      )}
    </>
  )
}

const RECORDED: TriedRule = { compare: null, forMs: 0, keepFiringMs: 0, labels: new Map() }

function RuleWords({ rule, trial }: { readonly rule: AlertRule; readonly trial: Exclude<Trial, { kind: 'none' }> }) {
  const changing = [...rule.labels].filter(([, text]) => /\{\{.*(?:\$value|\.Value|query)/s.test(text))
  return (
    <>
      <pre className={parts['expr']}>{rule.query}</pre>
      {trial.kind === 'waiting' ? (
        <p
          className={parts['note']}
        >{`${trial.why} Only its "for" can be tried, by the points of the whole expression.`}</p>
      ) : null}
      {trial.kind === 'threshold' && trial.beside.length > 0 ? (
        <p className={parts['note']}>{`What stands beside it stays as it is: ${trial.beside.join(' ')}`}</p>
      ) : null}
      {changing.length > 0 ? (
        <p className={parts['warning']}>
          {`The labels ${changing.map(([label]) => label).join(', ')} change with the value: the server makes another alert of each, and here they are one.`}
        </p>
      ) : null}
    </>
  )
}

interface OutcomeProps {
  readonly rule: AlertRule
  readonly answer: TrialAnswer
  readonly timeZone: string
  readonly tried: readonly TriedAlert[]
  readonly now: readonly TriedAlert[]
  readonly recorded: readonly TriedAlert[]
}

/** What would have fired, beside what the rule as it is would have, and what the server wrote down. */
function Outcome({ rule, answer, timeZone, tried, now, recorded }: OutcomeProps) {
  const tone = severityTone(rule.labels.get('severity') ?? '')
  const { fromMs, toMs, points, everyNth, earlier } = answer
  const outcomes = [
    { id: 'tried', words: 'As tried', alerts: tried },
    { id: 'now', words: 'As the rule is now', alerts: now },
    { id: 'recorded', words: 'Recorded in ALERTS', alerts: recorded },
  ]
  const states = [{ text: 'firing', tone, colour: `--${tone}`, pattern: TONE_PATTERNS[tone] }]
  const endMs = toMs + points.stepMs
  const rows = outcomes.map(({ id, words, alerts }): LaneRow => {
    const segments = joinEpisodes(alerts).map((one) => ({ fromMs: one.fromMs, toMs: one.toMs, state: 0 }))
    return {
      id,
      name: words,
      segments,
      earlier: null,
      head: <span className={styles['lane']}>{words}</span>,
      figure: null,
      status: 'unknown',
    }
  })
  const formatSpan = (from: number, to: number) =>
    `${formatInstant(from, timeZone)} to ${formatInstant(to, timeZone)} ${timeZone}, ${formatDuration(to - from)}`
  return (
    <>
      <div className={styles['lanes']}>
        <StateLanes
          label={`When ${displayText(rule.name)} fires. Arrow keys read the stretches.`}
          {...{ rows, states, fromMs, toMs: endMs, formatSpan }}
          timeTicks={(from, to, count) => timeTicks(from, to, timeZone, count)}
        />
      </div>
      <table className={styles['outcome']}>
        <thead>
          <tr>
            <td />
            <th scope="col">Fired</th>
            <th scope="col">Alerts</th>
            <th scope="col">Time firing</th>
            <th scope="col">Longest</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(({ id, words, alerts }) => (
            <OutcomeRow
              key={id}
              words={words}
              alerts={alerts.length}
              figures={figuresOf(alerts.flatMap(({ episodes }) => episodes))}
            />
          ))}
        </tbody>
      </table>
      <p className={parts['note']}>
        {everyNth === 1
          ? `A point each ${formatDuration(points.stepMs)}, at the evaluations of the rule. `
          : `A point each ${formatDuration(points.stepMs)}, which is every ${everyNth}th evaluation: there are too many to look at all. `}
        {earlier === null
          ? ''
          : `Until ${formatInstant(earlier.untilMs, timeZone)} the server evaluated it each ${formatDuration(earlier.everyMs)} alone, and so it is tried. `}
        {`From ${formatInstant(fromMs, timeZone)} to ${formatInstant(toMs, timeZone)} ${timeZone}. `}
        While the server was down, or had the rule otherwise, it recorded something else than the rule as it is would
        have.
      </p>
    </>
  )
}

interface OutcomeRowProps {
  readonly words: string
  readonly alerts: number
  readonly figures: EpisodeFigures
}

function OutcomeRow({ words, alerts, figures }: OutcomeRowProps) {
  const { count, totalMs, longestMs } = figures
  return (
    <tr>
      <th scope="row">{words}</th>
      <td>{`${count} time${count === 1 ? '' : 's'}`}</td>
      <td>{alerts}</td>
      <td>{formatDuration(totalMs)}</td>
      <td>{formatDuration(longestMs)}</td>
    </tr>
  )
}

/** NaN for what is none. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

function readTrial(rule: AlertRule): Trial {
  try {
    return trialOf(parsePromql(rule.query))
  } catch (error) {
    if (!(error instanceof PromqlParseError)) throw error
    // A newer server may know more than is known here.
    return { kind: 'waiting', expr: rule.query, why: `Its expression cannot be read here: ${error.message}.` }
  }
}
