import { useStore } from 'zustand'
import { type Preferences, preferences } from '~/state/preferences'

/** Reads a part of the preferences and follows it. */
export function usePreferences<Part>(select: (state: Preferences) => Part): Part {
  return useStore(preferences, select)
}
