import type { Browser } from '@playwright/test'
import { type Row, rowAgainst } from './table'

const ROUNDS = 11
const EXPR = 'sum(rate(jobs_created_total{platform="shorts"}[5m]))'

/**
 * Milliseconds from the start of the navigation to the frame in which the condition first holds, in a new context, so with
 * nothing cached, and from a page of another site, as a link is opened: an empty tab would lend its process to a page
 * without `Cross-Origin-Opener-Policy` and to no other. The page tells by a binding: asking it would have a script of the tool's compiled in it meanwhile, which
 * takes 30 ms.
 */
export async function timeUntil(
  browser: Browser,
  elsewhere: string,
  url: string,
  isPainted: string,
  viewport = { width: 1280, height: 900 },
): Promise<number> {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await page.goto(elsewhere)
  const painted = new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${url} was not painted within 30 s`)), 30_000)
    devtools.on('Runtime.bindingCalled', ({ payload }) => {
      clearTimeout(late)
      resolve(Number(payload))
    })
  })
  await devtools.send('Runtime.enable')
  await devtools.send('Runtime.addBinding', { name: 'tellPainted' })
  await page.addInitScript(`{
    const isPainted = () => { ${isPainted} }
    const look = () => {
      if (document.body && isPainted()) requestAnimationFrame(() => tellPainted(String(performance.now())))
      else requestAnimationFrame(look)
    }
    look()
  }`)
  await page.goto(url, { waitUntil: 'commit' })
  const paintedMs = await painted
  await context.close()
  return paintedMs
}

/** A canvas of `root` with something drawn on it: not all of its pixels are clear. */
export const DRAWN_CANVAS = `
  const canvas = root.querySelector('canvas')
  if (!canvas || !canvas.width) return false
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return true
  return false`

/** First panel of the dashboard, one panel alone, and all six, against one graph in Prometheus' own interface. */
export async function measureFirstPaint(browser: Browser, app: string, prometheus: string): Promise<Row[]> {
  // Another site by its name, though the same server.
  const elsewhere = `${app.replace('127.0.0.1', 'localhost')}/favicon.svg`
  const graph = `${prometheus}/graph?g0.expr=${encodeURIComponent(EXPR)}&g0.tab=0&g0.range_input=6h`
  const conditions = {
    theirs: `return document.querySelector('svg path.path') !== null`,
    first: `return document.querySelector('[data-panel] [data-state="value"], [data-panel] canvas') !== null
      && document.querySelector('[data-panel][data-truth="live"] .sparkline, [data-panel][data-truth="live"] svg, [data-panel][data-truth="live"] canvas') !== null`,
    panel: `const root = document.querySelector('[data-panel="request-rate"]'); if (!root) return false; ${DRAWN_CANVAS}`,
    all: `const panels = [...document.querySelectorAll('[data-panel]')]
      if (panels.length < 6 || panels.some((panel) => panel.dataset.truth !== 'live')) return false
      return panels.every((root) => root.querySelector('[data-state="value"]') !== null || (() => { ${DRAWN_CANVAS} })())`,
  }
  const times = { theirs: [] as number[], first: [] as number[], panel: [] as number[], all: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    times.theirs.push(await timeUntil(browser, elsewhere, graph, conditions.theirs))
    times.first.push(await timeUntil(browser, elsewhere, `${app}/d/shorts-main`, conditions.first))
    times.panel.push(await timeUntil(browser, elsewhere, `${app}/d/shorts-main/request-rate`, conditions.panel))
    times.all.push(await timeUntil(browser, elsewhere, `${app}/d/shorts-main`, conditions.all))
  }
  const row = rowAgainst(times.theirs)
  return [
    row('first panel of the dashboard painted, against one graph of Prometheus /graph', times.first, 0.6),
    row('the same one panel on its own page', times.panel, 0.6),
    row('all six panels and the tiles', times.all, 1),
  ]
}
