import { useCallback, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router-dom'
import { conditionsOf } from '~/domain/alerts/alert-query'
import { CONDITION_PARAMS } from '~/domain/alerts/condition-params'
import type { AlertGrouping } from '~/domain/alerts/order-alerts'
import { groupingOf } from './groupings'

/** How the list is seen, all of it in the address. */
export interface AlertView {
  readonly conditions: readonly string[]
  readonly group: AlertGrouping
}

type Change = (patch: (before: AlertView) => Partial<AlertView>) => void

/**
 * A change is one of the address as it is at that moment: what React has drawn last may be older when two changes follow each other
 * quickly, and one would be lost.
 */
export function useAlertView(): readonly [AlertView, Change] {
  const { search } = useLocation()
  const navigate = useNavigate()
  const view = useMemo(() => decodeAlertView(new URLSearchParams(search)), [search])
  const change = useCallback<Change>(
    (patch) => {
      const params = new URLSearchParams(window.location.search)
      const before = decodeAlertView(params)
      const { conditions, group } = { ...before, ...patch(before) }
      for (const name of [...CONDITION_PARAMS, 'group']) params.delete(name)
      for (const condition of conditions) params.append('q', condition)
      if (group !== 'none') params.set('group', group)
      const text = params.toString()
      void navigate({ search: text === '' ? '' : `?${text}` }, { replace: true })
    },
    [navigate],
  )
  return [view, change]
}

function decodeAlertView(params: URLSearchParams): AlertView {
  return { conditions: conditionsOf(params), group: groupingOf(params) }
}
