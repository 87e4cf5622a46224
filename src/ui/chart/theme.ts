import { forgetTextWidths } from './text-width'

/** What a canvas needs of the stylesheet; resolved once a theme, because reading styles is slow. */
export interface ChartTheme {
  /** Value of a colour token such as `--s3`. */
  readonly colour: (token: string) => string
  /** The token's colour with an opacity of 0 to 1. */
  readonly faded: (token: string, opacity: number) => string
  readonly fontFamily: string
  /** CSS pixels of one rem. */
  readonly remPx: number
  /** Device pixels of one CSS pixel. */
  readonly pixelRatio: number
}

let current: ChartTheme | null = null
const listeners = new Set<() => void>()
let stopWatching: (() => void) | null = null

function readTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement)
  const resolved = new Map<string, string>()
  const colour = (token: string) => {
    const known = resolved.get(token)
    if (known !== undefined) return known
    const value = style.getPropertyValue(token).trim() || style.getPropertyValue('--unknown').trim()
    resolved.set(token, value)
    return value
  }
  const faded = (token: string, opacity: number) => {
    const value = colour(token)
    const alpha = Math.round(Math.min(1, Math.max(0, opacity)) * 255)
    if (/^#[0-9a-f]{6}$/i.test(value)) return `${value}${alpha.toString(16).padStart(2, '0')}`
    return `color-mix(in srgb, ${value} ${(alpha / 2.55).toFixed(1)}%, transparent)`
  }
  return {
    colour,
    faded,
    fontFamily: style.getPropertyValue('--font-ui').trim() || 'sans-serif',
    remPx: Number.parseFloat(style.fontSize) || 16,
    pixelRatio: devicePixelRatio,
  }
}

/** The theme now. A returned theme may be kept: a change makes a new one. */
export function chartTheme(): ChartTheme {
  current ??= readTheme()
  return current
}

function forget() {
  current = null
  forgetTextWidths()
  for (const listener of [...listeners]) listener()
}

function watch(): () => void {
  // The app switches themes by an attribute of <html>, the reader by the system, the wall by its size.
  const attributes = new MutationObserver(forget)
  attributes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] })
  const forced = matchMedia('(forced-colors: active)')
  forced.addEventListener('change', forget)
  const onResize = () => {
    const before = current?.remPx
    if (before === undefined) return
    const now = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    if (now !== before) forget()
  }
  addEventListener('resize', onResize)
  document.fonts.addEventListener('loadingdone', forget)
  // A query about one ratio: another screen or zoom needs another query.
  let density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
  const onDensity = () => {
    density.removeEventListener('change', onDensity)
    density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    density.addEventListener('change', onDensity)
    forget()
  }
  density.addEventListener('change', onDensity)
  return () => {
    density.removeEventListener('change', onDensity)
    attributes.disconnect()
    forced.removeEventListener('change', forget)
    removeEventListener('resize', onResize)
    document.fonts.removeEventListener('loadingdone', forget)
    current = null
  }
}

/** Calls back after colours, fonts or the scale changed; returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  stopWatching ??= watch()
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || stopWatching === null) return
    stopWatching()
    stopWatching = null
  }
}
