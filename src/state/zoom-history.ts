import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { TimeRangeText } from '~/domain/time/time-range'

const MAX_DEPTH = 20

export interface ZoomHistory {
  /** Ranges to go back to, the latest last. */
  readonly earlier: readonly TimeRangeText[]
  /** Keeps the range that a zoom is about to leave; the oldest of more than 20 is forgotten. */
  readonly push: (range: TimeRangeText) => void
  /** Takes the latest range out; undefined where there is none. */
  readonly pop: () => TimeRangeText | undefined
  /** To be called when another dashboard is opened. */
  readonly clear: () => void
}

/** History of zooms. It is apart from the browser's history: time changes replace the address, so that "back" leaves the page. */
export function createZoomHistory(): UseBoundStore<StoreApi<ZoomHistory>> {
  return create<ZoomHistory>()((set, get) => ({
    earlier: [],
    push: (range) => {
      const last = get().earlier.at(-1)
      if (last?.from === range.from && last.to === range.to) return
      set({ earlier: [...get().earlier, { from: range.from, to: range.to }].slice(-MAX_DEPTH) })
    },
    pop: () => {
      const { earlier } = get()
      if (earlier.length > 0) set({ earlier: earlier.slice(0, -1) })
      return earlier.at(-1)
    },
    clear: () => set({ earlier: [] }),
  }))
}

export const useZoomHistory = createZoomHistory()
