import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinary, PROMETHEUS } from '../../scripts/install/tools'
import { startProcess, waitUntilReady } from '../../scripts/stack/processes'
import { freePort } from './free-port'

export interface ScrapedExporter {
  /** Of a Prometheus of its own that scrapes the exposition each second. */
  readonly prometheus: string
  stop(): Promise<void>
}

/** Serves a text exposition, and runs a real Prometheus that scrapes it each second. `text` is asked at every scrape. */
export async function startScrapedExporter(text: () => string): Promise<ScrapedExporter> {
  const exporter = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(text())
  }).listen(0, '127.0.0.1')
  await once(exporter, 'listening')
  const address = exporter.address()
  const target = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const folder = mkdtempSync(join(tmpdir(), 'lookout-prometheus-'))
  const port = await freePort()
  const prometheus = `http://127.0.0.1:${port}`
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs: [{job_name: odd, static_configs: [{targets: ['${target}'], labels: {platform: odd}}]}]
`,
  )
  const running = await startProcess({
    title: 'Prometheus',
    file: findBinary(PROMETHEUS.binaries) ?? 'prometheus',
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    logFile: join(folder, 'prometheus.log'),
  })
  const killNow = () => running.kill()
  process.on('exit', killNow)
  const stop = async () => {
    process.off('exit', killNow)
    await running.stop()
    exporter.close()
    exporter.closeAllConnections()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(running, `${prometheus}/-/ready`, 20_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { prometheus, stop }
}
