import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { pageShortcuts, type Shortcut } from './registry'

/**
 * Registers shortcuts while the component is mounted. Keys, labels and groups are read once (a component that needs other
 * keys mounts another); `run` and `isActive` are always those of the latest render.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useEffectEvent((index: number) => shortcuts[index])
  const register = useEffectEvent(() =>
    pageShortcuts.add(
      shortcuts.map((shortcut, index) => ({
        ...shortcut,
        isActive: () => latest(index)?.isActive?.() ?? true,
        run: () => latest(index)?.run(),
      })),
    ),
  )
  useEffect(() => register(), [])
}

/** What is registered now. */
export function useRegisteredShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(pageShortcuts.subscribe, pageShortcuts.list)
}
