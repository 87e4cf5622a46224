import { createJaegerSource } from '~/data/jaeger/jaeger-source'
import type { Transport } from '~/data/transport/transport'
import type { Config } from '~/domain/config/config'
import type { ServerClock } from '~/domain/sources'
import type { TraceSource } from '~/domain/traces/model'

let made: { readonly config: Config; readonly sources: readonly TraceSource[] } | undefined

/** The trace sources of the configuration; the same ones at each call. Without one, traces are rebuilt from log lines. */
export function traceSourcesOf(config: Config, transport: Transport, clock: ServerClock): readonly TraceSource[] {
  if (made?.config !== config) {
    const sources = config.sources.traces.map(({ id, title = id, url }) =>
      createJaegerSource({ id, title, baseUrl: url, transport, clock }),
    )
    made = { config, sources }
  }
  return made.sources
}
