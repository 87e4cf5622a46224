import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { freePort } from '~/testing/free-port'
import { startNginx } from '../e2e/support/nginx'
import { ensureTools } from '../scripts/install/install'
import { ALERTMANAGER, CHROMIUM, NGINX, PROMETHEUS, PROMTOOL } from '../scripts/install/tools'
import { ensureBuild } from '../scripts/serve/build'
import { startServer } from '../scripts/serve/serve'
import { startStack } from '../scripts/stack/stack'
import { parseConfigText } from '../src/domain/config/parse'
import { measureAlerts } from './alerts'
import { openBrowser } from './browser'
import { measureCharts } from './charts'
import { addEighteen, measureEighteen } from './eighteen'
import { measureEmbedded } from './embedded'
import { measureFirstPaint } from './first-paint'
import { measureForecast } from './forecast'
import { measureLogIndex } from './logs'
import { measureLogsPage } from './logs-page'
import { measureRefresh } from './refresh'
import { printTable, type Row } from './table'
import { measureThrottled } from './throttled'

const DATA = resolve('.lookout/bench')
const SITE = resolve('.lookout/bench-site')
/** In front of a real Prometheus. */
const CONFIG = 'deploy/lookout/config.json'

const PARTS = [
  'first-paint',
  'refresh',
  'embedded',
  'charts',
  'eighteen',
  'throttled',
  'alerts',
  'logs',
  'forecast',
] as const

/**
 * Measures what docs/performance.md states, each as a ratio within this run, on the production build and a real Prometheus. All of it, or the parts that are
 * named: `npm run bench refresh`.
 */
async function main(): Promise<void> {
  const named = process.argv.slice(2)
  const unknown = named.find((part) => !PARTS.some((each) => each === part))
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}". There are: ${PARTS.join(', ')}.`)
  const isWanted = (part: (typeof PARTS)[number]) => named.length === 0 || named.includes(part)
  // No browser and no server takes part in it.
  const figures = isWanted('forecast') ? measureForecast() : []
  if (named.length === 1 && figures.length > 0) return printTable(figures)
  const log = (line: string) => console.error(line)
  ensureTools([CHROMIUM, NGINX, PROMETHEUS, PROMTOOL, ALERTMANAGER], log)
  await ensureBuild('dist', log)
  const ports = { prometheus: await freePort(), alertmanager: await freePort(), sample: await freePort() }
  const stack = await startStack({ ports, dataDir: DATA, log })
  const text = readFileSync(CONFIG, 'utf8')
  const parsed = await parseConfigText(text)
  if (!parsed.ok) throw new Error('deploy/lookout/config.json is faulty')
  // As it is deployed, and in a process of its own: this one is busy with the browser.
  cpSync('dist', join(SITE, 'root'), { recursive: true })
  writeFileSync(join(SITE, 'root/config.json'), text)
  const server = await startNginx({
    folder: SITE,
    root: join(SITE, 'root'),
    config: parsed.config,
    prometheus: `127.0.0.1:${ports.prometheus}`,
    alertmanager: `127.0.0.1:${ports.alertmanager}`,
    logs: stack.logs,
  })
  const shipped = await parseConfigText(readFileSync('dist/config.json', 'utf8'))
  if (!shipped.ok) throw new Error('dist/config.json is faulty')
  const sample = await startServer({ distDir: 'dist', port: 0, config: shipped.config })
  const browser = await openBrowser()
  const rows: Row[] = [...figures]
  try {
    const prometheus = stack.addresses.prometheus
    if (isWanted('first-paint')) rows.push(...(await measureFirstPaint(browser, server.address, prometheus)))
    if (isWanted('refresh')) rows.push(...(await measureRefresh(browser, server.address, prometheus)))
    if (isWanted('embedded')) rows.push(...(await measureEmbedded(browser, sample.address)))
    if (isWanted('charts')) rows.push(...(await measureCharts(browser, log)))
    if (isWanted('eighteen')) {
      rows.push(...(await measureEighteen(browser, server.address, prometheus, join(SITE, 'root'))))
    }
    if (isWanted('throttled')) {
      addEighteen(join(SITE, 'root'))
      rows.push(...(await measureThrottled(browser, server.address)))
    }
    if (isWanted('alerts')) {
      rows.push(...(await measureAlerts(browser, join(SITE, 'root'), parsed.config, join(SITE, 'alerts'))))
    }
    if (isWanted('logs')) {
      rows.push(...measureLogIndex())
      rows.push(...(await measureLogsPage(browser, join(SITE, 'logs'), `127.0.0.1:${ports.prometheus}`)))
    }
  } finally {
    // Also when a later part failed: what was measured took minutes.
    printTable(rows)
    await browser.close()
    await server.stop()
    await sample.close()
    await stack.stop()
    for (const folder of [DATA, SITE]) rmSync(folder, { recursive: true, force: true })
  }
}

await main()
