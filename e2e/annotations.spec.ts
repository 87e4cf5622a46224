import type { Locator, Page } from '@playwright/test'
import { FIRING_EXPR } from '~/domain/alerts/firing'
import { expectTakenOver, panelOf, plain, settle } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { expect, test } from './support/fixtures'
import { type LoadedSeries, startLoadedPrometheus } from './support/loaded-prometheus'
import type { PrometheusServer } from './support/prometheus-server'
import { type AskedQuery, recordQueries } from './support/requests'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Steps of the ranges that are asked: of three hours and of a day. */
const STEP = 30 * SECOND
const DAY_STEP = 4 * MINUTE
const HOSTILE = '<img src=x onerror="window.__pwned=1">'

/** Three hours that lie on the grid of both steps, in the past. */
const T0 = Math.floor((Date.now() - 4 * HOUR) / DAY_STEP) * DAY_STEP
const END = T0 + 3 * HOUR
const at = (minutes: number, seconds = 0) => T0 + minutes * MINUTE + seconds * SECOND
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19)
const minute = (ms: number) => clock(ms).slice(0, 5)

const scrapes = Array.from({ length: (3 * HOUR) / (15 * SECOND) }, (_, i) => T0 + i * 15 * SECOND)

/** A process that begins at these times, as scrapes each 15 s see it; none before the first. */
function processOf(platform: string, job: string, instance: string, startsMs: readonly number[]): LoadedSeries {
  const samples = scrapes.flatMap((timeMs) => {
    const startMs = startsMs.findLast((start) => start <= timeMs)
    return startMs === undefined ? [] : [[timeMs, startMs / 1000] as const]
  })
  return { labels: { __name__: 'process_start_time_seconds', platform, job, instance }, samples }
}

function alertOf(alertname: string, alertstate: string, severity: string, fromMs: number, toMs: number): LoadedSeries {
  const samples = scrapes.filter((ms) => ms >= fromMs && ms <= toMs).map((ms) => [ms, 1] as const)
  const labels = { __name__: 'ALERTS', alertname, alertstate, severity, platform: 'odd' }
  return { labels, samples: [...samples, [toMs + 15 * SECOND, null]] }
}

const LONG_AGO = T0 - 90 * HOUR
const series: readonly LoadedSeries[] = [
  {
    labels: { __name__: 'busy', platform: 'odd' },
    samples: scrapes.map((ms, i) => [ms, 5 + Math.sin(i / 40)] as const),
  },
  // A deploy of three at minute 40, a restart of one at 90, and of another twice within a step of a day's range.
  processOf('odd', 'api', 'a:1', [LONG_AGO, at(40, 0.5), at(90, 7)]),
  processOf('odd', 'api', 'b:1', [LONG_AGO, at(40, 20), at(112, 65), at(112, 130)]),
  processOf('odd', 'api', 'c:1', [LONG_AGO, at(40, 45)]),
  processOf('odd', 'web', HOSTILE, [at(130, 11)]),
  processOf('other', 'elsewhere', 'x:1', [LONG_AGO, at(90, 7)]),
  alertOf('ErrorsHigh', 'pending', 'critical', at(96), at(99)),
  alertOf('ErrorsHigh', 'firing', 'critical', at(100), at(115)),
  alertOf('OnAnotherDashboard', 'firing', 'critical', at(100), at(115)),
]
const ruleOf = (name: string, dashboard: string) => `
    - alert: ${name}
      expr: vector(0) > 1
      labels: {severity: critical, platform: odd}
      annotations: {dashboard: ${dashboard}, panel: errors}`
const rules = `groups:
- name: odd
  rules:${ruleOf('ErrorsHigh', 'happened')}${ruleOf('OnAnotherDashboard', 'elsewhere')}
`

let prometheus: PrometheusServer
let site: Site

test.beforeAll(async ({ deploy }) => {
  prometheus = await startLoadedPrometheus(series, rules)
  const time = { time: { from: String(T0), to: String(END) }, refresh: 'off' }
  const panels = [
    { id: 'errors', title: 'Errors', kind: 'timeseries', expr: 'busy' },
    { id: 'latency', title: 'Latency', kind: 'timeseries', expr: '2 * busy' },
    { id: 'figure', title: 'Figure', kind: 'stat', expr: 'vector(1)' },
  ]
  site = await deploy({
    prometheus: hostOf(prometheus.address),
    dashboards: {
      happened: sketchDashboard('happened', panels, time),
      figures: sketchDashboard('figures', panels.slice(2), time),
      silent: sketchDashboard('silent', panels.slice(0, 1), { ...time, platform: 'silent' }),
    },
    config: {
      platforms: ['odd', 'silent'].map((id) => ({ id, title: id })),
      dashboards: ['happened', 'figures', 'silent'],
      alerts: [],
    },
  })
})

