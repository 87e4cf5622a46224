import { type ComponentType, useEffect, useState } from 'react'
import type { PanelProps } from '~/panels/panel-kind'
import { type AnyPanelKind, loadedPanel, loadPanel } from '~/panels/registry'

/**
 * The component of a panel kind, null until its code is there; throws where the code cannot be had. Not by Suspense: React
 * shows what was suspended 300 ms after the last such moment at the earliest, and the numbers are there sooner.
 */
export function usePanelComponent(kind: AnyPanelKind | null): ComponentType<PanelProps<unknown>> | null {
  const [failure, setFailure] = useState<unknown>(null)
  const [, setLoaded] = useState<AnyPanelKind | null>(null)
  const component = kind === null ? undefined : loadedPanel(kind)
  const isMissing = component === undefined
  useEffect(() => {
    if (kind === null || !isMissing) return
    let isWanted = true
    loadPanel(kind).then(
      () => isWanted && setLoaded(kind),
      (error: unknown) => isWanted && setFailure(error),
    )
    return () => {
      isWanted = false
    }
  }, [kind, isMissing])
  if (failure !== null) throw failure
  return component ?? null
}
