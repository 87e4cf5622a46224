import { useEffect, useState } from 'react'
import type { PanelCode } from '~/panels/panel-kind'
import { findPanelKind, loadedPanel, loadPanel } from '~/panels/registry'

/**
 * The code of a panel kind, null until it is there; throws where it cannot be had. Not by Suspense: React shows what was
 * suspended 300 ms after the last such moment at the earliest, and the numbers are there sooner.
 */
export function usePanelCode(name: string): PanelCode<unknown> | null {
  const [failure, setFailure] = useState<unknown>(null)
  const [, setLoaded] = useState<string | null>(null)
  const code = loadedPanel(findPanelKind(name))
  const isMissing = code === undefined
  useEffect(() => {
    if (!isMissing) return
    let isWanted = true
    loadPanel(findPanelKind(name)).then(
      () => isWanted && setLoaded(name),
      (error: unknown) => isWanted && setFailure(error),
    )
    return () => {
      isWanted = false
    }
  }, [name, isMissing])
  if (failure !== null) throw failure
  return code ?? null
}
