import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'
import type { ObservingClock } from '~/data/server-clock'
import type { Config, ConfigWarning } from '~/domain/config/config'
import { PageErrorBoundary } from '../faults/PageErrorBoundary'
import { type LoadedConfig, loadConfig } from './load-config'

const ConfigErrorPage = lazy(() => import('./ConfigErrorPage').then((module) => ({ default: module.ConfigErrorPage })))

const LOOK_AGAIN_MS = 5_000

export interface BootProps {
  readonly clock: ObservingClock
  /** The first look at the configuration. */
  readonly first: LoadedConfig
  readonly children: (config: Config, warnings: readonly ConfigWarning[]) => ReactNode
}

/** Waits for a configuration that can be used, and looks again by itself while there is none. */
export function Boot({ clock, first, children }: BootProps) {
  const [state, setState] = useState(first)
  const look = useCallback(async () => {
    const next = await loadConfig(clock)
    setState((before) => (before.kind === 'ready' ? before : next))
  }, [clock])
  const isFaulty = state.kind === 'faulty' || state.kind === 'missing'
  useEffect(() => {
    if (!isFaulty) return
    const timer = setInterval(look, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isFaulty, look])

  if (state.kind === 'ready') return children(state.config, state.warnings)
  return (
    <PageErrorBoundary>
      <Suspense>
        <ConfigErrorPage state={state} onRetry={look} />
      </Suspense>
    </PageErrorBoundary>
  )
}
