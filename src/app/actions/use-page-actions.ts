import { useServices } from '~/data/services-context'
import { freezeSearch } from '~/domain/links/share-links'
import { nextCompare } from '~/domain/time/earlier-period'
import { shiftRange, zoomOut } from '~/domain/time/move-range'
import { parseTimeExpression } from '~/domain/time/time-expression'
import { fixedRange, resolveTimeRange, type TimeRange, type TimeRangeText } from '~/domain/time/time-range'
import { preferences } from '~/state/preferences'
import { useZoomHistory } from '~/state/zoom-history'
import { copyAndSay } from '~/ui/primitives/copy-and-say'
import { showToast } from '~/ui/primitives/toast'
import type { Page } from '../shell/use-page'

export type ThemeChoice = 'system' | 'light' | 'dark'

/** What a reader can do to the page, for buttons, shortcuts and the palette alike. */
export interface PageActions {
  readonly refresh: () => void
  readonly setRange: (range: TimeRangeText) => void
  readonly shift: (direction: 'back' | 'forward') => void
  readonly zoomOut: () => void
  readonly zoomIn: () => void
  readonly zoomBack: () => void
  /** Writes a relative range as the absolute one that it means now. */
  readonly makeAbsolute: () => void
  /** Compares all panels with a period that lies so far back, such as `1d`; null ends it. */
  readonly compareWith: (compare: string | null) => void
  /** Off, yesterday, last week, off. */
  readonly cycleCompare: () => void
  readonly setTheme: (theme: ThemeChoice) => void
  readonly toggleKiosk: () => void
  /** Opens the controls where a label is chosen that every panel is filtered by. */
  readonly addFilter: () => void
  /** None where the page is no dashboard. */
  readonly annotations: 'shown' | 'hidden' | 'none'
  readonly toggleAnnotations: () => void
  readonly copyLink: () => void
  readonly copyFrozenLink: () => void
  readonly copyRange: () => void
  readonly pasteRange: () => void
}

export function usePageActions(page: Page): PageActions {
  const { clock, refreshNow } = useServices()
  const { change, readView, timeZone } = page
  const text = (): TimeRangeText => {
    const { from, to } = readView()
    return { from, to }
  }

  const resolved = (): TimeRange | null => {
    const range = resolveTimeRange(text(), clock.nowMs(), timeZone)
    return range.ok ? range.value : null
  }
  const setRange = (range: TimeRangeText) => {
    const before = text()
    if (range.from === before.from && range.to === before.to) return
    useZoomHistory.getState().push(before)
    change({ from: range.from, to: range.to })
  }
  const move = (next: (range: TimeRange, nowMs: number) => TimeRangeText) => {
    const range = resolved()
    if (range !== null) setRange(next(range, clock.nowMs()))
  }

  return {
    refresh: refreshNow,
    setRange,
    shift: (direction) => move((range, nowMs) => shiftRange(range, direction, nowMs)),
    zoomOut: () => move((range, nowMs) => zoomOut(text(), range, nowMs)),
    zoomIn: () =>
      move(({ fromMs, toMs }) => {
        const quarterMs = (toMs - fromMs) / 4
        return fixedRange(fromMs + quarterMs, toMs - quarterMs)
      }),
    zoomBack: () => {
      const earlier = useZoomHistory.getState().pop()
      if (earlier !== undefined) change({ from: earlier.from, to: earlier.to })
    },
    makeAbsolute: () => move(({ fromMs, toMs }) => fixedRange(fromMs, toMs)),
    compareWith: (compare) => change({ compare }),
    cycleCompare: () => change({ compare: nextCompare(readView().compare) }),
    setTheme: (theme) => {
      preferences.setState({ theme })
      change({ theme: theme === 'system' ? null : theme })
    },
    toggleKiosk: () => {
      const { kiosk } = readView()
      if (!kiosk) showToast('Press Esc to leave the kiosk')
      change({ kiosk: !kiosk })
    },
    addFilter: () => {
      const { vars } = readView()
      change({ vars: new Map([...vars, ['Filters', [...(vars.get('Filters') ?? []), '']]]) })
    },
    annotations: page.dashboardId === null ? 'none' : page.view.hideAnnotations ? 'hidden' : 'shown',
    toggleAnnotations: () => {
      const hideAnnotations = !readView().hideAnnotations
      // Where nothing happened nothing else shows that the key did something.
      showToast(hideAnnotations ? 'Annotations hidden: d a shows them' : 'Annotations shown')
      change({ hideAnnotations })
    },
    copyLink: () => void copyAndSay('Link', window.location.href),
    copyFrozenLink: () => {
      const { origin, pathname, search } = window.location
      void copyAndSay('Frozen link', `${origin}${pathname}${freezeSearch(search, text(), clock.nowMs(), timeZone)}`)
    },
    copyRange: () => void copyAndSay('Time range', JSON.stringify(text())),
    pasteRange: () =>
      void pasteRange().then((range) => {
        if (range === null) showToast('There is no time range in the clipboard', 'fault')
        else setRange(range)
      }),
  }
}

/** A range as `copyRange` and Grafana write it: JSON with `from` and `to`. */
async function pasteRange(): Promise<TimeRangeText | null> {
  try {
    const pasted: unknown = JSON.parse(await navigator.clipboard.readText())
    if (typeof pasted !== 'object' || pasted === null || !('from' in pasted) || !('to' in pasted)) return null
    const [from, to] = [String(pasted.from), String(pasted.to)]
    return parseTimeExpression(from).ok && parseTimeExpression(to).ok ? { from, to } : null
  } catch {
    return null
  }
}
