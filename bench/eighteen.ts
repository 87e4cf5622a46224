import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { decodeDashboard } from '../src/domain/dashboards/decode-dashboard'
import type { Panel } from '../src/domain/dashboards/model'
import { replaceMacros } from '../src/domain/promql/macros'
import { DRAWN_CANVAS, timeUntil } from './first-paint'
import { usedBytes } from './heap'
import { median, type Row, rowAgainst } from './table'

const ROUNDS = 7
const HEAP_ROUNDS = 3
const MEGABYTE = 1024 * 1024
/** Of the dashboard that is added to the served copy of the app. */
export const ID = 'bench-eighteen'
/** Their time series panels are eighteen. */
const DASHBOARDS = ['transcode-api', 'transcode-jobs', 'transcode-system']
const PANELS = 18
const COLUMNS = 3
/** Of the dashboard's grid. */
const PANEL_SIZE = { w: 8, h: 8 }
/** All panels are in view. Prometheus' graphs are not, which can only spare it work. */
const VIEWPORT = { width: 1920, height: 1900 }
/** Graphs in Prometheus' own interface: the first question of each of the first eight panels. */
const GRAPHS = 8
const MACROS = { stepMs: 60_000, rangeMs: 6 * 3_600_000, scrapeIntervalMs: 15_000 }

/** A panel whose answers are all there; some of its series may have no traffic just now. */
const HAVE_ANSWERS = ['live', 'idle']

/** A page of 18 time series panels: until it is painted, against eight of its graphs in Prometheus' own interface, and its heap. */
export async function measureEighteen(
  browser: Browser,
  app: string,
  prometheus: string,
  siteRoot: string,
): Promise<Row[]> {
  const panels = addEighteen(siteRoot)
  return [...(await measurePaint(browser, app, prometheus, panels)), ...(await measureHeap(browser, app))]
}

/** Adds the dashboard to the served copy of the app alone, where it is not there yet: nobody is shipped it. */
export function addEighteen(siteRoot: string): readonly Panel[] {
  const panels = eighteenPanels()
  addDashboard(siteRoot, panels)
  return panels
}

function eighteenPanels(): readonly Panel[] {
  const panels = DASHBOARDS.flatMap((id) => decodeDashboard(readJson(`public/dashboards/${id}.json`)).panels)
    .flatMap((entry) => (entry.ok ? [entry.panel] : []))
    .filter(({ kind }) => kind === 'timeseries')
  if (panels.length !== PANELS) throw new Error(`${DASHBOARDS.join(', ')} have ${panels.length} time series panels`)
  return panels.map((panel, i) => ({
    ...panel,
    id: `panel-${i}`,
    layout: { x: (i % COLUMNS) * PANEL_SIZE.w, y: Math.floor(i / COLUMNS) * PANEL_SIZE.h, ...PANEL_SIZE },
  }))
}

function addDashboard(siteRoot: string, panels: readonly Panel[]) {
  const dashboard = { schema: 1, id: ID, title: 'Eighteen', platform: 'transcode', panels }
  writeFileSync(join(siteRoot, `dashboards/${ID}.json`), JSON.stringify(dashboard))
  const file = join(siteRoot, 'config.json')
  const config = readJson(file)
  writeFileSync(file, JSON.stringify({ ...config, dashboards: [...new Set([...config.dashboards, ID])] }))
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

async function measurePaint(
  browser: Browser,
  app: string,
  prometheus: string,
  panels: readonly Panel[],
): Promise<Row[]> {
  const elsewhere = `${app.replace('127.0.0.1', 'localhost')}/favicon.svg`
  const graphs = panels.slice(0, GRAPHS).map(({ queries: [first] }, i) => {
    const expr = encodeURIComponent(replaceMacros(first?.expr ?? '', MACROS))
    return `g${i}.expr=${expr}&g${i}.tab=0&g${i}.range_input=6h`
  })
  const isDrawn = `(root) => { ${DRAWN_CANVAS} }`
  const conditions = {
    theirs: `return [...document.querySelectorAll('.graph_wrapper')].filter((root) => root.querySelector('svg path.path') !== null).length >= ${GRAPHS}`,
    first: `return [...document.querySelectorAll('[data-panel]')].some(${isDrawn})`,
    // Once drawn, a panel is not looked at again: reading pixels takes the page's time.
    all: `const panels = [...document.querySelectorAll('[data-panel]')]
      const done = (window.donePanels ??= new Set())
      for (const root of panels) {
        const { panel, truth } = root.dataset
        if (!done.has(panel) && ${JSON.stringify(HAVE_ANSWERS)}.includes(truth) && (${isDrawn})(root)) done.add(panel)
      }
      return done.size === ${PANELS}`,
  }
  const page = `${app}/d/${ID}`
  const times = { theirs: [] as number[], first: [] as number[], all: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    times.theirs.push(
      await timeUntil(browser, elsewhere, `${prometheus}/graph?${graphs.join('&')}`, conditions.theirs, VIEWPORT),
    )
    times.first.push(await timeUntil(browser, elsewhere, page, conditions.first, VIEWPORT))
    times.all.push(await timeUntil(browser, elsewhere, page, conditions.all, VIEWPORT))
  }
  const row = rowAgainst(times.theirs)
  return [
    row(`all ${PANELS} panels of a page painted, against ${GRAPHS} of its graphs in Prometheus /graph`, times.all, 1),
    row('first chart of that page painted, against the same', times.first, 0.6),
  ]
}

/** Bytes of live objects of the page's own thread, after the garbage is collected; a worker's are not in it. */
async function measureHeap(browser: Browser, app: string): Promise<Row[]> {
  const above: number[] = []
  const alone: number[] = []
  const buffers: number[] = []
  for (let round = 0; round < HEAP_ROUNDS; round++) {
    const context = await browser.newContext({ viewport: VIEWPORT })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await page.goto(`${app}/favicon.svg`)
    const empty = await usedBytes(devtools)
    await page.goto(`${app}/d/${ID}?refresh=`)
    await page.waitForFunction(haveAnswers, { count: PANELS, truths: HAVE_ANSWERS })
    // Until what comes when the page is idle is there.
    await page.waitForLoadState('networkidle')
    const loaded = await usedBytes(devtools)
    above.push(loaded.objects - empty.objects)
    alone.push(loaded.objects)
    buffers.push(loaded.buffers)
    await context.close()
  }
  const megabytes = (values: readonly number[]) => (median(values) / MEGABYTE).toFixed(1)
  return [
    {
      what: `heap of that page after load, above an empty page`,
      measured: `${megabytes(above)} MB (${megabytes(alone)} MB with the empty page, and ${megabytes(buffers)} MB of buffers)`,
      goal: 'at most 12 MB',
      reached: median(alone) <= 12 * MEGABYTE,
    },
  ]
}

function haveAnswers({ count, truths }: { count: number; truths: readonly string[] }): boolean {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]:has(canvas)')]
  return panels.filter(({ dataset }) => truths.includes(dataset['truth'] ?? '')).length === count
}
