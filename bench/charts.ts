import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { preview } from 'vite'
import { freePort } from '~/testing/free-port'
import { type ChartCase, type ChartPage, COLUMNS, PANEL_HEIGHT, PANEL_WIDTH, PANELS } from './chart-pages/chart-data'
import { addGrafanaFont, buildChartPage, installGrafana } from './charts-build'
import { median, type Row } from './table'

const ROUNDS = 7
/** The first ones are slower, for both: functions are not compiled yet. */
const WARM_UPS = 3
const SITE = '.lookout/bench-charts'
const SIZES = [
  { series: 3, points: 360 },
  { series: 10, points: 720 },
] as const
/** Default first: legends and lines as each library has them. Lines of at most one pixel are far cheaper where there is no GPU. */
const LOOKS: readonly { readonly title: string; readonly look: Pick<ChartCase, 'legend' | 'lineWidth'> }[] = [
  { title: 'as each draws by default', look: { legend: true } },
  { title: 'without legends', look: { legend: false } },
  { title: 'without legends, all lines of 1.5 px', look: { legend: false, lineWidth: 1.5 } },
]
const PAGES = { lookout: 'bench/chart-pages', grafana: 'bench/grafana' } as const
const GOAL = 0.7

type Library = keyof typeof PAGES
const LIBRARIES: readonly Library[] = ['lookout', 'grafana']
type Taken = Record<Library, readonly Refresh[]>

interface Refresh {
  /** Processor milliseconds of the main thread in tasks. */
  readonly taskMs: number
  readonly scriptMs: number
  /** Processor milliseconds of the main thread, with what is rasterised between tasks. */
  readonly threadMs: number
  /** Tasks of 50 ms or more. */
  readonly longTasks: number
}

interface OpenPage {
  readonly page: Page
  readonly devtools: CDPSession
}

declare global {
  interface Window {
    charts: ChartPage
    longTasks: number
  }
}

/** A refresh of 18 panels: Lookout's against the one of Grafana's library, by turns in one browser. */
export async function measureCharts(browser: Browser, log: (line: string) => void): Promise<Row[]> {
  const fault = await installGrafana(log)
  if (fault !== null) {
    log(fault)
    return []
  }
  for (const [name, root] of Object.entries(PAGES)) await buildChartPage(root, `${SITE}/${name}`)
  addGrafanaFont(`${SITE}/grafana`)
  const port = await freePort()
  const site = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir: SITE },
    preview: { host: '127.0.0.1', port, strictPort: true },
  })
  try {
    const pages: Record<Library, OpenPage> = {
      lookout: await openPage(browser, `http://127.0.0.1:${port}/lookout/index.html`),
      grafana: await openPage(browser, `http://127.0.0.1:${port}/grafana/index.html`),
    }
    const rows: Row[] = []
    const long: Record<Library, number> = { lookout: 0, grafana: 0 }
    for (const { title, look } of LOOKS) {
      for (const size of SIZES) {
        const taken = await measureCase(pages, { ...size, ...look })
        rows.push(...rowsOf(`${size.series} x ${size.points}, ${title}`, taken))
        for (const library of LIBRARIES)
          long[library] += taken[library].reduce((sum, { longTasks }) => sum + longTasks, 0)
      }
    }
    rows.push({
      what: 'tasks of 50 ms or more in all of these refreshes',
      measured: `${long.lookout} in ${(rows.length / 2) * ROUNDS} refreshes (theirs ${long.grafana})`,
      goal: 'none',
      reached: long.lookout === 0,
    })
    for (const { page } of Object.values(pages)) await page.context().close()
    return rows
  } finally {
    await site.close()
    rmSync(SITE, { recursive: true, force: true })
  }
}

/** A context of its own is a process of its own: neither page's garbage is the other's. */
async function openPage(browser: Browser, url: string): Promise<OpenPage> {
  const viewport = { width: COLUMNS * PANEL_WIDTH, height: Math.ceil(PANELS / COLUMNS) * PANEL_HEIGHT }
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  // Processor time, not time that passes: what else runs on the machine is not in it.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  // As text: what a compiler adds to a function is not there in the page.
  await page.addInitScript(`{
    window.longTasks = 0
    new PerformanceObserver((list) => { longTasks += list.getEntries().length }).observe({ type: 'longtask' })
  }`)
  await page.goto(url)
  await page.waitForFunction('window.charts !== undefined')
  return { page, devtools }
}