test.afterAll(() => prometheus?.stop())

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${site.address}${path}${path.includes('?') ? '&' : '?'}timezone=utc`)
  await expectTakenOver(page)
  // What listens to keys comes with it.
  await expect(page.getByTestId('time-range')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Menu of/ }).first()).toBeAttached()
  await settle(page)
}

/** Asked for what happened, other than the one question of each page for what fires anywhere. */
function isOfBoard({ expr }: AskedQuery): boolean {
  return /process_start_time_seconds|ALERTS/.test(expr) && expr !== FIRING_EXPR
}

/** What the keyboard's crosshair reads at a point of the range: steps left of its end. */
async function readAt(panel: Locator, timeMs: number, stepMs = STEP, endMs = END): Promise<string> {
  const chart = panel.getByRole('application')
  const steps = Math.round((endMs - timeMs) / stepMs)
  await chart.focus()
  await chart.press('End')
  for (let i = 0; i < Math.floor(steps / 10); i++) await chart.press('Shift+ArrowLeft')
  for (let i = 0; i < steps % 10; i++) await chart.press('ArrowLeft')
  return plain(await panel.locator('[aria-live="polite"]').textContent())
}

/** What is read once the annotations are there. */
const expectRead = (panel: Locator, timeMs: number, stepMs?: number, endMs?: number) =>
  expect.poll(() => readAt(panel, timeMs, stepMs, endMs))

test('a restart and a deploy are told at the time of the process, on every chart of the platform', async ({ page }) => {
  await open(page, '/d/happened')
  for (const id of ['errors', 'latency']) {
    const panel = panelOf(page, id)
    await expectRead(panel, at(90)).toMatch(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d ${clock(at(90))} UTC: .*\\. ${clock(at(90, 7))} restart of api \\(a:1\\)$`),
    )
    await expectRead(panel, at(40, 30)).toContain(`. ${clock(at(40))} deploy of api (3 of 3 instances)`)
    // Nothing happened here, so nothing is told.
    expect(await readAt(panel, at(70))).not.toMatch(/restart|deploy|start of|firing/)
  }
  // What happened to another platform at the same time is not this one's.
  await expect(page.locator('body')).not.toContainText('elsewhere')
})

test('the tooltip says the same, and hostile names are text', async ({ page }) => {
  await open(page, '/d/happened')
  const panel = panelOf(page, 'latency')
  await expectRead(panel, at(130)).toContain(`${clock(at(130, 11))} start of web (${HOSTILE})`)
  const box = await panel.getByRole('application').boundingBox()
  if (box === null) throw new Error('the chart is not drawn')
  const tooltip = page.locator('body > [aria-hidden="true"][data-open]')
  const told = new Set<string>()
  for (let x = box.width * 0.05; x < box.width; x += 2) {
    await page.mouse.move(box.x + x, box.y + box.height / 2)
    for (const line of ((await tooltip.textContent({ timeout: 2_000 })) ?? '').match(
      /\d\d:\d\d:\d\d \d* ?(?:re)?start.*|\d\d:\d\d:\d\d deploy.*/g,
    ) ?? []) {
      told.add(line.split('\n')[0] ?? '')
    }
  }
  expect([...told].sort()).toEqual(
    [
      `${clock(at(40))} deploy of api (3 of 3 instances)`,
      `${clock(at(90, 7))} restart of api (a:1)`,
      `${clock(at(113, 5))} restart of api (b:1)`,
      `${clock(at(114, 10))} restart of api (b:1)`,
      `${clock(at(130, 11))} start of web (${HOSTILE})`,
    ].sort(),
  )
  expect(await page.evaluate(() => Reflect.get(window, '__pwned'))).toBeUndefined()
  await expect(page.locator('img')).toHaveCount(0)
})

test('two restarts within one step are two', async ({ page }) => {
  const endMs = END + DAY_STEP
  await open(page, `/d/happened?from=${endMs - 24 * HOUR}&to=${endMs}`)
  // The last of them is the one whose time is known.
  await expectRead(panelOf(page, 'latency'), at(116), DAY_STEP, endMs).toContain(
    `${clock(at(114, 10))} 2 restarts of api (b:1)`,
  )
})

test('an alert is told on the panel that its rule names, and on no other', async ({ page }) => {
  await open(page, '/d/happened')
  const firing = `. ${minute(at(100))}–${minute(at(115))} ErrorsHigh firing (critical)`
  const errors = panelOf(page, 'errors')
  await expectRead(errors, at(108)).toContain(firing)
  expect(await readAt(errors, at(97))).toContain(`. ${minute(at(96))}–${minute(at(99))} ErrorsHigh pending (critical)`)
  expect(await readAt(errors, at(60))).not.toContain('ErrorsHigh')
  expect(await readAt(errors, at(108))).not.toContain('OnAnotherDashboard')
  // The restart shows that the other panel has its annotations.
  const latency = panelOf(page, 'latency')
  await expectRead(latency, at(90)).toContain('restart of api')
  expect(await readAt(latency, at(108))).not.toContain('ErrorsHigh')
})

