import type { Transport } from '~/data/transport/transport'
import { SourceError } from '~/domain/sources'

/** A transport whose code is fetched with the first request, or when `start` is called. */
export function createLateTransport(load: () => Promise<Transport>): Transport & { start(): void } {
  let loaded: Promise<Transport> | undefined
  const start = () => {
    if (loaded !== undefined) return loaded
    const attempt = load()
    loaded = attempt
    // A chunk that could not be fetched is asked for again by the next request.
    attempt.catch(() => {
      loaded = undefined
    })
    return attempt
  }
  return {
    start: () => void start(),
    async request(request, signal) {
      let transport: Transport
      try {
        transport = await start()
      } catch {
        throw new SourceError({
          kind: 'client',
          message: 'A part of this page could not be loaded.',
          nextStep: 'Reload the page, or wait: it is asked for again.',
        })
      }
      return transport.request(request, signal)
    },
    dispose: () => void loaded?.then((transport) => transport.dispose()).catch(() => undefined),
  }
}
