import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { printSearch } from '~/state/view-codec'

/** What pages of the app itself say in an address beside a view. */
const PAGE_PARAMS = [
  ...(['q', 'severity', 'sort', 'rule', 'group', 'span', 'threshold', 'for'] as const),
  ...(['order', 'columns', 'source', 'line', 'by'] as const),
  ...(['service', 'failed', 'min'] as const),
  ...(['platform', 'rate'] as const),
  ...(['filter', 'state', 'labels', 'alert', 'comment', 'if'] as const),
  'overscan',
] as const
export type PageParam = (typeof PAGE_PARAMS)[number]

/** Copies them from one search to another: another range is no other filter. */
export function keepPageParams(from: URLSearchParams, to: URLSearchParams): void {
  for (const name of PAGE_PARAMS) {
    for (const value of from.getAll(name)) to.append(name, value)
  }
}

/** One of them, empty where the address is silent, and how to change it in place. */
export function usePageParam(name: PageParam): readonly [string, (value: string) => void] {
  const { search } = useLocation()
  const navigate = useNavigate()
  const change = useCallback(
    (value: string) => {
      // What was changed a moment ago may not be drawn yet, and counts.
      const { search: before, hash } = window.location
      const params = new URLSearchParams(before)
      if (value === '') params.delete(name)
      else params.set(name, value)
      const next = printSearch(params)
      if (next !== before) void navigate({ search: next, hash }, { replace: true })
    },
    [name, navigate],
  )
  return [new URLSearchParams(search).get(name) ?? '', change]
}
