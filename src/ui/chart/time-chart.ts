import type { Interaction } from '../chart-interaction/interaction'
import { type CanvasSize, observeCanvasSize } from './canvas-size'
import styles from './chart.module.css'
import { drawNoMore, drawSoon } from './draw-queue'
import { loadInteraction, whenInteractive } from './interaction-loader'
import { createPlot } from './plot'
import type { TimeChartProps } from './time-chart-props'

/** A chart in an element: it lives over refreshes and is told what changed. */
export interface TimeChartControl {
  update(props: TimeChartProps): void
  destroy(): void
}

/** Events kept for a reaction that is still loading. */
const MAX_MISSED = 50

const EVENTS = [
  'pointerenter',
  'pointermove',
  'pointerdown',
  'pointerup',
  'pointercancel',
  'pointerleave',
  'dblclick',
  'keydown',
  'focus',
  'blur',
] as const

/**
 * Draws into `host`, at most once a frame; `announce` gets what the keyboard's crosshair stands on. What reacts to
 * pointer and keys comes later, and is told what it missed.
 */
export function createTimeChart(
  host: HTMLElement,
  initial: TimeChartProps,
  announce: (text: string) => void,
): TimeChartControl {
  let props = initial
  let size: CanvasSize | null = null
  let interaction: Interaction | null = null
  let missed: Event[] = []

  const canvas = document.createElement('canvas')
  canvas.className = styles['layer'] ?? ''
  host.append(canvas)
  const plot = createPlot(canvas)
  if (import.meta.env.MODE === 'soak') globalThis.lookoutSoak?.count('charts', 1)

  // A chart far below the fold keeps its picture until it comes near: a long dashboard costs what is seen of it.
  let isNear = true
  let isBehind = false

  function draw() {
    drawNoMore(draw)
    isBehind = !isNear
    if (!isNear || size === null) return
    plot.draw(props, size)
    interaction?.drawn(props)
  }

  const stopSizes = observeCanvasSize(host, (next) => {
    if (next.cssWidth < 40 || next.cssHeight < 30) return
    size = next
    // Before this paint, or a stretched picture would be seen.
    draw()
  })
  const nearness = new IntersectionObserver(
    ([entry]) => {
      isNear = entry?.isIntersecting ?? true
      if (isNear && isBehind) drawSoon(draw)
    },
    { rootMargin: '25% 0px' },
  )
  nearness.observe(host)

  const stopWaiting = whenInteractive((createInteraction) => {
    interaction = createInteraction({ host, canvas, plot, announce }, props)
    for (const event of missed) interaction.read(event)
    missed = []
  })
  const events = new AbortController()
  const onEvent = (event: Event) => {
    if (event instanceof KeyboardEvent) {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      // The page must neither scroll nor take them for its own keys.
      if (/^(?:Arrow(?:Left|Right)|Home|End)$/.test(event.key)) {
        event.preventDefault()
        event.stopPropagation()
      }
    }
    if (interaction !== null) return interaction.read(event)
    // Of many moves the last one tells where the pointer is.
    if (event.type === 'pointermove' && missed.at(-1)?.type === 'pointermove') missed.pop()
    missed.push(event)
    if (missed.length > MAX_MISSED) missed.shift()
    loadInteraction()
  }
  for (const type of EVENTS) host.addEventListener(type, onEvent, { signal: events.signal })

  return {
    update(next) {
      props = next
      drawSoon(draw)
    },
    destroy() {
      if (import.meta.env.MODE === 'soak') {
        if (globalThis.lookoutSoak?.forgets('M3')) return
        globalThis.lookoutSoak?.count('charts', -1)
      }
      drawNoMore(draw)
      stopSizes()
      nearness.disconnect()
      stopWaiting()
      events.abort()
      interaction?.destroy()
      canvas.remove()
    },
  }
}
