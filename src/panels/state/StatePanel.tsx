import { useCallback, useMemo } from 'react'
import { formatAge } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { formatText } from '~/domain/units/format-value'
import { displayText } from '~/lib/display-text'
import type { LaneState } from '~/ui/chart/lane'
import { type LaneRow, StateLanes } from '~/ui/chart/StateLanes'
import { StatusIcon } from '~/ui/status/StatusIcon'
import type { StatusMark } from '~/ui/status/tone'
import { PanelNote } from '../PanelNote'
import type { PanelProps } from '../panel-kind'
import { buildLanes, isNoTraffic, type LaneFacts, type Lanes } from './lanes'
import type { StateOptions } from './options'
import styles from './state.module.css'

/** Which state each series was in over the range, and how much of the time in the good one. */
export function StatePanel(props: PanelProps<StateOptions>) {
  const { title, format, options, data, truth, range, timeZone, overlay } = props
  const earlier = overlay?.earlier ?? null
  const topBounds = overlay?.topBounds
  const { fromMs, toMs } = range
  const found = useMemo(
    () => buildLanes(data, { fromMs, toMs }, options, format, { earlier: earlier?.data ?? null, topBounds }),
    [data, fromMs, toMs, options, format, earlier, topBounds],
  )
  const formatSpan = useCallback(
    (from: number, to: number) =>
      `${formatInstant(from, timeZone)} to ${formatInstant(to, timeZone)} ${timeZone}, ${formatAge(to - from)}`,
    [timeZone],
  )
  const ticks = useCallback(
    (from: number, to: number, count: number) => timeTicks(from, to, timeZone, count),
    [timeZone],
  )
  const rows = useMemo(
    () => found.lanes.map((lane) => rowOf(lane, found.watched, truth.old, title, earlier?.label)),
    [found, truth.old, title, earlier],
  )
  // A word on a canvas is cut like any other.
  const states = useMemo(() => found.states.map((state) => ({ ...state, text: displayText(state.text) })), [found])
  if (data.series.length === 0) return <PanelNote truth={truth} />
  const isCut = data.series.length > rows.length
  return (
    <div className={styles['panel']}>
      <div className={styles['lanes']}>
        <StateLanes
          label={summaryOf(title, found)}
          rows={rows}
          states={states}
          fromMs={fromMs}
          toMs={toMs}
          formatSpan={formatSpan}
          timeTicks={ticks}
        />
      </div>
      <ul className={styles['legend']} aria-label={`${title}, states`}>
        {states.map((state, i) => (
          <LegendItem key={`${state.tone} ${state.text}`} state={state} share={found.shares[i] ?? null} />
        ))}
        {isCut ? <li className={styles['note']}>{`${data.series.length} series, ${rows.length} drawn`}</li> : null}
      </ul>
    </div>
  )
}

function LegendItem({ state, share }: { readonly state: LaneState; readonly share: number | null }) {
  return (
    <li className={styles['state']}>
      <i className={styles['swatch']} data-pattern={state.pattern} style={{ color: `var(${state.colour})` }} />
      <bdi>{state.text}</bdi>
      {share === null ? null : <span className={styles['part']}>{percentText(share)}</span>}
    </li>
  )
}

function rowOf(
  lane: LaneFacts,
  watched: LaneState | null,
  old: boolean,
  title: string,
  earlierLabel: string | undefined,
): LaneRow {
  const { current, share } = lane
  const mark: StatusMark = old || current === null ? 'unknown' : isNoTraffic(current) ? 'idle' : current.tone
  // A value that nobody gave a word has no status to show.
  const hasOwnColour = !old && current !== null && current.tone === 'unknown' && current.pattern === 'solid'
  const name = displayText(lane.name === '{}' ? title : lane.name)
  return {
    id: lane.id,
    name,
    segments: lane.segments,
    earlier: earlierLabel === undefined ? null : { label: earlierLabel, segments: lane.earlier?.segments ?? [] },
    status: old || current === null ? 'unknown' : current.tone,
    head: (
      <div className={styles['head']}>
        <bdi className={styles['name']} title={name}>
          {name}
        </bdi>
        <span className={styles['now']}>
          {hasOwnColour ? (
            <i className={styles['dot']} style={{ background: `var(${current?.colour})` }} />
          ) : (
            <StatusIcon mark={mark} />
          )}
          <span className={styles['word']}>{displayText(current?.text ?? 'no data')}</span>
        </span>
      </div>
    ),
    figure:
      watched === null ? null : (
        <>
          <b className={styles['share']}>{share === null ? '–' : percentText(share)}</b>
          <small className={styles['watched']}>{` ${displayText(watched.text)}`}</small>
          {earlierLabel === undefined ? null : (
            <small className={styles['then']}>{shareThen(earlierLabel, lane.earlier?.share ?? null)}</small>
          )}
        </>
      ),
  }
}

function summaryOf(title: string, { lanes, watched }: Lanes): string {
  const rows = lanes.slice(0, 10).map(({ name, share, current }) => {
    const part = share === null || watched === null ? '' : `${percentText(share)} ${watched.text}, `
    return `${displayText(name)} ${part}now ${current?.text ?? 'no data'}`
  })
  return `${title}: ${rows.join('; ')}. Arrow keys read the stretches.`
}

function shareThen(label: string, share: number | null): string {
  return share === null ? `no data ${label}` : `${label} ${percentText(share)}`
}

function percentText(share: number): string {
  return formatText(share, { unit: 'percentunit' })
}
