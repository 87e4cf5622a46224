import type { Decoder } from '~/data/decode/decoder'
import type { ObservingClock } from '~/data/server-clock'
import type { Config } from '~/domain/config/config'
import { warmUp } from '~/features/dashboards/warm-up'
import { type AppServices, createServices } from '../services'
import type { BootState } from './load-config'

/**
 * Makes the services of the first usable configuration as soon as it is read, and asks the page's questions: they are on
 * their way while React draws the frame that their answers will fill. Returns the services of a configuration, made once.
 */
export function prepareServices(
  first: Promise<BootState>,
  clock: ObservingClock,
  decoder: Decoder,
): (config: Config) => AppServices {
  const made = new Map<Config, AppServices>()
  const servicesOf = (config: Config): AppServices => {
    const services = made.get(config) ?? createServices(config, clock, decoder)
    made.set(config, services)
    return services
  }
  void first.then((state) => {
    if (state.kind !== 'ready') return
    const services = servicesOf(state.config)
    return warmUp(services, services.queryClient, window.location)
  })
  return servicesOf
}
