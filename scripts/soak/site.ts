import { parseConfigText } from '~/domain/config/parse'
import { runProgram } from '../install/processes'
import { isFresh } from '../serve/build'
import { startServer } from '../serve/serve'
import { type Backend, startBackend } from './backend/backend'
import { soakConfig, soakDashboards } from './board'
import { type Chromium, startChromium } from './chromium'
import { openSoakedPage, type SoakedPage } from './soaked-page'

const DIST = '.lookout/soak/dist'
const SOURCES = [
  'index.html',
  'package-lock.json',
  'public',
  'src',
  'scripts/build',
  'scripts/soak/page',
  'scripts/soak/vite-plugin.ts',
  'tsconfig.json',
  'vite.config.ts',
]
const [WIDTH, HEIGHT] = [1920, 1080]

/** Everything that a page needs to be soaked: a fresh page, browser and backend each. */
export interface SoakSite {
  readonly backend: Backend
  readonly chromium: Chromium
  readonly page: SoakedPage
  close(): Promise<void>
}

/** Builds the app for the soak test when its sources are newer, or throws an Error with what the bundler said. */
export async function ensureSoakBuild(log: (line: string) => void): Promise<void> {
  if (isFresh(DIST, SOURCES)) return
  log('Building the app for the soak test ...')
  const args = ['build', '--mode', 'soak', '--logLevel', 'error', '--outDir', DIST, '--emptyOutDir']
  const { code, output } = await runProgram('node_modules/.bin/vite', args)
  if (code !== 0) throw new Error(`${output.trimEnd()}\nThe build failed.`)
}

export interface SiteOptions {
  readonly path: string
  /** One that is planted. */
  readonly leak?: string
  /** Whether V8 compiles for speed and things move. */
  readonly asOnWall?: boolean
}

/** Opens a place of the app and stops its time once it lives. */
export async function openSite({ path, leak, asOnWall = false }: SiteOptions): Promise<SoakSite> {
  const backend = await startBackend()
  const undos: (() => Promise<void>)[] = [backend.close]
  const close = async () => {
    for (const undo of undos.splice(0).reverse()) await undo()
  }
  try {
    const text = JSON.stringify(soakConfig(backend.url))
    const parsed = await parseConfigText(text)
    if (!parsed.ok) throw new Error('The configuration of the soak test is faulty.')
    const instead = new Map([['/config.json', text], ...soakDashboards])
    const site = await startServer({ distDir: DIST, port: 0, config: parsed.config, instead })
    undos.push(site.close)
    const chromium = await startChromium({ width: WIDTH, height: HEIGHT, compilers: asOnWall })
    undos.push(chromium.close)
    // A download is made, and comes to nothing.
    await chromium.send('Browser.setDownloadBehavior', { behavior: 'deny' })
    const query = `soakBackend=${encodeURIComponent(backend.url)}${leak === undefined ? '' : `&leak=${leak}`}`
    const page = await openSoakedPage(chromium, `${site.address}${path}&${query}`)
    const size = { width: WIDTH, height: HEIGHT, deviceScaleFactor: 1, mobile: false }
    await page.send('Emulation.setDeviceMetricsOverride', size)
    await page.setMotion(asOnWall)
    await page.waitFor(`document.querySelectorAll('[data-panel][data-truth="live"]').length >= 10`)
    // The first picture looks the same: time may stop only once React and the worker have taken over.
    await page.waitFor(`window.__soak.counts()['query plane entries'] >= 6 && window.__soak.counts().workers >= 1`)
    await page.call('hold')
    return { backend, chromium, page, close }
  } catch (error) {
    await close()
    throw error
  }
}
