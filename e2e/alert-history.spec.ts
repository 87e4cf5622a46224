import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { parseConfigText } from '~/domain/config/parse'
import { startServer } from '../scripts/serve/serve'
import { targetsOf } from '../scripts/serve/targets'
import { expectTakenOver, settle } from './support/board'
import { sketchDashboard } from './support/dashboards'
import { secondsOf } from './support/durations'
import { expect, test } from './support/fixtures'
import { type LoadedSeries, startLoadedPrometheus } from './support/loaded-prometheus'
import { queryRange } from './support/prometheus-api'
import type { PrometheusServer } from './support/prometheus-server'
import { DIST, type Site } from './support/site'
import { hostOf } from './support/world'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Of the rules; a range of a few hours is asked at the same distance. */
const INTERVAL = 15 * SECOND
const WAIT = 2 * MINUTE
const LIMIT = 10
const HOSTILE = '<img src=x onerror="window.__pwned=1">'

/** Three hours in the past, all of them within the last day. */
const T0 = Math.floor((Date.now() - 5 * HOUR) / MINUTE) * MINUTE
const END = T0 + 3 * HOUR
const evaluations = Array.from({ length: (END - T0) / INTERVAL }, (_, i) => T0 + i * INTERVAL)

/** When each instance is over the limit, in minutes: too short to fire, then firing; one that begins to fire five times within an hour. */
const OVER: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>> = {
  'a:1': [
    [10, 11],
    [20, 30],
    [100, 125],
  ],
  'b:1': [
    [60, 65],
    [70, 75],
    [80, 85],
    [90, 95],
    [100, 105],
  ],
  [HOSTILE]: [[150, 155]],
}

const isOver = (instance: string, ms: number) =>
  (OVER[instance] ?? []).some(([from, to]) => ms >= T0 + from * MINUTE && ms < T0 + to * MINUTE)

const labelsOf = (instance: string) => ({ instance, severity: 'critical', platform: 'odd' })

function seriesOf(instance: string): readonly LoadedSeries[] {
  const busy = evaluations.map((ms) => [ms, isOver(instance, ms) ? 20 : 5] as const)
  const states = { pending: [] as [number, number | null][], firing: [] as [number, number | null][] }
  let sinceMs: number | null = null
  let before: 'pending' | 'firing' | null = null
  for (const ms of evaluations) {
    sinceMs = isOver(instance, ms) ? (sinceMs ?? ms) : null
    const now = sinceMs === null ? null : ms - sinceMs >= WAIT ? 'firing' : 'pending'
    if (before !== null && before !== now) states[before].push([ms, null])
    if (now !== null) states[now].push([ms, 1])
    before = now
  }
  const alerts = Object.entries(states).filter(([, samples]) => samples.length > 0)
  return [
    { labels: { __name__: 'busy', instance, platform: 'odd' }, samples: busy },
    ...alerts.map(([alertstate, samples]) => {
      const labels = { __name__: 'ALERTS', alertname: 'Busy', alertstate, ...labelsOf(instance) }
      return { labels, samples }
    }),
  ]
}

const quiet: LoadedSeries = {
  labels: { __name__: 'ALERTS', alertname: 'Forgotten', alertstate: 'firing', severity: 'warning' },
  samples: [...evaluations.slice(40, 80).map((ms) => [ms, 1] as const), [evaluations[80] ?? END, null]],
}
const rules = `groups:
- name: odd
  interval: 15s
  rules:
    - alert: Busy
      expr: busy > ${LIMIT}
      for: 2m
      labels: {severity: critical, platform: odd}
      annotations: {dashboard: happened, panel: busy}
    - alert: BusierThanOthers
      expr: busy > on () group_left () avg(busy) * 2 > 0
      annotations: {dashboard: happened, panel: busy}
    - alert: Gone
      expr: absent(nothing)
`

let prometheus: PrometheusServer
let site: Site

test.beforeAll(async ({ deploy }) => {
  prometheus = await startLoadedPrometheus([...Object.keys(OVER).flatMap(seriesOf), quiet], rules)
  const panels = [{ id: 'busy', title: 'Busy', kind: 'timeseries', expr: 'busy' }]
  site = await deploy({
    prometheus: hostOf(prometheus.address),
    dashboards: { happened: sketchDashboard('happened', panels, { refresh: 'off' }) },
    config: { platforms: [{ id: 'odd', title: 'odd' }], dashboards: ['happened'], alerts: [] },
  })
})

