import { parseConfigText } from '~/domain/config/parse'
import { type RunningServer, startServer } from '../../scripts/serve/serve'
import { targetsOf } from '../../scripts/serve/targets'
import { DIST } from './site'

/** The build as `npm start` serves it, with this configuration. */
export async function serveApp(
  config: string,
  dashboards: Readonly<Record<string, unknown>> = {},
): Promise<RunningServer> {
  const parsed = await parseConfigText(config)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault.issues))
  const files = Object.entries(dashboards).map(
    ([id, content]) => [`/dashboards/${id}.json`, JSON.stringify(content)] as const,
  )
  return startServer({
    distDir: DIST,
    port: 0,
    config: parsed.config,
    targets: targetsOf(parsed.config),
    instead: new Map([['/config.json', config], ...files]),
  })
}
