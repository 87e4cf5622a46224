import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { freePort } from '../e2e/support/free-port'
import { ensureTools } from '../scripts/install/install'
import { ALERTMANAGER, CHROMIUM, PROMETHEUS, PROMTOOL } from '../scripts/install/tools'
import { ensureBuild } from '../scripts/serve/build'
import { startServer } from '../scripts/serve/serve'
import { startStack } from '../scripts/stack/stack'
import { parseConfigText } from '../src/domain/config/parse'
import { openBrowser } from './browser'
import { measureEmbedded } from './embedded'
import { measureFirstPaint } from './first-paint'
import { measureRefresh } from './refresh'
import { printTable, type Row } from './table'

const DATA = resolve('.lookout/bench')
/** In front of a real Prometheus. */
const CONFIG = 'deploy/lookout/config.json'

const PARTS = ['first-paint', 'refresh', 'embedded'] as const

/**
 * Measures what docs/performance.md states, each as a ratio within this run, on the production build and a real Prometheus. All of it, or the parts that are
 * named: `npm run bench refresh`.
 */
async function main(): Promise<void> {
  const named = process.argv.slice(2)
  const unknown = named.find((part) => !PARTS.some((each) => each === part))
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}". There are: ${PARTS.join(', ')}.`)
  const isWanted = (part: (typeof PARTS)[number]) => named.length === 0 || named.includes(part)
  const log = (line: string) => console.error(line)
  ensureTools([CHROMIUM, PROMETHEUS, PROMTOOL, ALERTMANAGER], log)
  await ensureBuild('dist', log)
  const ports = { prometheus: await freePort(), alertmanager: await freePort(), sample: await freePort() }
  const stack = await startStack({ ports, dataDir: DATA, log })
  const text = readFileSync(CONFIG, 'utf8')
  const parsed = await parseConfigText(text)
  if (!parsed.ok) throw new Error('deploy/lookout/config.json is faulty')
  const server = await startServer({
    distDir: 'dist',
    port: 0,
    config: parsed.config,
    proxies: { '/prometheus': stack.addresses.prometheus, '/alertmanager': stack.addresses.alertmanager },
    instead: new Map([['/config.json', text]]),
  })
  const shipped = await parseConfigText(readFileSync('dist/config.json', 'utf8'))
  if (!shipped.ok) throw new Error('dist/config.json is faulty')
  const sample = await startServer({ distDir: 'dist', port: 0, config: shipped.config })
  const browser = await openBrowser()
  const rows: Row[] = []
  try {
    const prometheus = stack.addresses.prometheus
    if (isWanted('first-paint')) rows.push(...(await measureFirstPaint(browser, server.address, prometheus)))
    if (isWanted('refresh')) rows.push(...(await measureRefresh(browser, server.address, prometheus)))
    if (isWanted('embedded')) rows.push(...(await measureEmbedded(browser, sample.address)))
    printTable(rows)
  } finally {
    await browser.close()
    await server.close()
    await sample.close()
    await stack.stop()
    rmSync(DATA, { recursive: true, force: true })
  }
}

await main()