async function measureCase(pages: Record<Library, OpenPage>, size: ChartCase): Promise<Taken> {
  const taken: Record<Library, Refresh[]> = { lookout: [], grafana: [] }
  for (const { page, devtools } of Object.values(pages)) {
    await page.bringToFront()
    await page.evaluate((next) => window.charts.show(next), size)
    await page.waitForFunction(`document.querySelectorAll('[data-panel] canvas').length >= ${PANELS}`)
    await untilIdle(devtools)
    for (let i = 0; i < WARM_UPS; i++) await refresh({ page, devtools })
  }
  for (let round = 0; round < ROUNDS; round++) {
    // Who comes second would always find the machine as the first left it.
    const turns = round % 2 === 0 ? LIBRARIES : LIBRARIES.toReversed()
    for (const library of turns) taken[library].push(await refresh(pages[library]))
  }
  for (const open of Object.values(pages)) await requirePainted(open)
  return taken
}

function rowsOf(title: string, { lookout, grafana }: Taken): Row[] {
  const of = (list: readonly Refresh[], key: keyof Refresh) => median(list.map((each) => each[key]))
  const ms = (key: keyof Refresh) => `${of(lookout, key).toFixed(1)} ms, theirs ${of(grafana, key).toFixed(1)} ms`
  const row = (what: string, key: keyof Refresh, more: string): Row => {
    const ratio = of(lookout, key) / of(grafana, key)
    const measured = `${ratio.toFixed(2)}x (${ms(key)}${more})`
    return { what, measured, goal: `at most ${GOAL}x`, reached: ratio <= GOAL }
  }
  return [
    row(
      `refresh of ${PANELS} charts against @grafana/ui, ${title}: main thread in tasks`,
      'taskMs',
      `; of it script ${ms('scriptMs')}`,
    ),
    row('the same, with what the main thread rasterises between tasks', 'threadMs', ''),
  ]
}

async function refresh({ page, devtools }: OpenPage): Promise<Refresh> {
  await page.bringToFront()
  await page.evaluate(() => window.charts.prepare())
  await devtools.send('HeapProfiler.collectGarbage')
  await untilIdle(devtools)
  const longBefore = await page.evaluate(() => window.longTasks)
  const before = await readMetrics(devtools)
  await devtools.send('Runtime.evaluate', { expression: 'charts.refresh()' })
  await untilIdle(devtools)
  const after = await readMetrics(devtools)
  const took = (name: string) => ((after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN)) * 1000
  return {
    taskMs: took('TaskDuration'),
    scriptMs: took('ScriptDuration'),
    threadMs: took('ThreadTime'),
    longTasks: (await page.evaluate(() => window.longTasks)) - longBefore,
  }
}

/** Milliseconds between two looks at the main thread, and what a look itself takes of it at most. */
const LOOK_MS = 100
const LOOK_TAKES_MS = 0.5

/** Until the main thread has had nothing to do for a while. Asked from outside: a page that asks for frames works for them. */
async function untilIdle(devtools: CDPSession): Promise<void> {
  for (let before = Number.NaN; ; ) {
    const now = (await readMetrics(devtools)).get('TaskDuration') ?? 0
    if ((now - before) * 1000 < LOOK_TAKES_MS) return
    before = now
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function readMetrics(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}

/** A refresh that draws nothing would be fast: each panel's picture must be another one afterwards. */
async function requirePainted(open: OpenPage): Promise<void> {
  await open.page.bringToFront()
  const before = await pictures(open.page)
  await refresh(open)
  const after = await pictures(open.page)
  const unchanged = after.filter((picture, i) => picture === before[i]).length
  if (after.length !== PANELS || unchanged > 0) {
    throw new Error(`${open.page.url()}: a refresh left ${unchanged} of ${after.length} panels as they were`)
  }
}

async function pictures(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const panel of await page.locator('[data-panel]').all()) {
    found.push(
      createHash('sha256')
        .update(await panel.screenshot())
        .digest('hex'),
    )
  }
  return found
}
