import { type MouseEvent, memo, type PointerEvent, useCallback, useEffect, useRef } from 'react'
import type { Episode } from '~/domain/alerts/history'
import { formatDuration } from '~/domain/time/duration'
import { formatInstant } from '~/domain/time/format-instant'
import { timeTicks } from '~/domain/time/time-ticks'
import { CanvasStrip, type DrawStrip } from '~/ui/chart/CanvasStrip'
import { drawLane, drawLaneAxis } from '~/ui/chart/draw-lane'
import { TONE_PATTERNS } from '~/ui/chart/lane'
import { hideTooltip, showTooltip } from '~/ui/chart-interaction/tooltip'
import type { Tone } from '~/ui/status/tone'
import styles from './history.module.css'

interface EpisodeStripProps {
  readonly name: string
  readonly tone: Tone
  readonly episodes: readonly Episode[]
  readonly fromMs: number
  readonly toMs: number
  readonly timeZone: string
  /** What a click on an episode does; null for nothing. */
  readonly onPick: ((episode: Episode) => void) | null
}

/** Episodes nearer to the pointer than this are meant, in pixels: the shortest are a pixel wide. */
const NEAR = 5

/** When an alert fired, as one lane. What can be done with the pointer is in the list below it too. */
export const EpisodeStrip = memo(function EpisodeStrip(props: EpisodeStripProps) {
  const { name, tone, episodes, fromMs, toMs, timeZone, onPick } = props
  const owner = useRef({})
  useEffect(() => {
    const mine = owner.current
    return () => hideTooltip(mine)
  }, [])
  const draw = useCallback<DrawStrip>(
    (ctx, size, theme) => {
      const segments = episodes.map((one) => ({
        ...{ fromMs: Math.max(fromMs, one.fromMs), toMs: Math.min(toMs, one.toMs), state: 0 },
      }))
      const states = [{ text: '', tone, colour: `--${tone}`, pattern: TONE_PATTERNS[tone] }]
      drawLane(ctx, size, theme, { segments, states, fromMs, toMs })
    },
    [tone, episodes, fromMs, toMs],
  )
  const episodeAt = (event: MouseEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const perPixel = (toMs - fromMs) / width
    const at = fromMs + (event.clientX - left) * perPixel
    const away = (one: Episode) => Math.max(one.fromMs - at, at - one.toMs, 0)
    const nearest = episodes.reduce<Episode | undefined>(
      (best, one) => (best === undefined || away(one) < away(best) ? one : best),
      undefined,
    )
    return nearest !== undefined && away(nearest) <= NEAR * perPixel ? nearest : undefined
  }
  const point = (event: PointerEvent<HTMLElement>) => {
    const episode = episodeAt(event)
    if (episode === undefined) return hideTooltip(owner.current)
    const row = { name, colour: `var(--${tone})`, text: 'firing', unit: '', detail: '', nearest: false }
    const title = spanWords(episode, timeZone)
    showTooltip(owner.current, { title, rows: [row], notes: [] }, event.clientX, event.clientY)
  }
  const leave = () => hideTooltip(owner.current)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: each episode is a link in the list below
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div
      className={styles['strip']}
      data-pick={onPick === null ? undefined : ''}
      onPointerMove={point}
      onPointerLeave={leave}
      onPointerCancel={leave}
      onClick={(event) => {
        const episode = episodeAt(event)
        if (episode !== undefined) onPick?.(episode)
      }}
    >
      <CanvasStrip className={styles['lane']} draw={draw} />
    </div>
  )
})

/** The times of the lanes below. */
export const HistoryAxis = memo(function HistoryAxis({
  fromMs,
  toMs,
  timeZone,
}: Pick<EpisodeStripProps, 'fromMs' | 'toMs' | 'timeZone'>) {
  const draw = useCallback<DrawStrip>(
    (ctx, size, theme) => {
      const ticks = (from: number, to: number, count: number) => timeTicks(from, to, timeZone, count)
      drawLaneAxis(ctx, size, theme, fromMs, toMs, ticks)
    },
    [fromMs, toMs, timeZone],
  )
  return (
    <div className={styles['axis']}>
      <CanvasStrip className={styles['lane']} draw={draw} />
    </div>
  )
})

/** When an episode was and how long, and what of that is not known. */
export function spanWords({ fromMs, toMs, openStart, openEnd }: Episode, timeZone: string): string {
  const from = `${openStart ? 'before ' : ''}${formatInstant(fromMs, timeZone)}`
  const to = openEnd ? 'the end of the range' : formatInstant(toMs, timeZone)
  return `${from} to ${to} ${timeZone}, ${openStart || openEnd ? 'at least ' : ''}${formatDuration(toMs - fromMs)}`
}
