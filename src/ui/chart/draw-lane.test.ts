import { beforeEach, describe, expect, test, vi } from 'vitest'
import { drawLane } from './draw-lane'
import { type LaneState, type Segment, TONE_PATTERNS } from './lane'
import { forgetTextWidths } from './text-width'
import type { ChartTheme } from './theme'

const state = (text: string, tone: LaneState['tone']): LaneState => ({
  text,
  tone,
  colour: `--${tone}`,
  pattern: TONE_PATTERNS[tone],
})
const STATES = [state('breached', 'crit'), state('met', 'ok')]
const theme: ChartTheme = {
  colour: (token) => token,
  faded: (token) => `faded ${token}`,
  fontFamily: 'x',
  remPx: 16,
  pixelRatio: 1,
}

beforeEach(() => {
  // Without a context the width of a text is seven pixels a letter.
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => null
    },
  )
  forgetTextWidths()
})

/** What was filled in which colour, and what was written, in the order of drawing. */
function record(segments: readonly Segment[], width: number, states = STATES): string[] {
  const done: string[] = []
  const ctx = {
    fillStyle: '',
    fillRect: (x: number, _y: number, w: number) => void done.push(`${ctx.fillStyle} ${x}+${w}`),
    roundRect: (x: number) => void done.push(`plate ${x}`),
    fillText: (text: string, x: number) => void done.push(`${text} at ${x}`),
  }
  const nothing = new Proxy(ctx, { get: (target, key) => Reflect.get(target, key) ?? (() => undefined) })
  const size = { width, height: 40, cssWidth: width, cssHeight: 40 }
  drawLane(nothing as unknown as CanvasRenderingContext2D, size, theme, {
    segments,
    states,
    fromMs: 0,
    toMs: 1000,
  })
  return done
}

describe('drawLane', () => {
  test('segments leave a line between them, and have their word where it fits', () => {
    const segments = [
      { fromMs: 0, toMs: 600, state: 1 },
      { fromMs: 600, toMs: 640, state: 0 },
    ]
    expect(record(segments, 500)).toEqual([
      'faded --ok 0+299',
      '--ok 0+299',
      'faded --crit 300+19',
      '--crit 300+19',
      'plate 4',
      'met at 8',
    ])
  })

  test('a state without a word has no plate for one', () => {
    const whole = { fromMs: 0, toMs: 1000, state: 0 }
    expect(record([whole], 500, [state('', 'warn')])).toEqual(['faded --warn 0+499', '--warn 0+499'])
  })

  test('the worst is drawn last and never too short to be seen', () => {
    const segments = [
      { fromMs: 0, toMs: 500, state: 1 },
      { fromMs: 500, toMs: 500.001, state: 0 },
      { fromMs: 500.001, toMs: 1000, state: 1 },
    ]
    const fills = record(segments, 100).filter((line) => line.startsWith('--'))
    expect(fills.at(-1)).toBe('--crit 50+1')
  })

  test('the end of the range is within the lane', () => {
    expect(record([{ fromMs: 999.99, toMs: 1000, state: 0 }], 100)).toContain('--crit 99+1')
  })
})
