import { flowPathAround } from '~/domain/links/flow-paths'
import type { TraceSummary } from '~/domain/traces/model'
import { displayText } from '~/lib/display-text'
import { AppLink } from '~/ui/primitives/AppLink'
import { StatusIcon } from '~/ui/status/StatusIcon'
import { fullTimeOf, shortTimeOf } from '../line-time'
import styles from './flow.module.css'
import { Took } from './Took'

/** A trace of a list, and where it was found. */
export interface ListedTrace extends TraceSummary {
  readonly foundIn: string
}

interface FoundTracesProps {
  readonly traces: readonly ListedTrace[]
  readonly timeZone: string
  /** More than one place was looked in. */
  readonly hasPlaces: boolean
}

/** Traces one a row, each leading to its own page. */
export function FoundTraces({ traces, timeZone, hasPlaces }: FoundTracesProps) {
  const longestMs = Math.max(1, ...traces.map(({ durationMs }) => durationMs))
  return (
    <table className={styles['traces']}>
      <thead>
        <tr>
          <th scope="col">Start</th>
          <th scope="col">Took</th>
          <th scope="col">Status</th>
          <th scope="col">Trace</th>
          <th scope="col">What began it</th>
          {hasPlaces && <th scope="col">Found in</th>}
        </tr>
      </thead>
      <tbody>
        {traces.map((trace) => {
          const { id, service, name, startMs, durationMs, failed, foundIn } = trace
          const to = flowPathAround('trace_id', id, startMs, startMs + durationMs)
          const words = displayText(id)
          return (
            <tr key={`${foundIn} ${id}`} data-trace={id} data-failed={failed || undefined}>
              <td>
                <time title={fullTimeOf(startMs, timeZone)}>{shortTimeOf(startMs, timeZone)}</time>
              </td>
              <td className={styles['length']}>
                <Took trace={trace} />
                <progress value={durationMs} max={longestMs} aria-hidden="true" />
              </td>
              <td>
                {failed ? (
                  <span className={styles['verdict']}>
                    <StatusIcon mark="crit" />
                    failed
                  </span>
                ) : (
                  <span className={styles['quiet']}>no error</span>
                )}
              </td>
              <td>
                {to === null ? (
                  <bdi>{words}</bdi>
                ) : (
                  <AppLink to={to}>
                    <bdi>{words}</bdi>
                  </AppLink>
                )}
              </td>
              <td>
                <bdi>{displayText(service)}</bdi> <bdi className={styles['plain']}>{displayText(name)}</bdi>
              </td>
              {hasPlaces && <td>{displayText(foundIn)}</td>}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