test.afterAll(() => prometheus?.stop())

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${site.address}${path}${path.includes('?') ? '&' : '?'}timezone=utc`)
  await expectTakenOver(page)
  await settle(page)
}

const HISTORY = `/alerts/history?from=${T0}&to=${END}`

/** Figures of a row: fired, time firing, mean to resolve, longest, waited. */
async function figuresOf(row: Locator): Promise<readonly string[]> {
  const cells = await row.locator('td').allTextContents()
  return cells.slice(-5)
}

/** Runs of equal steps, and how many steps they have, in a matrix of the API. */
async function runsOf(expr: string, startMs: number, endMs: number): Promise<readonly number[]> {
  const answer = await queryRange(prometheus.address, expr, startMs, endMs, INTERVAL)
  return answer.flatMap(({ points }) => {
    const runs: number[] = []
    let lastMs = Number.NEGATIVE_INFINITY
    for (const ms of points.keys()) {
      if (ms - lastMs === INTERVAL) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
      else runs.push(1)
      lastMs = ms
    }
    return runs
  })
}

test('history counts what the server has in ALERTS, the noisiest first', async ({ page }) => {
  await open(page, HISTORY)
  const rows = page.locator('table tbody')
  await expect(rows).toHaveCount(2)
  await expect(page.getByText('Points are 15s apart')).toBeVisible()
  await expect(page.getByText('flaps that begins to fire 4 times within 1h')).toBeVisible()

  const runs = await runsOf('ALERTS{alertname="Busy",alertstate="firing"}', T0, END)
  const seconds = (steps: number) => steps * (INTERVAL / SECOND)
  const total = runs.reduce((sum, steps) => sum + steps, 0)
  expect(runs).toHaveLength(8)
  const busy = rows.nth(0).locator('tr').first()
  await expect(busy.getByRole('button')).toHaveText('Busy')
  const [fired, time, mean, longest, waited] = await figuresOf(busy)
  expect([fired, waited]).toEqual(['8', '9'])
  expect([time, mean, longest].map((text) => secondsOf(text ?? ''))).toEqual([
    seconds(total),
    Math.round(seconds(total / runs.length)),
    seconds(Math.max(...runs)),
  ])
  await expect(busy).toContainText('3 label sets')
  await expect(busy).toContainText('flaps')
  await expect(rows.nth(1).locator('tr').first()).toContainText('Forgotten')
  expect(await figuresOf(rows.nth(1).locator('tr').first())).toEqual(['1', '10m', '10m', '10m', '0'])

  await busy.getByRole('button').click()
  const labels = rows.nth(0).locator('tr th[scope="row"]')
  await expect(labels.nth(1)).toContainText('instance="b:1"')
  await expect(labels.nth(1)).toContainText('flaps')
  await expect(labels.nth(3)).toContainText(HOSTILE)

  // An episode leads to the rule's panel at its time.
  await page.getByRole('list', { name: 'Episodes of instance="a:1"' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/d\/happened\/busy\?/)
  const { searchParams } = new URL(page.url())
  const [from, to] = ['from', 'to'].map((name) => Number(searchParams.get(name)))
  expect([from, to]).toEqual([T0 + (102 - 23) * MINUTE, T0 + (125 + 23) * MINUTE])
})

test('its filters and its range are in the address', async ({ page }) => {
  await open(page, HISTORY)
  const rows = page.locator('table tbody')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Severity').selectOption('warning')
  await expect(rows).toHaveCount(1)
  await page.getByLabel('Severity').selectOption('')
  await page.getByLabel('Name or label').fill('B:1')
  await expect(rows).toHaveCount(1)
  await expect(page).toHaveURL(/q=B%3A1/)
  // Another range is no other filter.
  await page.getByRole('button', { name: /^Zoom out/ }).click()
  await expect(page).not.toHaveURL(new RegExp(`from=${T0}`))
  await expect(page).toHaveURL(/q=B%3A1/)
  await page.reload()
  await expect(page.getByLabel('Name or label')).toHaveValue('B:1')
  await page.getByLabel('Name or label').fill('nothing like it')
  await expect(page.getByText('Nothing that fired is like this.')).toBeVisible()
})

test('an empty history says why', async ({ page }) => {
  await open(page, `/alerts/history?from=${T0 - HOUR}&to=${T0 - MINUTE}`)
  await expect(page.getByText('None of 3 rules fired or waited in this range.')).toBeVisible()
})

const outcome = async (page: Page, name: string) => {
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) })
  return (await row.locator('td').allTextContents()).map((text) => text.trim())
}

test('a rule tried as it is fires as often and as long as ALERTS say', async ({ page }) => {
  await open(page, '/alerts/try?rule=Busy&group=odd')
  await expect(page.getByRole('row', { name: /^As tried/ })).toContainText('8 times')
  const [tried, now, recorded] = await Promise.all(
    ['As tried', 'As the rule is now', 'Recorded in ALERTS'].map((name) => outcome(page, name)),
  )
  expect(now).toEqual(tried)
  expect(recorded?.slice(0, 2)).toEqual(tried?.slice(0, 2))
  expect(tried?.[1]).toBe('3')
  // Of eight episodes, each to one evaluation.
  const apart = Math.abs(secondsOf(tried?.[2] ?? '') - secondsOf(recorded?.[2] ?? ''))
  expect(apart).toBeLessThanOrEqual(8 * (INTERVAL / SECOND))
  const longest = Math.abs(secondsOf(tried?.[3] ?? '') - secondsOf(recorded?.[3] ?? ''))
  expect(longest).toBeLessThanOrEqual(INTERVAL / SECOND)
})

test('another wait and another threshold fire another number of times', async ({ page }) => {
  await open(page, '/alerts/try?rule=Busy&group=odd')
  const tried = page.getByRole('row', { name: /^As tried/ })
  await expect(tried).toContainText('8 times')
  await page.getByLabel('for', { exact: true }).fill('30s')
  await expect(tried).toContainText('9 times')
  await page.getByLabel('for', { exact: true }).fill('7m')
  await expect(tried).toContainText('2 times')
  await expect(page).toHaveURL(/for=7m/)
  await page.getByLabel('for', { exact: true }).fill('soon')
  await expect(page.getByText('"soon" is not a duration.')).toBeVisible()
  await page.getByRole('button', { name: 'As the rule has it' }).click()
  await expect(tried).toContainText('8 times')

  await page.getByLabel('Threshold (>)').fill('30')
  await expect(tried).toContainText('0 times')
  await expect(page.getByRole('row', { name: /^As the rule is now/ })).toContainText('8 times')
  await page.getByLabel('Threshold (>)').fill('much')
  await expect(page.getByText('This is no number.')).toBeVisible()
  await page.getByRole('button', { name: 'As the rule has it' }).click()
  await expect(tried).toContainText('8 times')

  const slider = page.getByRole('slider', { name: 'Threshold' })
  await slider.focus()
  await slider.press('ArrowUp')
  await expect.poll(() => slider.getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(LIMIT)
  await expect(tried).toContainText('8 times')
  for (let i = 0; i < 6; i++) await slider.press('PageDown')
  // Below five it is always over: it fires from the first point to the last of each.
  await expect(tried).toContainText('3 times')
})

test('the threshold is dragged with the pointer', async ({ page }) => {
  await open(page, '/alerts/try?rule=Busy&group=odd')
  const tried = page.getByRole('row', { name: /^As tried/ })
  await expect(tried).toContainText('8 times')
  const slider = page.getByRole('slider', { name: 'Threshold' })
  await expect(slider).toHaveAttribute('aria-valuemax', /\d/)
  const box = await slider.boundingBox()
  if (box === null) throw new Error('there is no slider')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y - 30)
  await page.mouse.move(x, y - 400, { steps: 4 })
  await expect(tried).toContainText('0 times')
  // The address follows when the hand lets go.
  await expect(page).not.toHaveURL(/threshold=/)
  await page.mouse.up()
  await expect(page).toHaveURL(/threshold=\d/)
  await page.reload()
  await expect(tried).toContainText('0 times')
})

test('a rule without a threshold of its own says why', async ({ page }) => {
  await open(page, '/alerts/try?rule=Gone&group=odd')
  await expect(page.getByText('It is not compared with a number at its root.')).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Threshold' })).toHaveCount(0)
  await expect(page.getByRole('row', { name: /^As tried/ })).toContainText('1 time')
  await page.getByLabel('Rule').selectOption({ label: 'Busy (odd)' })
  await expect(page.getByRole('row', { name: /^As tried/ })).toContainText('8 times')
  await page.getByRole('button', { name: 'Last week' }).click()
  await expect(page.getByRole('row', { name: /^Recorded in ALERTS/ })).toContainText('8 times')
})

const ROWS = ['As the rule is now', 'Recorded in ALERTS']

test('rules of the sample data tried as they are fire as often as they did', async ({ page }) => {
  const config = readFileSync('public/config.json', 'utf8')
  const parsed = await parseConfigText(config)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.fault.issues))
  const instead = new Map([['/config.json', config]])
  const app = await startServer({
    distDir: DIST,
    port: 0,
    config: parsed.config,
    targets: targetsOf(parsed.config),
    instead,
  })
  try {
    await page.goto(`${app.address}/alerts/try`)
    // The past of all rules is evaluated first.
    const rule = page.getByRole('combobox', { name: 'Rule' })
    await expect(rule).toBeVisible({ timeout: 90_000 })
    for (const option of ['RenderFailures (pipeline)', 'HighErrorRate (shorts)', 'LLMHighErrorRate (shorts)']) {
      await rule.selectOption({ label: option })
      await expect(page.getByRole('row', { name: /^Recorded in ALERTS [1-9]/ })).toBeVisible()
      await expect(page).toHaveURL(new RegExp(`rule=${option.split(' ')[0]}`))
      // A row may still be that of the rule before, or wait, also right after both were there.
      let [now, recorded]: (readonly string[] | undefined)[] = []
      await expect(async () => {
        ;[now, recorded] = await Promise.all(ROWS.map((name) => outcome(page, name)))
        expect(recorded?.[0]).toMatch(/^[1-9]/)
        expect(now?.slice(0, 2), option).toEqual(recorded?.slice(0, 2))
      }).toPass()
      // The sample data's older past is evaluated each two minutes.
      const apart = Math.abs(secondsOf(now?.[2] ?? '') - secondsOf(recorded?.[2] ?? ''))
      const count = Number(/^[1-9]\d*/.exec(recorded?.[0] ?? '')?.[0])
      expect(apart, option).toBeLessThanOrEqual(120 * count)
      expect(Math.abs(secondsOf(now?.[3] ?? '') - secondsOf(recorded?.[3] ?? '')), option).toBeLessThanOrEqual(120)
    }
  } finally {
    await app.close()
  }
})
