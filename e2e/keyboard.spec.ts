import { evaluatedMs, expectLaterThan, openBoard, panelOf, settle } from './support/board'
import { expect, test } from './support/fixtures'

test('mod+k finds a panel and goes there', async ({ page }) => {
  await openBoard(page)
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: /^Find a dashboard, a panel, an alert/ })
  await expect(field).toBeFocused()
  await page.keyboard.type('job dur')
  await expect(page.getByRole('option').first()).toContainText('Job Duration')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/d\/shorts-main\/job-duration$/)
  await expect(panelOf(page, 'job-duration')).toHaveAttribute('data-truth', 'live')
  await expect(field).toBeHidden()
})

test('mod+k finds an alert and its rule, and a metric and the panels that ask for it', async ({ page }) => {
  await openBoard(page, '?refresh=off')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('batchproc')
  const alert = page.getByRole('option').filter({ hasText: 'BatchProcessingFailure' })
  await expect(alert).toContainText('critical · shorts')
  await alert.click()
  await expect(page).toHaveURL(/\/alerts\/rules\?(.*&)?rule=BatchProcessingFailure$/)
  await expect(page.locator('article[data-rule="BatchProcessingFailure"]')).toBeInViewport()

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: /^Find/ })).toBeFocused()
  await page.keyboard.type('cache_entries')
  const metric = page.getByRole('option').filter({ hasText: 'Metric' }).first()
  await expect(metric).toContainText('cache_entriesCache Size · Services · Creative AI Shorts')
  await metric.click()
  await expect(page).toHaveURL(/\/d\/shorts-services\/cache-size(\?|$)/)
})

test('mod+k on something that is not there says so, and Esc leaves it', async ({ page }) => {
  await openBoard(page)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('<img src=x>')
  await expect(page.getByText('Nothing is called “<img src=x>”.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox')).toBeHidden()
})

test('? lists the keys of the page', async ({ page }) => {
  await openBoard(page)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const label of [
    'Refresh now',
    'Zoom out',
    'Find a dashboard, a panel or a command',
    'Make the range absolute',
  ]) {
    await expect(sheet.getByText(label, { exact: true })).toBeVisible()
  }
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('d r refreshes, t left goes back in time, t a makes it absolute, ctrl+z returns', async ({ page }) => {
  await openBoard(page, '?refresh=off')
  const panel = panelOf(page, 'active-jobs')
  const first = await evaluatedMs(panel)
  await expect.poll(() => Date.now() - first).toBeGreaterThan(2_000)
  await page.keyboard.press('d')
  await page.keyboard.press('r')
  await expectLaterThan(panel, first)

  const params = () => new URL(page.url()).searchParams
  await page.keyboard.press('t')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => Number(params().get('to'))).toBeGreaterThan(0)
  const [from, to] = [Number(params().get('from')), Number(params().get('to'))]
  expect(to - from).toBe(6 * 3_600_000)
  expect(Date.now() - to).toBeGreaterThan(2.9 * 3_600_000)
  await page.keyboard.press('Control+z')
  await expect.poll(() => params().get('from')).toBeNull()
  await page.keyboard.press('t')
  await page.keyboard.press('a')
  await expect.poll(() => Math.abs(Number(params().get('to')) - Date.now())).toBeLessThan(10_000)
})

test('v on the panel under the pointer shows it large and goes back', async ({ page }) => {
  await openBoard(page)
  await expect(panelOf(page, 'request-rate').getByRole('button', { name: /^Menu of/ })).toBeAttached()
  await panelOf(page, 'request-rate').hover()
  await settle(page)
  await page.keyboard.press('v')
  await expect(page).toHaveURL(/\/d\/shorts-main\/request-rate$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Request Rate')
  await panelOf(page, 'request-rate').hover()
  await settle(page)
  await page.keyboard.press('v')
  await expect(page).toHaveURL(/\/d\/shorts-main$/)
})

test('d k hides everything but the board, Esc brings it back', async ({ page }) => {
  await openBoard(page)
  await page.keyboard.press('d')
  await page.keyboard.press('k')
  await expect(page).toHaveURL(/\?kiosk$/)
  await expect(page.getByTestId('time-range')).toBeHidden()
  await expect(page.getByRole('navigation', { name: 'Dashboards' })).toBeHidden()
  await expect(panelOf(page, 'job-duration')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('time-range')).toBeVisible()
  await expect(page).toHaveURL(/\/d\/shorts-main$/)
})

test('no key acts while someone types', async ({ page }) => {
  await openBoard(page)
  await page.getByTestId('time-range').click()
  await page.getByLabel('Find a time zone').focus()
  await page.keyboard.type('d k t a ?')
  await expect(page.getByLabel('Find a time zone')).toHaveValue('d k t a ?')
  await expect(page).toHaveURL(/\/d\/shorts-main$/)
})

test('everything that acts is reached by Tab, in the order of the page', async ({ page }) => {
  await openBoard(page)
  const wanted = await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>('a[href], button, input, [tabindex="0"]')
    return [...all].filter((one) => one.checkVisibility()).length
  })
  expect(wanted).toBeGreaterThan(40)
  const seen: string[] = []
  await page.evaluate(() => document.body.focus())
  for (let i = 0; i < wanted; i++) {
    await page.keyboard.press('Tab')
    seen.push(
      await page.evaluate(() => {
        const all = [...document.querySelectorAll('a[href], button, input, [tabindex="0"]')]
        const at = document.activeElement
        return at === null ? 'none' : String(all.indexOf(at))
      }),
    )
  }
  expect(seen).not.toContain('-1')
  expect(new Set(seen).size).toBe(wanted)
  expect(seen.map(Number)).toEqual([...seen].map(Number).sort((a, b) => a - b))
})

test('arrow keys read the values of a chart aloud', async ({ page }) => {
  await openBoard(page, '?timezone=utc')
  const panel = panelOf(page, 'job-duration')
  await panel.getByRole('application').focus()
  await page.keyboard.press('End')
  await expect(panel.locator('[aria-live="polite"]')).toHaveText(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: .*p99 [\d.]+ (s|ms|min)/,
  )
})
