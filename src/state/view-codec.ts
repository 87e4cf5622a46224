import { parseDuration } from '~/domain/time/duration'
import { liveRange, rangeAround } from '~/domain/time/range-of-width'
import { parseRefresh, printRefresh } from '~/domain/time/refresh'
import { parseTimeExpression } from '~/domain/time/time-expression'
import type { TimeRangeText } from '~/domain/time/time-range'
import { decodeVars, encodeVars } from '~/state/vars-codec'
import { DEFAULT_VIEW, type View, type ViewDefaults } from '~/state/view'

const FLAGS = [
  ['kiosk', 'kiosk'],
  ['autofitPanels', 'autofitpanels'],
  ['hideTimePicker', '_dash.hideTimePicker'],
  ['hideVariables', '_dash.hideVariables'],
  ['hideLinks', '_dash.hideLinks'],
  ['bounds', 'bounds'],
  ['hideAnnotations', '_dash.hideAnnotations'],
] as const

const YES = ['', '1', 'true', 'tv', 'full']
const ZONE = /^[\w+/-]{1,64}$/

/**
 * View of a link. All of Grafana's and Perses' spellings are read; what is wrong falls back to the default, and
 * `viewProblems` has a sentence about it. Parameters that are not part of a view are dropped.
 */
export function decodeView(params: URLSearchParams, defaults: ViewDefaults = DEFAULT_VIEW): View {
  const range = decodeRange(params, defaults)
  const refresh = parseRefresh(params.get('refresh') ?? printRefresh(defaults.refresh))
  const theme = params.get('theme')
  const compare = params.get('compare') ?? ''
  const flag = (name: string): boolean => YES.includes((params.get(name) ?? 'absent').toLowerCase())
  return {
    from: range?.from ?? defaults.from,
    to: range?.to ?? defaults.to,
    refresh: refresh.ok ? refresh.value : defaults.refresh,
    timeZone: decodeZone(params),
    theme: theme === 'dark' || theme === 'light' ? theme : null,
    kiosk: flag('kiosk'),
    autofitPanels: flag('autofitpanels'),
    hideTimePicker: flag('_dash.hideTimePicker'),
    hideVariables: flag('_dash.hideVariables'),
    hideLinks: flag('_dash.hideLinks'),
    bounds: flag('bounds'),
    hideAnnotations: flag('_dash.hideAnnotations'),
    compare: /^[1-9]\d?[dw]$/.test(compare) ? compare : null,
    vars: decodeVars(params),
  }
}

/** The time zone that a link asks for, which the runtime may not know; null where it leaves it to the reader. */
export function decodeZone(params: URLSearchParams): string | null {
  const name = params.get('timezone') ?? params.get('tz') ?? ''
  if (!ZONE.test(name)) return null
  return name.toLowerCase() === 'utc' ? 'utc' : name
}

/**
 * Parameters of a view, without what equals the defaults. A link that is silent about the refresh means the dashboard's
 * own, so switching it off there is written out: `refresh=off`.
 */
export function encodeView(view: View, defaults: ViewDefaults = DEFAULT_VIEW): URLSearchParams {
  const params = new URLSearchParams()
  const [from, to] = [canonicalEnd(view.from), canonicalEnd(view.to)]
  if (from !== canonicalEnd(defaults.from) || to !== canonicalEnd(defaults.to)) {
    params.set('from', from)
    params.set('to', to)
  }
  if (view.refresh !== defaults.refresh) params.set('refresh', printRefresh(view.refresh))
  if (view.timeZone !== null) params.set('timezone', view.timeZone)
  if (view.theme !== null) params.set('theme', view.theme)
  if (view.compare !== null) params.set('compare', view.compare)
  for (const [field, name] of FLAGS) if (view[field]) params.set(name, '')
  encodeVars(view.vars, params)
  return params
}

/** Search part of an address: empty or with its `?`, flags bare as Grafana writes them (`?kiosk`). */
export function printSearch(params: URLSearchParams): string {
  const names = new Set<string>(FLAGS.map(([, name]) => name))
  const text = params.toString()
  if (text === '') return ''
  const parts = text
    .split('&')
    .map((part) => (part.endsWith('=') && names.has(part.slice(0, -1)) ? part.slice(0, -1) : part))
  return `?${parts.join('&')}`
}

/** Sentences about what a link says and nobody can read, for the person who opened it. */
export function viewProblems(params: URLSearchParams): string[] {
  const problems: string[] = []
  for (const name of ['from', 'to']) {
    const text = params.get(name)
    const expression = text === null ? null : parseTimeExpression(text)
    if (expression?.ok === false) problems.push(`The link's "${name}" was left out: ${expression.message}`)
  }
  const refresh = parseRefresh(params.get('refresh') ?? 'off')
  if (!refresh.ok) problems.push(`The link's "refresh" was left out: ${refresh.message}`)
  return problems
}

function decodeRange(params: URLSearchParams, defaults: ViewDefaults): TimeRangeText | null {
  const own = decodeEnds(params.get('from'), params.get('to'), defaults)
  return own ?? decodeCentre(params) ?? decodePerses(params, defaults)
}

/** One wrong end makes the pair wrong: half a range would show a time nobody asked for. */
function decodeEnds(from: string | null, to: string | null, defaults: ViewDefaults): TimeRangeText | null {
  if (from === null && to === null) return null
  const range = { from: from ?? defaults.from, to: to ?? defaults.to }
  if (!parseTimeExpression(range.from).ok || !parseTimeExpression(range.to).ok) return null
  return { from: canonicalEnd(range.from), to: canonicalEnd(range.to) }
}

function decodeCentre(params: URLSearchParams): TimeRangeText | null {
  const centre = parseTimeExpression(params.get('time') ?? '')
  const widthMs = Number(params.get('time.window') ?? '')
  if (!centre.ok || centre.value.kind !== 'instant' || !(widthMs >= 1 && widthMs <= 1e12)) return null
  return rangeAround(centre.value.ms, Math.round(widthMs))
}

/** Perses: `start=1h` back from now, or `start` and `end` in epoch milliseconds. */
function decodePerses(params: URLSearchParams, defaults: ViewDefaults): TimeRangeText | null {
  const start = params.get('start')
  if (start === null) return null
  const back = /^\d+$/.test(start) ? null : parseDuration(start)
  if (back?.ok === true && back.value > 0) return liveRange(back.value)
  return decodeEnds(start, params.get('end'), defaults)
}

function canonicalEnd(text: string): string {
  const expression = parseTimeExpression(text)
  return expression.ok && expression.value.kind === 'instant' ? String(expression.value.ms) : text.trim()
}
