import type { Preferences } from '~/state/preferences'
import type { View } from '~/state/view'

/** Theme to draw: the link's, else the reader's, else the deployment's, else the system's. */
export function chooseTheme(
  view: Pick<View, 'theme'>,
  preferences: Pick<Preferences, 'theme'>,
  configured: Preferences['theme'],
  systemIsDark: boolean,
): 'light' | 'dark' {
  const theme = view.theme ?? preferences.theme ?? configured ?? 'system'
  if (theme === 'system') return systemIsDark ? 'dark' : 'light'
  return theme
}

/** Wish for a time zone, in the same order; to be resolved with `resolveTimeZone`. */
export function chooseTimeZone(
  view: Pick<View, 'timeZone'>,
  preferences: Pick<Preferences, 'timeZone'>,
  configured: string | null,
): string {
  return view.timeZone ?? preferences.timeZone ?? configured ?? 'browser'
}
