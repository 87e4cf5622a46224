import { useEffect } from 'react'
import { useServices } from '~/data/services-context'
import type { Config } from '~/domain/config/config'
import { driftAt, shadeAt } from '~/domain/wall/screen-care'
import { useSecondTick } from '~/ui/primitives/ticker'

export interface CareOptions {
  /** Percent of each edge that the screen hides. */
  readonly overscan: number
  readonly dim: Config['wall']['dim']
  readonly timeZone: string
  /** A critical alert fires: it is seen in full light. */
  readonly isAlarmed: boolean
}

/** Spares a screen that shows the same for weeks; returns how much black lies over it, from 0 to 1. */
export function useScreenCare({ overscan, dim, timeZone, isAlarmed }: CareOptions): number {
  useSecondTick()
  const { clock } = useServices()
  const nowMs = clock.nowMs()
  const { x, y } = driftAt(nowMs)
  // On the body: charts take a change of the root's style for another theme.
  useBodyVariable('--overscan', String(overscan))
  useBodyVariable('--drift-x', `${x}px`)
  useBodyVariable('--drift-y', `${y}px`)
  return shadeAt(dim, nowMs, timeZone, isAlarmed)
}

function useBodyVariable(name: string, value: string): void {
  useEffect(() => {
    document.body.style.setProperty(name, value)
    return () => void document.body.style.removeProperty(name)
  }, [name, value])
}
