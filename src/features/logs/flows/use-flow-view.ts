import { useMemo } from 'react'
import { useServices } from '~/data/services-context'
import { resolveTimeZone } from '~/domain/time/time-zone'
import { chooseTimeZone } from '~/state/choose'
import { useBrowserZone } from '~/state/use-browser-zone'
import { usePreferences } from '~/state/use-preferences'
import { type ChangeView, useView } from '~/state/use-view'
import type { View } from '~/state/view'

export interface FlowView {
  readonly view: View
  readonly changeView: ChangeView
  readonly timeZone: string
}

/** The view of a page of traces, of `range` where the address is silent. */
export function useFlowView(range: Pick<View, 'from' | 'to'>): FlowView {
  const { config } = useServices()
  const { refreshMs } = config
  const { from, to } = range
  const defaults = useMemo(() => ({ from, to, refresh: refreshMs }), [from, to, refreshMs])
  const [view, changeView] = useView(defaults)
  const preferred = usePreferences((preferences) => preferences.timeZone)
  const zone = resolveTimeZone(chooseTimeZone(view, { timeZone: preferred }, config.timeZone), useBrowserZone())
  return { view, changeView, timeZone: zone.timeZone }
}
