import type { QueryClient } from '@tanstack/react-query'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import type { ObservingClock } from '~/data/server-clock'
import type { Config } from '~/domain/config/config'
import type { FirstPage } from '~/features/dashboards/first-page'
import { templatedDashboard } from '~/features/dashboards/templated-dashboard'
import type { LateCode } from '~/lib/late-code'
import { panelCode } from '~/panels/registry'
import { onSettled } from '~/ui/primitives/settled'
import { App } from './App'
import { Boot } from './boot/Boot'
import type { LoadedConfig } from './boot/load-config'
import type { EarlyServices } from './early-services'
import { type AppServices, createServices } from './services'

export interface MountOptions {
  readonly clock: ObservingClock
  readonly config: LoadedConfig
  /** Services of this configuration, where it can be used. */
  readonly early: EarlyServices | null
  /** What was painted before React was there. */
  readonly page: FirstPage | null
  /** Puts other answers that are there where the page finds them. */
  readonly known: ((client: QueryClient) => void) | undefined
  /** Services of a configuration that can be used only later. */
  readonly servicesOf: (config: Config) => EarlyServices
  /** Moves decoding into its worker, which would only have stood in the way of the first picture. */
  readonly moveToWorker: () => void
}

/** Mounts React. Its first commit replaces the first picture by the living page, which looks the same. */
export async function mount(root: Element, options: MountOptions): Promise<void> {
  const { clock, config, early, page, known, servicesOf, moveToWorker } = options
  if (page !== null) await loadKinds(page)
  const made = new Map<Config, AppServices>()
  if (early !== null) {
    const services = createServices(early, page === null ? [] : [page.file])
    known?.(services.queryClient)
    made.set(early.config, services)
  }
  const appServicesOf = (ready: Config): AppServices => {
    const services = made.get(ready) ?? createServices(servicesOf(ready), [])
    made.set(ready, services)
    return services
  }
  onSettled(moveToWorker)
  const react = createRoot(root)
  // In slices, so that no hand has to wait for it: the picture stands until all of it is there.
  startTransition(() =>
    react.render(
      <StrictMode>
        <Boot clock={clock} first={config}>
          {(ready) => <App services={appServicesOf(ready)} />}
        </Boot>
      </StrictMode>,
    ),
  )
}

/** The code of the page's panels, so that the first commit has all of them; what cannot be had is told by the panel. */
async function loadKinds({ panels, file, dashboard }: FirstPage): Promise<void> {
  const kinds = new Set(panels.map(({ kind }) => kind))
  const codes = [...kinds].map((kind): LateCode<unknown> => panelCode(kind))
  if (dashboard !== file) codes.push(templatedDashboard)
  await Promise.allSettled(codes.map((code) => code.load()))
}
