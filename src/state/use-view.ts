import { useCallback, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import type { TimeRangeText } from '~/domain/time/time-range'
import { DEFAULT_VIEW, type View, type ViewDefaults } from '~/state/view'
import { decodeView, encodeView, printSearch } from '~/state/view-codec'
import { useZoomHistory } from '~/state/zoom-history'

export interface PageView {
  readonly view: View
  /** Replaces the history entry, so that "back" leaves the page instead of replaying what was tried. */
  readonly change: (patch: Partial<View>) => void
  /** Takes a range and remembers the one that it leaves, for "zoom back". */
  readonly changeRange: (range: TimeRangeText) => void
}

/** The view of the page's address, and how to change it. */
export function useView(defaults: ViewDefaults = DEFAULT_VIEW): PageView {
  const { from, to, refresh } = defaults
  const { search, pathname, hash } = useLocation()
  const navigate = useNavigate()
  const base = useMemo(() => ({ from, to, refresh }), [from, to, refresh])
  const view = useMemo(() => decodeView(new URLSearchParams(search), base), [search, base])
  const change = useCallback(
    (patch: Partial<View>) => {
      const next = printSearch(encodeView({ ...view, ...patch }, base))
      if (next !== search) void navigate({ pathname, search: next, hash }, { replace: true })
    },
    [view, base, navigate, pathname, search, hash],
  )
  const changeRange = useCallback(
    (range: TimeRangeText) => {
      if (range.from === view.from && range.to === view.to) return
      useZoomHistory.getState().push({ from: view.from, to: view.to })
      change({ from: range.from, to: range.to })
    },
    [view, change],
  )
  return { view, change, changeRange }
}
