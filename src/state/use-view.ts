import { useCallback, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { keepPageParams } from '~/state/keep-page-params'
import type { View, ViewDefaults } from '~/state/view'
import { decodeView, encodeView, printSearch } from '~/state/view-codec'

export type ChangeView = (patch: Partial<View>) => void

/**
 * The view of the page's address, how to change it, and how to read it at the moment. A change replaces the history entry,
 * so that "back" leaves the page instead of replaying what was tried. It starts from the address itself: two keys in quick
 * succession come before React has drawn the first one's change, and both count.
 */
export function useView(defaults: ViewDefaults): readonly [View, ChangeView, () => View] {
  const { from, to, refresh } = defaults
  const { search } = useLocation()
  const navigate = useNavigate()
  const base = useMemo(() => ({ from, to, refresh }), [from, to, refresh])
  const view = useMemo(() => decodeView(new URLSearchParams(search), base), [search, base])
  const read = useCallback(() => decodeView(new URLSearchParams(window.location.search), base), [base])
  const change = useCallback(
    (patch: Partial<View>) => {
      const { search: before, hash } = window.location
      const params = encodeView({ ...read(), ...patch }, base)
      keepPageParams(new URLSearchParams(before), params)
      const next = printSearch(params)
      if (next !== before) void navigate({ search: next, hash }, { replace: true })
    },
    [read, base, navigate],
  )
  return [view, change, read]
}
