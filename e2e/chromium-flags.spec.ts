import { expect, test } from '@playwright/test'

/** Only the last of several `--disable-features` counts in Chromium. */
test('what Playwright switches off in the browser stays off beside what these tests switch off', async ({
  playwright,
  launchOptions,
}) => {
  // Without this flag a browser does not tell its others.
  const args = [...(launchOptions.args ?? []), '--enable-automation']
  const browser = await playwright.chromium.launch({ ...launchOptions, args })
  const devtools = await browser.newBrowserCDPSession()
  const { arguments: flags } = await devtools.send('Browser.getBrowserCommandLine')
  await browser.close()
  const lists = flags
    .filter((flag) => flag.startsWith('--disable-features='))
    .map((flag) => flag.replace(/^[^=]*=/, '').split(','))
  expect(lists.length).toBeGreaterThan(1)
  expect(lists.at(-1)).toEqual(expect.arrayContaining(lists.slice(0, -1).flat()))
})
