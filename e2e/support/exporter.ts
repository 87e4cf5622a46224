import { startServer, type TestServer } from '~/testing/http-server'
import { startPrometheusServer } from './prometheus-server'
import { hostOf } from './world'

export interface ScrapedExporter {
  /** Of a Prometheus of its own that scrapes the exposition each second. */
  readonly prometheus: string
  stop(): Promise<void>
}

/** Serves a text exposition at any path. `text` is asked at every scrape. */
export function startExporter(text: () => string): Promise<TestServer> {
  return startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(text())
  })
}

/** Serves a text exposition, and runs a real Prometheus that scrapes it each second. `text` is asked at every scrape. */
export async function startScrapedExporter(text: () => string): Promise<ScrapedExporter> {
  const exporter = await startExporter(text)
  try {
    const server = await startPrometheusServer(`global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs: [{job_name: odd, static_configs: [{targets: ['${hostOf(exporter.url)}'], labels: {platform: odd}}]}]
`)
    const stop = async () => {
      await server.stop()
      await exporter.close()
    }
    return { prometheus: server.address, stop }
  } catch (error) {
    await exporter.close()
    throw error
  }
}