test('the canvas bears marks above the plot and, where the alert is, a band below it', async ({ page }) => {
  const pixels = async (id: string) =>
    panelOf(page, id)
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        // Of a copy: the browser warns of a canvas that is read more than once.
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')
        copy?.drawImage(canvas, 0, 0)
        const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
        let [red, head] = [0, 0]
        for (let i = 0; i < data.length; i += 4) {
          const [r = 0, g = 0, b = 0, a = 0] = data.slice(i, i + 4)
          // The dark theme's colour of critical.
          if (r === 255 && g === 107 && b === 119 && a === 255) red++
          if (i / 4 / canvas.width < 7 && a > 200) head++
        }
        return { hasBand: red > 50, hasHeads: head > 20 }
      })
  await open(page, '/d/happened')
  await expect.poll(() => pixels('errors')).toEqual({ hasBand: true, hasHeads: true })
  await expect.poll(() => pixels('latency')).toEqual({ hasBand: false, hasHeads: true })
  await open(page, '/d/happened?_dash.hideAnnotations')
  expect(await pixels('errors')).toEqual({ hasBand: false, hasHeads: false })
})

test('the address and the key hide them, and nothing is asked for them', async ({ page }) => {
  const asked = recordQueries(page)
  const isForAnnotations = () => asked.filter(isOfBoard).length
  await open(page, '/d/happened?_dash.hideAnnotations')
  const errors = panelOf(page, 'errors')
  expect(await readAt(errors, at(90))).toContain(clock(at(90)))
  expect(await readAt(errors, at(90))).not.toContain('restart')
  // Of alerts the chips of panels ask alone.
  expect(asked.filter(({ expr }) => expr.includes('process_start_time_seconds'))).toEqual([])
  expect(isForAnnotations()).toBe(1)

  await page.locator('body').press('d')
  await page.keyboard.press('a')
  await expect(page).not.toHaveURL(/hideAnnotations/)
  await expectRead(errors, at(90)).toContain('restart of api (a:1)')
  // Two questions for the page, however many charts it has.
  expect(isForAnnotations()).toBe(2)

  await errors.getByRole('application').blur()
  await page.keyboard.press('d')
  await page.keyboard.press('a')
  await expect(page).toHaveURL(/_dash\.hideAnnotations/)
  await expect.poll(() => readAt(errors, at(90))).not.toContain('restart')

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Show or hide restarts, deploys and alerts on charts')
})

test('the palette shows and hides them', async ({ page }) => {
  await open(page, '/d/happened')
  const field = page.getByRole('combobox')
  await page.keyboard.press('Control+k')
  await field.fill('hide annot')
  await expect(page.getByRole('option').first()).toContainText('Hide annotations')
  await field.press('Enter')
  await expect(page).toHaveURL(/_dash\.hideAnnotations/)
  await expect(field).toBeHidden()
  await page.keyboard.press('Control+k')
  await field.fill('show annot')
  await expect(page.getByRole('option').first()).toContainText('Show annotations')
})

test('a dashboard without charts over time asks nothing, and one without processes says why there is nothing', async ({
  page,
}) => {
  const asked = recordQueries(page)
  await open(page, '/d/figures')
  await expect(panelOf(page, 'figure')).toHaveAttribute('data-truth', 'live')
  expect(asked.filter(isOfBoard)).toEqual([])

  await open(page, '/d/silent')
  await page.getByRole('button', { name: 'About Errors' }).click()
  const details = page.getByRole('dialog', { name: 'About Errors' })
  await expect(details.locator('[data-happened="processes"]')).toHaveText(
    'not known: no process_start_time_seconds{platform="silent"}',
  )
  await expect(details.locator('[data-happened="alerts"]')).toHaveText('no rule names this panel')
})

test('details list what happened, with dates', async ({ page }) => {
  await open(page, '/d/happened')
  await page.getByRole('button', { name: 'About Errors' }).click()
  const details = page.getByRole('dialog', { name: 'About Errors' })
  const day = new Date(at(90)).toISOString().slice(0, 10)
  await expect(details.locator('[data-happened="processes"]')).toContainText(
    `${day} ${clock(at(90, 7))} restart of api (a:1)`,
  )
  await expect(details.locator('[data-happened="alerts"]')).toContainText('ErrorsHigh firing (critical)')
})
