import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '~/testing/free-port'
import { findBinary, PROMETHEUS } from '../../scripts/install/tools'
import { startTool } from './start-tool'

export interface PrometheusServer {
  /** Such as `http://127.0.0.1:43210`. */
  readonly address: string
  stop(): Promise<void>
}

/**
 * Runs a real Prometheus of its own on a free port of loopback. `fill` writes what is in its storage folder before it starts; `flags`
 * are added to its command line.
 */
export async function startPrometheusServer(
  config: string,
  fill: (tsdbDir: string) => Promise<void> = async () => undefined,
  flags: readonly string[] = [],
): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-prometheus-'))
  const data = join(folder, 'data')
  mkdirSync(data)
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  writeFileSync(join(folder, 'prometheus.yml'), config)
  await fill(data)
  const stop = await startTool({
    title: 'Prometheus',
    file: findBinary(PROMETHEUS.binaries) ?? 'prometheus',
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
      ...flags,
    ],
    logFile: join(folder, 'prometheus.log'),
    readyUrl: `${address}/-/ready`,
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  })
  return { address, stop }
}
