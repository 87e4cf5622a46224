import { type MouseEvent, useRef, useState } from 'react'
import { makeSilence } from '~/data/alerts/make-silence'
import { useServices } from '~/data/services-context'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { Silence } from '~/domain/alerts/model'
import { describeLeft, extendedSilence, newSilencePath, printMatcher } from '~/domain/alerts/silencing'
import { formatInstant } from '~/domain/time/format-instant'
import type { DurationMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { Button } from '~/ui/primitives/Button'
import { classNames } from '~/ui/primitives/class-names'
import { LinkButton } from '~/ui/primitives/LinkButton'
import { showToast } from '~/ui/primitives/toast'
import parts from '../parts.module.css'
import styles from './silences.module.css'

export interface SilenceCardProps {
  readonly silence: Silence
  readonly store: AlertStore
  /** How many alerts it hides now; null where nobody can say. */
  readonly hides: number | null
  /** Titles of the Alertmanagers that do not have it. */
  readonly missingOn: readonly string[]
  readonly timeZone: string
  /** Why it cannot be changed now; null where it can. */
  readonly why: string | null
  /** Done when what is shown is what there is. */
  readonly onChanged: () => Promise<void>
}

const HOUR_MS: DurationMs = 3_600_000
/** What ends so soon is on its way out: the end that stands for "now". */
const ENDING_MS: DurationMs = 6_000

/** One silence: what it is, and what can be done with it. */
export function SilenceCard(props: SilenceCardProps) {
  const { silence, store, hides, missingOn, timeZone, why, onChanged } = props
  const { clock } = useServices()
  const { isBusy, run } = useOneAtATime()
  const { matchers, createdBy, comment, state, startsMs, endsMs } = silence
  const nowMs = clock.nowMs()
  const { signal } = new AbortController()

  const extend = (byMs: DurationMs, words: string) =>
    run(async () => {
      const made = await makeSilence(store, extendedSilence(silence, byMs, clock.nowMs()), { again: false, signal })
      if (made.kind === 'made') showToast(`The silence lasts ${words} longer.`)
      else if (made.kind === 'refused') showToast(`The silence was not extended: ${made.error.message}`, 'fault')
      else showToast(`Whether the silence was extended is not known: ${made.error.message}`, 'fault')
      // Until then this card has an id that may have ended: extending that would make a second silence.
      await onChanged()
    })
  const expire = () =>
    run(async () => {
      try {
        await store.expireSilence(silence, signal)
        showToast('The silence ends within seconds.')
      } catch (error) {
        showToast(`The silence goes on: ${error instanceof Error ? error.message : 'nobody knows why'}`, 'fault')
      }
      await onChanged()
    })

  const off = isBusy || why !== null
  return (
    <li className={styles['card']} data-state={state} data-testid="silence" data-id={silence.id}>
      <ul className={styles['chips']} aria-label="Hides alerts with">
        {matchers.map((matcher) => (
          <li key={printMatcher(matcher)}>
            <bdi>{displayText(printMatcher(matcher))}</bdi>
          </li>
        ))}
      </ul>
      <p className={styles['comment']}>
        <bdi>{displayText(comment) || 'no comment'}</bdi>
      </p>
      <p className={parts['faint']}>
        {state === 'pending' && `starts ${formatInstant(startsMs, timeZone)} · `}
        <span title={formatInstant(endsMs, timeZone)}>
          {state === 'expired' ? `ended ${formatInstant(endsMs, timeZone)}` : describeLeft(endsMs, nowMs)}
        </span>
        {' · by '}
        <bdi>{displayText(createdBy) || 'nobody named'}</bdi>
        {state !== 'expired' && hides !== null && ` · ${hidesWords(hides, state)}`}
        {missingOn.length > 0 && ` · not yet on ${missingOn.join(', ')}`}
      </p>
      <div className={classNames(parts['buttons'], styles['actions'])}>
        {state === 'expired' ? (
          <LinkButton to={`${newSilencePath(matchers)}&comment=${encodeURIComponent(comment)}`}>Recreate</LinkButton>
        ) : (
          <>
            <Button disabled={off} title={why ?? undefined} onClick={single(() => extend(HOUR_MS, 'an hour'))}>
              +1h
            </Button>
            <Button disabled={off} title={why ?? undefined} onClick={single(() => extend(4 * HOUR_MS, 'four hours'))}>
              +4h
            </Button>
            <Button disabled={off || endsMs - nowMs <= ENDING_MS} title={why ?? undefined} onClick={expire}>
              Expire
            </Button>
          </>
        )}
      </div>
    </li>
  )
}

function hidesWords(hides: number, state: Silence['state']): string {
  const verb = state === 'pending' ? 'would hide' : 'hides'
  return hides === 0 ? `${verb} nothing now` : `${verb} ${hides === 1 ? '1 alert' : `${hides} alerts`} now`
}

/** Runs one action at a time: a second click while one is under way does nothing. */
function useOneAtATime() {
  const [isBusy, setIsBusy] = useState(false)
  const underWay = useRef(false)
  const run = async (action: () => Promise<void>) => {
    if (underWay.current) return
    underWay.current = true
    setIsBusy(true)
    try {
      await action()
    } finally {
      underWay.current = false
      setIsBusy(false)
    }
  }
  return { isBusy, run: (action: () => Promise<void>) => void run(action) }
}

/** The second click of a double click is none of its own, also where the first one's answer was there before it. */
function single(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) act()
  }
}
