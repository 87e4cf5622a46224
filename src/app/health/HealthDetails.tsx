import type { SourceHealth } from '~/data/health/source-health'
import { useServices } from '~/data/services-context'
import type { Config } from '~/domain/config/config'
import { addressOf } from '~/domain/config/source-addresses'
import { formatAge } from '~/domain/time/duration'
import { Button } from '~/ui/primitives/Button'
import { useSecondTick } from '~/ui/primitives/ticker'
import { StatusChip } from '~/ui/status/StatusChip'
import styles from './health.module.css'
import { markOf, sentences, useHealth, wordOf } from './use-health'

const SKEW_WORTH_MS = 30_000

/** What is known of each source, why it is down, and what to do. */
export function HealthDetails() {
  useSecondTick()
  const { clock, config, health } = useServices()
  const sources = useHealth()
  const offsetMs = clock.offsetMs()
  return (
    <div className={styles['details']}>
      {sources.map((source) => (
        <section key={source.id}>
          <header className={styles['head']}>
            <h2>{source.title}</h2>
            <StatusChip mark={markOf(source)} word={wordOf(source)} />
            <Button look="quiet" onClick={() => health.probeNow(source.id)}>
              Ask now
            </Button>
          </header>
          {source.error !== undefined && (
            <p className={styles['cause']}>{sentences(source.error.message, source.error.nextStep)}</p>
          )}
          <dl>
            {factsOf(source, config, clock.nowMs()).map(([name, value]) => (
              <div key={name} className={styles['fact']}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {Math.abs(offsetMs) > SKEW_WORTH_MS && (
        <p className={styles['skew']}>
          This computer's clock is {formatAge(Math.abs(offsetMs))} {offsetMs > 0 ? 'behind' : 'ahead of'} the server's.
          Lookout uses the server's.
        </p>
      )}
    </div>
  )
}

function factsOf(source: SourceHealth, config: Config, nowMs: number): readonly (readonly [string, string])[] {
  const { metrics, alerts, logs, traces } = config.sources
  const configured = [...metrics, ...alerts, ...logs, ...traces].find(({ id }) => id === source.id)
  const address = configured && addressOf(configured)
  const { kind, version, latencyMs, lastAnswerMs, sinceMs } = source
  return [
    ['Kind', version === undefined ? kind : `${kind} ${version}`],
    ...(address === undefined ? [] : ([['Address', address === '' ? '/' : address]] as const)),
    ['Last answer', lastAnswerMs === undefined ? 'none yet' : `${formatAge(nowMs - lastAnswerMs)} ago`],
    ...(latencyMs === undefined ? [] : ([['Takes', `${Math.max(1, Math.round(latencyMs))} ms`]] as const)),
    ['In this state for', formatAge(nowMs - sinceMs)],
  ]
}
