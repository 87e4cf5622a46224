import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '~/testing/free-port'
import { findBinary, NODE_EXPORTER } from '../../scripts/install/tools'
import { startTool } from './start-tool'

export interface NodeExporter {
  /** Such as `http://127.0.0.1:9100/metrics`. */
  readonly url: string
  readonly host: string
  stop(): Promise<void>
}

/** A real node exporter on a free port of loopback: a target that lets no browser ask it. */
export async function startNodeExporter(): Promise<NodeExporter> {
  const host = `127.0.0.1:${await freePort()}`
  const url = `http://${host}/metrics`
  const folder = mkdtempSync(join(tmpdir(), 'lookout-node-exporter-'))
  const stop = await startTool({
    title: 'The node exporter',
    file: findBinary(NODE_EXPORTER.binaries) ?? 'prometheus-node-exporter',
    args: [`--web.listen-address=${host}`, '--log.level=error'],
    logFile: join(folder, 'node-exporter.log'),
    readyUrl: url,
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  })
  return { url, host, stop }
}
