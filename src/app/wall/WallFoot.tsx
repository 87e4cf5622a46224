import { Eye, EyeOff } from 'lucide-react'
import { lazy, type ReactNode, useState } from 'react'
import { useLocation } from 'react-router-dom'
import { handOverAddress } from '~/domain/wall/hand-over'
import type { WallAlert } from '~/domain/wall/wall-alerts'
import { LazyBoundary } from '~/ui/primitives/LazyBoundary'
import { AlertLine } from './AlertLine'
import type { WakeState } from './use-wake-lock'
import styles from './wall.module.css'

const HandOver = lazy(() => import('./HandOver').then((module) => ({ default: module.HandOver })))

export interface WallFootProps {
  readonly alerts: readonly WallAlert[] | undefined
  /** Such as how long the page stays. */
  readonly note?: ReactNode
  readonly wake: WakeState
}

/** What fires, what comes next, whether the screen stays on, and the code that takes the view along. */
export function WallFoot({ alerts, note, wake }: WallFootProps) {
  const { pathname, search } = useLocation()
  const [hasCode, setCode] = useState(true)
  const origin = location.origin + import.meta.env.BASE_URL.replace(/\/$/, '')
  return (
    <footer className={styles['foot']} data-testid="wall-foot" data-drifts>
      <AlertLine alerts={alerts} />
      {note !== undefined && (
        <span className={styles['note']} data-testid="wall-note">
          {note}
        </span>
      )}
      <WakeMark state={wake} />
      {hasCode && (
        <LazyBoundary onFault={() => setCode(false)}>
          <HandOver address={handOverAddress(origin, pathname, search)} />
        </LazyBoundary>
      )}
    </footer>
  )
}

const WORDS: Readonly<Record<WakeState, readonly [word: string, reason: string]>> = {
  awake: ['stays on', 'The browser keeps this screen awake.'],
  refused: ['may sleep', 'The browser did not agree to keep this screen awake, such as on a battery that runs low.'],
  impossible: ['may sleep', 'Only a page over HTTPS can keep a screen awake, and not in every browser.'],
}

function WakeMark({ state }: { readonly state: WakeState }) {
  const [word, reason] = WORDS[state]
  const Icon = state === 'awake' ? Eye : EyeOff
  return (
    <span className={styles['wake']} title={reason} data-testid="wake-lock" data-state={state}>
      <Icon size="1.1em" aria-hidden />
      {word}
    </span>
  )
}
