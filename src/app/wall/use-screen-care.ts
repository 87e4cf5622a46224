import { useEffect, useState } from 'react'
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
  useEffect(() => {
    // On the body: charts take a change of the root's style for another theme.
    document.body.style.setProperty('--overscan', String(overscan))
    return () => void document.body.style.removeProperty('--overscan')
  }, [overscan])
  useDrift(x, y)
  return shadeAt(dim, nowMs, timeZone, isAlarmed)
}

/**
 * Moves the parts of a wall by CSS pixels, by a sheet of its own: a variable on the body would have the style of the whole page worked out each minute.
 * `main` not by a transform: what is fixed to the screen inside of it would be fixed to it.
 */
function useDrift(x: number, y: number): void {
  const [sheet] = useState(() => new CSSStyleSheet())
  useEffect(() => {
    document.adoptedStyleSheets.push(sheet)
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [sheet])
  useEffect(
    () =>
      sheet.replaceSync(`
        html[class~='wall'] :is([data-drifts], [data-fit]) { translate: ${x}px ${y}px }
        html[class~='wall'] main { top: ${y}px; left: ${x}px }`),
    [sheet, x, y],
  )
}
