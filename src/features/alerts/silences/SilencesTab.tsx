import { useAlerts } from '~/data/alerts/use-alerts'
import { useServices } from '~/data/services-context'
import type { Silence } from '~/domain/alerts/model'
import { createMatch, expiredSilences } from '~/domain/alerts/silencing'
import { usePageZone } from '~/state/use-page-zone'
import pageParts from '~/ui/parts.module.css'
import { classNames } from '~/ui/primitives/class-names'
import { LinkButton } from '~/ui/primitives/LinkButton'
import { useSecondTick } from '~/ui/primitives/ticker'
import parts from '../parts.module.css'
import { SilenceCard } from './SilenceCard'
import styles from './silences.module.css'
import { type KeptSilence, unionOf } from './union-of'

const MOST_EXPIRED = 100

/** The silences there are, were and will be. */
export function SilencesTab() {
  useSecondTick()
  const { rows, stores, refetch } = useAlerts()
  const { timeZone } = usePageZone(useServices().config.timeZone)
  const all = unionOf(stores)
  const expired = new Set(expiredSilences(all.map(({ silence }) => silence)))
  const isKnown = stores.some(({ silences }) => silences !== undefined)
  const failed = stores.filter(({ error }) => error !== null)
  const listOf = (list: readonly KeptSilence[]) => (
    <ul className={styles['cards']}>
      {list.map(({ silence, state, missingOn }) => (
        <SilenceCard
          key={silence.id}
          silence={silence}
          store={state.store}
          hides={
            silence.state === 'expired'
              ? null
              : countHidden(
                  silence,
                  // What only waits is hidden by nobody yet.
                  rows?.filter(({ state }) => state === 'firing').map((row) => row.received?.labels ?? row.labels),
                )
          }
          missingOn={missingOn}
          timeZone={timeZone}
          why={state.error === null ? null : `${state.store.title} does not answer: ${state.error.message}`}
          onChanged={refetch}
        />
      ))}
    </ul>
  )
  const active = all.filter(({ silence }) => silence.state === 'active')
  const pending = all.filter(({ silence }) => silence.state === 'pending')
  const ended = all.filter(({ silence }) => expired.has(silence)).slice(0, MOST_EXPIRED)
  return (
    <div className={parts['page']}>
      <header className={classNames(parts['buttons'], styles['head'])}>
        <h2 className={styles['title']}>
          Silences <span className={parts['faint']}>{isKnown ? `${active.length} active` : ''}</span>
        </h2>
        <LinkButton to="/alerts/silences/new">New silence</LinkButton>
      </header>
      {stores.length === 0 && (
        <p className={pageParts['nothing']}>No Alertmanager is configured, so there is nothing that keeps silences.</p>
      )}
      {failed.map(({ store, error }) => (
        <p key={store.id} role="alert" className={parts['fault']}>
          {store.title} does not answer: {error?.message} {isKnown && 'What is shown is what it told last.'}
        </p>
      ))}
      {isKnown && active.length === 0 && <p className={pageParts['nothing']}>No alert is silenced.</p>}
      {listOf(active)}
      {pending.length > 0 && <h3 className={styles['group']}>Pending</h3>}
      {listOf(pending)}
      {ended.length > 0 && (
        <details className={styles['expired']}>
          <summary>Expired ({ended.length})</summary>
          {listOf(ended)}
        </details>
      )}
    </div>
  )
}

function countHidden({ matchers }: Silence, alerts: readonly ReadonlyMap<string, string>[] | undefined): number | null {
  if (alerts === undefined) return null
  const match = createMatch(matchers)
  return alerts.filter(match).length
}
