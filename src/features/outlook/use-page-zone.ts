import { useServices } from '~/data/services-context'
import { resolveTimeZone } from '~/domain/time/time-zone'
import { chooseTimeZone } from '~/state/choose'
import { useBrowserZone } from '~/state/use-browser-zone'
import { usePreferences } from '~/state/use-preferences'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW } from '~/state/view'

/** IANA name of the zone that the page shows times in. */
export function usePageZone(): string {
  const { config } = useServices()
  const [view] = useView(DEFAULT_VIEW)
  const timeZone = usePreferences((preferences) => preferences.timeZone)
  return resolveTimeZone(chooseTimeZone(view, { timeZone }, config.timeZone), useBrowserZone()).timeZone
}
