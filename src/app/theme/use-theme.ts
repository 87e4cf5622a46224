import { useEffect, useSyncExternalStore } from 'react'
import type { Config } from '~/domain/config/config'
import { createKeptValues } from '~/lib/storage'
import { chooseTheme } from '~/state/choose'
import { usePreferences } from '~/state/use-preferences'
import type { View } from '~/state/view'

const DARK = '(prefers-color-scheme: dark)'
const kept = createKeptValues(() => globalThis.localStorage)

function useSystemIsDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(DARK)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(DARK).matches,
  )
}

/** Draws the page in the theme of the link, the reader, the configuration or the system; returns which. */
export function useTheme(view: Pick<View, 'theme'>, config: Config): 'light' | 'dark' {
  const preferred = usePreferences((preferences) => preferences.theme)
  const systemIsDark = useSystemIsDark()
  const theme = chooseTheme(view, { theme: preferred }, config.theme, systemIsDark)
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  // public/boot.js reads this before the first paint, when neither code nor configuration is there yet.
  const next = preferred ?? config.theme
  useEffect(() => {
    if (kept.get('theme') !== next) kept.set('theme', next)
  }, [next])
  return theme
}
