import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '~/testing/free-port'
import { PROMETHEUS } from '../../install/tools'
import { HOST } from '../../stack/ports'
import { findProgram, startProcess, waitUntilReady } from '../../stack/processes'

export interface RealPrometheus {
  readonly address: string
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/**
 * Starts Debian's Prometheus with an empty store in `dataDir`, which it may remove, and the remote-write receiver open. A block
 * covers two days, so that all samples stay in the head: there series are read in the order in which they came.
 */
export async function startPrometheus(dataDir: string): Promise<RealPrometheus> {
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true })
  const config = join(dataDir, 'prometheus.yml')
  writeFileSync(config, 'global: { evaluation_interval: 1m }\n')
  const port = await freePort()
  const address = `http://${HOST}:${port}`
  const running = await startProcess({
    title: 'Prometheus',
    file: findProgram(PROMETHEUS),
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(dataDir, 'tsdb')}`,
      '--storage.tsdb.retention.time=100y',
      '--storage.tsdb.min-block-duration=2d',
      '--storage.tsdb.max-block-duration=2d',
      '--web.enable-remote-write-receiver',
      `--web.listen-address=${HOST}:${port}`,
    ],
    logFile: join(dataDir, 'prometheus.log'),
  })
  // The last resort: whatever way this process ends, the other does not outlive it.
  const kill = () => running.kill()
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    await running.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(running, `${address}/-/ready`)
  } catch (error) {
    await stop()
    throw error
  }
  return { address, stop }
}
