import { type FormEvent, useState } from 'react'
import { useAlerts } from '~/data/alerts/use-alerts'
import { useServices } from '~/data/services-context'
import type { SilenceDraft } from '~/domain/alerts/model'
import { faultsOf, newSilence, parseSilenceEnd, SILENCE_DURATIONS } from '~/domain/alerts/silencing'
import type { LabelMatcher } from '~/domain/promql/matchers'
import { formatInstant } from '~/domain/time/format-instant'
import { preferences } from '~/state/preferences'
import { usePageZone } from '~/state/use-page-zone'
import { Button } from '~/ui/primitives/Button'
import { classNames } from '~/ui/primitives/class-names'
import { TextField } from '~/ui/primitives/TextField'
import { useSecondTick } from '~/ui/primitives/ticker'
import parts from '../parts.module.css'
import { HiddenAlerts } from './HiddenAlerts'
import { MatcherRows, rowsOf } from './MatcherRows'
import styles from './silences.module.css'
import { useSilenceMaker } from './use-silence-maker'
import { whyNot } from './why-not'

export interface SilenceFormProps {
  /** What it starts with. */
  readonly matchers: readonly LabelMatcher[]
  readonly comment?: string
  readonly onMade: (id: string) => void
}

const MAX_AUTHOR = 200

/** A new silence: what it hides, until when, who makes it and why. */
export function SilenceForm({ matchers: initial, comment: initialComment = '', onMade }: SilenceFormProps) {
  useSecondTick()
  const { config, clock } = useServices()
  const { timeZone } = usePageZone(config.timeZone)
  const { rows: alerts, stores, refetch } = useAlerts()
  const [rows, setRows] = useState(() => rowsOf(initial))
  const [ends, setEnds] = useState('1h')
  const [createdBy, setCreatedBy] = useState(() => preferences.getState().author)
  const [comment, setComment] = useState(initialComment)
  const [wasSent, setWasSent] = useState(false)
  const [first] = stores
  const maker = useSilenceMaker(first?.store)
  const { isBusy, fault, unsure } = maker
  const why = whyNot(stores)

  const nowMs = clock.nowMs()
  const matchers = rows.filter(({ on }) => on).map(({ name, op, value }): LabelMatcher => ({ name, op, value }))
  const end = parseSilenceEnd(ends, nowMs, timeZone)
  const written = {
    matchers,
    endsMs: end.ok ? end.value : nowMs + 1,
    createdBy: createdBy.trim(),
    comment: comment.trim(),
  }
  const faults = faultsOf(newSilence(written, nowMs), nowMs)
  const isWhole = faults.size === 0 && end.ok
  // A pattern is wrong as soon as it is written; that a field is still empty is no fault before it is sent.
  const matchersFault =
    wasSent || matchers.some(({ name, value }) => name !== '' && value !== '') ? faults.get('matchers') : undefined
  const faultAt = (field: 'createdBy' | 'comment') => (wasSent ? faults.get(field) : undefined)
  const said = (field: 'matchers' | 'ends' | 'createdBy' | 'comment') =>
    fault?.field === field ? fault.message : undefined

  /** What is changed makes another silence of it. */
  const edit =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value)
      maker.forget()
    }

  const send = async (draft: SilenceDraft) => {
    preferences.setState({ author: draft.createdBy })
    const id = await maker.make(draft)
    void refetch()
    if (id !== null) onMade(id)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setWasSent(true)
    if (why !== null) return
    if (unsure !== null) void send(unsure)
    // The end counts from the moment of the click.
    else if (isWhole) void send(newSilence(written, clock.nowMs()))
  }

  return (
    <form className={classNames(parts['page'], styles['form'])} onSubmit={onSubmit} noValidate>
      <MatcherRows rows={rows} fault={said('matchers') ?? matchersFault} onChange={edit(setRows)} />
      <HiddenAlerts rows={alerts} matchers={matchers} />
      <fieldset className={styles['durations']}>
        <legend>For how long</legend>
        {SILENCE_DURATIONS.map((duration) => (
          <Button key={duration} aria-pressed={ends === duration} onClick={() => edit(setEnds)(duration)}>
            {duration}
          </Button>
        ))}
      </fieldset>
      <TextField
        label="Or as long as this, or until this time"
        value={ends}
        onChange={(event) => edit(setEnds)(event.target.value)}
        fault={said('ends') ?? (end.ok ? undefined : end.message)}
        hint={end.ok ? `Ends ${formatInstant(end.value, timeZone)} (${timeZone}), on the servers' clock.` : undefined}
      />
      <TextField
        label="Who you are"
        value={createdBy}
        maxLength={MAX_AUTHOR}
        autoComplete="username"
        onChange={(event) => edit(setCreatedBy)(event.target.value)}
        fault={said('createdBy') ?? faultAt('createdBy')}
      />
      <TextField
        label="Why"
        value={comment}
        onChange={(event) => edit(setComment)(event.target.value)}
        fault={said('comment') ?? faultAt('comment')}
        hint="Shown to everybody who finds the silence."
      />
      {fault !== null && fault.field === null && (
        <p role="alert" className={parts['fault']}>
          {fault.message}
        </p>
      )}
      <div className={parts['buttons']}>
        <Button type="submit" look="primary" disabled={isBusy || why !== null} data-testid="silence-submit">
          {isBusy ? 'Making…' : unsure === null ? 'Silence' : 'Look, and try again'}
        </Button>
        <span className={why === null ? parts['faint'] : parts['fault']}>
          {why ??
            (stores.length > 1
              ? `Kept by ${first?.store.title}, the first Alertmanager.`
              : `Kept by ${first?.store.title}.`)}
        </span>
      </div>
    </form>
  )
}
