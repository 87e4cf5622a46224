import { create } from 'zustand'

interface Crosshair {
  /** One crosshair across all panels of a page, or one for each. */
  readonly shared: boolean
  readonly toggle: () => void
}

/** Whether panels share their crosshair (`mod+o`). */
export const useCrosshair = create<Crosshair>()((set) => ({
  shared: true,
  toggle: () => set(({ shared }) => ({ shared: !shared })),
}))

/** Name of the crosshair a panel takes part in. */
export function cursorGroupOf(shared: boolean, panelId: string): string {
  return shared ? 'page' : `panel:${panelId}`
}
