import { useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import type { SloNow } from '~/data/slo/slo-now'
import { SHOWN_WINDOWS_MS } from '~/domain/slo/burn'
import { exhaustionOf } from '~/domain/slo/reading'
import { formatDuration } from '~/domain/time/duration'
import { wholeReason } from '~/domain/truth/truth'
import type { DurationMs } from '~/domain/units-of-measure'
import { displayText } from '~/lib/display-text'
import { Bullet } from '~/ui/chart/Bullet'
import { AppLink } from '~/ui/primitives/AppLink'
import { StatusChip } from '~/ui/status/StatusChip'
import { toneOf } from '~/ui/status/tone'
import { burnTone } from './burn-tone'
import styles from './slo.module.css'
import {
  burnText,
  complianceText,
  countText,
  coverageOf,
  exhaustionText,
  isOfNow,
  notesOf,
  objectiveText,
  STATE_MARKS,
  STATE_WORDS,
  shareText,
  spanText,
} from './words'

/** One objective among the others. */
export function SloRow({ row, rateMs }: { readonly row: SloNow; readonly rateMs: DurationMs }) {
  const { slo, reading, truth } = row
  const { config } = useServices()
  const { search } = useLocation()
  const platform = config.platforms.find(({ id }) => id === slo.platform)?.title ?? slo.platform
  const left = reading?.left ?? null
  const isKnown = left !== null && !Number.isNaN(left)
  const waits = truth.kind === 'failed' ? '–' : '…'
  const isNow = isOfNow(truth)
  // What was is not coloured as if it were so now, and nothing is told of what comes.
  const tone = reading && isNow ? toneOf(STATE_MARKS[reading.state]) : 'unknown'
  const exhaustion = exhaustionOf(isNow ? reading : undefined, reading?.burn.get(rateMs))
  const coverage = coverageOf(slo, reading)
  return (
    <tr data-slo={slo.id} data-state={truth.old ? 'old' : reading?.state} data-old={truth.old || undefined}>
      <th scope="row">
        <AppLink to={{ pathname: `/slo/${slo.id}`, search }}>{displayText(slo.title)}</AppLink>
        <small>
          {platform !== undefined && <>{displayText(platform)} · </>}
          {displayText(objectiveText(slo))}
          {coverage !== null && <> · {coverage}</>}
        </small>
        {notesOf(slo, reading, row).map((note) => (
          <small key={note} className={styles['note']}>
            {displayText(note)}
          </small>
        ))}
      </th>
      <td data-head="State">
        <StateChip row={row} />
      </td>
      <td data-head="Budget left" className={styles['left']}>
        <span className={styles['big']} data-tone={isNow && isKnown ? tone : undefined}>
          {reading === undefined ? waits : shareText(left)}
        </span>
        <Bullet value={isKnown ? Math.max(0, left) : null} min={0} max={1} tone={tone} />
      </td>
      <td data-head="That is" className={styles['that']}>
        {reading?.leftMs == null ? '–' : <span>{spanText(reading.leftMs)}</span>}
        {reading?.leftEvents != null && (
          <small>
            {countText(reading.leftEvents)} {displayText(slo.events)}
          </small>
        )}
      </td>
      <td data-head="Compliance">{reading === undefined ? waits : complianceText(slo, reading.compliance)}</td>
      {SHOWN_WINDOWS_MS.map((ms) => {
        const burn = reading?.burn.get(ms)
        return (
          <td key={ms} data-head={`Burn ${formatDuration(ms)}`} data-tone={isNow ? burnTone(slo, ms, burn) : undefined}>
            {reading === undefined ? waits : reading.burn.has(ms) ? burnText(burn) : '–'}
          </td>
        )
      })}
      <td data-head="Runs out" data-tone={exhaustion.kind === 'gone' ? 'crit' : undefined}>
        {exhaustionText(exhaustion)}
      </td>
    </tr>
  )
}

/** How an objective stands, or why that is not known. */
export function StateChip({ row: { reading, truth } }: { readonly row: SloNow }) {
  const reason = wholeReason(truth)
  if (truth.kind === 'loading') return <StatusChip mark="loading" word="asking" />
  if (truth.kind === 'failed') return <StatusChip mark="broken" word={truth.word} reason={reason} />
  if (truth.kind === 'stale') return <StatusChip mark="unknown" word={truth.word} reason={reason} />
  if (truth.kind === 'partial') return <StatusChip mark="partial" word={truth.word} reason={reason} />
  if (reading === undefined) return <StatusChip mark="unknown" word="not known" />
  return <StatusChip mark={STATE_MARKS[reading.state]} word={STATE_WORDS[reading.state]} />
}
