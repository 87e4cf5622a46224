import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import type { PageParam } from '~/state/keep-page-params'
import { printSearch } from '~/state/view-codec'

/** What a page of the app itself says in an address beside a view: empty where the address is silent, and how to change it in place. */
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
