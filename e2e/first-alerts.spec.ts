import type { Page } from '@playwright/test'
import { type Alerting, startAlerting } from './support/alerting'
import { expect, test } from './support/fixtures'
import { holdReact } from './support/hold-react'
import type { Site } from './support/site'
import { hostOf } from './support/world'

const COUNT = 30
const RULES = `groups:
  - name: first
    rules:
      - alert: QueueStuck
        expr: waiting{pod=~"a.*"} > 3
        labels: {severity: critical}
        annotations: {description: '{{ $labels.pod }} waits for {{ $value }} s.'}
      - alert: QueueSlow
        expr: waiting{pod=~"b.*"} > 3
        for: 2h
        labels: {severity: warning}
`
const metrics = () =>
  Array.from({ length: COUNT }, (_, i) => `waiting{pod="${i % 3 === 0 ? 'a' : 'b'}-${i}"} ${4 + i}\n`).join('')

let alerting: Alerting
let site: Site

test.beforeAll(async ({ deploy }) => {
  alerting = await startAlerting({ rules: RULES, metrics, job: 'queue', platform: 'transcode' })
  const { prometheus, alertmanager } = alerting
  site = await deploy({ prometheus: hostOf(prometheus.address), alertmanager: hostOf(alertmanager.url) })
  const alerts = async () => (await (await fetch(`${prometheus.address}/api/v1/alerts`)).json()).data.alerts.length
  await expect.poll(alerts, { timeout: 60_000 }).toBe(COUNT)
})

test.afterAll(() => alerting?.stop())

/** Where each alert and what is above the list stand, and what they say; what comes later has its room. */
function alertsOf(page: Page) {
  return page.evaluate(() => {
    const parts = ['section', 'nav', 'fieldset', '[role="status"]', 'h2', 'article'].map((each) => `main ${each}`)
    return [...document.querySelectorAll(['h1', 'main', ...parts].join())].map((element) => {
      const { left, top } = element.getBoundingClientRect()
      const isRow = element.localName === 'article'
      const words = isRow ? [...element.querySelectorAll('h3, p[title]')].map((each) => each.textContent) : []
      return { said: [element.localName, element.getAttribute('data-tone'), ...words].join(' '), left, top }
    })
  })
}

/** What was before and is not, or has moved by more than a pixel. The living list measures its lines by whole ones. */
function movedOf(before: Awaited<ReturnType<typeof alertsOf>>, now: typeof before): readonly string[] {
  return before.flatMap(({ said, left, top }, i) => {
    const other = now[i]
    if (other?.said !== said) return [`${said} is ${other?.said}`]
    const isThere = Math.abs(other.left - left) <= 1 && Math.abs(other.top - top) <= 1
    return isThere ? [] : [`${said} from ${left}, ${top} to ${other.left}, ${other.top}`]
  })
}

for (const viewport of [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
]) {
  for (const search of ['', '?group=severity&q=severity%3D~critical%7Cwarning']) {
    test(`the list of alerts is painted without React, which moves nothing of it: ${viewport.width} ${search}`, async ({
      page,
    }) => {
      await page.setViewportSize(viewport)
      const release = await holdReact(page)
      let answer = () => {}
      const answered = new Promise<void>((resolve) => {
        answer = resolve
      })
      await page.route(/\/api\/v2/, async (route) => {
        await answered
        await route.continue()
      })
      // The same answer again and again, as if nothing had changed at the last evaluation.
      let told: Promise<string> | undefined
      await page.route(/\/api\/v1\/rules/, async (route) => {
        told ??= route.fetch().then((response) => response.text())
        const evaluated = `"lastEvaluation":"${new Date().toISOString()}"`
        const body = (await told).replaceAll(/"lastEvaluation":"[^"]*"/g, evaluated)
        await route.fulfill({ body, contentType: 'application/json' })
      })
      await page.goto(`${site.address}/alerts${search}`, { waitUntil: 'commit' })
      await expect.poll(() => page.locator('article[data-alert]').count()).toBeGreaterThan(0)
      await expect(page.getByRole('status')).toContainText('which of them are silenced is not known yet')
      // Further down the living list has no rows yet.
      const alerts = (await alertsOf(page)).filter(({ top }) => top < viewport.height)
      expect(alerts.length).toBeGreaterThan(6)
      expect(await page.locator('nav[aria-label="Alerts"] a').first().getAttribute('aria-current')).toBe('page')
      expect(await page.getByRole('button', { name: 'Navigation' }).count()).toBe(0)

      release()
      await expect(page.getByRole('combobox', { name: /Add a condition/ })).toBeEditable()
      await expect.poll(async () => movedOf(alerts, await alertsOf(page))).toEqual([])
      answer()
      await expect(page.locator('article[data-delivery="unasked"]')).toHaveCount(0)
    })
  }
}

test('a Prometheus that is slow is shown as asked, and React does not wait for it', async ({ page }) => {
  await page.route(/\/api\/v1\/rules/, async (route) => {
    await page.getByRole('combobox', { name: /Add a condition/ }).waitFor()
    await route.continue()
  })
  await page.goto(`${site.address}/alerts`, { waitUntil: 'commit' })
  await expect(page.getByRole('status')).toHaveText('Asking…')
  await expect.poll(() => page.locator('article[data-alert]').count()).toBeGreaterThan(0)
})
