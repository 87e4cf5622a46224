import type { ReactNode } from 'react'
import { Toaster } from '~/ui/primitives/Toaster'
import { useAppServices } from './app-services-context'
import { OutageBanner } from './health/OutageBanner'
import { usePageRefresh } from './refresh/use-page-refresh'
import { usePage } from './shell/use-page'
import { useTheme } from './theme/use-theme'

/** What little surrounds a panel in somebody else's page: it asks by itself, and it says when its source is away. */
export function EmbedFrame({ children }: { readonly children: ReactNode }) {
  const page = usePage()
  const { config } = useAppServices()
  useTheme(page.view, config)
  usePageRefresh(page)
  const { panelTitle, dashboard } = page
  return (
    <>
      <title>{[panelTitle, dashboard?.title, 'Lookout'].filter((part) => part !== undefined).join(' · ')}</title>

      <OutageBanner timeZone={page.timeZone} />
      {children}
      <Toaster />
    </>
  )
}
