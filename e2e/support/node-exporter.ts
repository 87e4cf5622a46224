import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinary, NODE_EXPORTER } from '../../scripts/install/tools'
import { startProcess, waitUntilReady } from '../../scripts/stack/processes'
import { freePort } from './free-port'

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
  const running = await startProcess({
    title: 'The node exporter',
    file: findBinary(NODE_EXPORTER.binaries) ?? 'prometheus-node-exporter',
    args: [`--web.listen-address=${host}`, '--log.level=error'],
    logFile: join(folder, 'node-exporter.log'),
  })
  const killNow = () => running.kill()
  process.on('exit', killNow)
  const stop = async () => {
    process.off('exit', killNow)
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(running, url, 20_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, host, stop }
}
