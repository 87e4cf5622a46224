import { useCallback } from 'react'
import type { LogPattern } from '~/domain/logs/log-ports'
import type { LogLevel } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { usePageParam } from '~/state/page-params'
import { LevelMark } from './LevelMark'
import styles from './logs.module.css'
import { useAsked } from './use-asked'
import type { SessionAnswer } from './use-log-session'

/** Lines alike but for their numbers and ids: errors first and new ones before all, then by how many; those that began late in the range are new. */
export function LogPatterns({ answer }: { readonly answer: SessionAnswer }) {
  const [, setText] = usePageParam('q')
  const { session, overview, question } = answer
  const { version } = overview
  const ask = useCallback(
    // Those of a version that is past are not asked again: the next one is on its way.
    async () => (await session.patterns(version)) ?? undefined,
    [session, version],
  )
  const patterns = useAsked(ask)
  if (patterns === undefined) return <p className={styles['note']}>Looks for patterns…</p>
  const middleMs = (question.fromMs + question.toMs) / 2
  const isNew = (firstMs: UnixMs) => firstMs > middleMs
  const urgency = ({ level, firstMs }: LogPattern) => (isFailure(level) ? (isNew(firstMs) ? 0 : 1) : 2)
  return (
    <table className={styles['patterns']}>
      <thead>
        <tr>
          <th scope="col">Lines</th>
          <th scope="col">Trend</th>
          <th scope="col">Level</th>
          <th scope="col">Pattern</th>
        </tr>
      </thead>
      <tbody>
        {patterns
          .toSorted((a, b) => urgency(a) - urgency(b))
          .map(({ template, level, count, firstMs, trend, query }) => (
            <tr key={`${level} ${template}`}>
              <td>{count.toLocaleString('en-GB')}</td>
              <td>
                <Trend counts={trend} />
              </td>
              <td>
                <LevelMark level={level} />
              </td>
              <td>
                <button type="button" className={styles['pattern']} onClick={() => setText(query)}>
                  <bdi>{displayText(template)}</bdi>
                </button>
                {isNew(firstMs) && <span className={styles['new']}>new</span>}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function isFailure(level: LogLevel): boolean {
  return level === 'error' || level === 'critical'
}

function Trend({ counts }: { readonly counts: readonly number[] }) {
  const most = Math.max(1, ...counts)
  const width = 100 / Math.max(1, counts.length)
  return (
    <svg className={styles['trend']} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      {counts.map((count, i) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other name than their place
          key={i}
          x={i * width}
          width={width}
          y={20 - (count / most) * 20}
          height={(count / most) * 20}
        />
      ))}
    </svg>
  )
}
