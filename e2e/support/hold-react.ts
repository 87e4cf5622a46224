import type { Page } from '@playwright/test'

/** Holds React's part of the app back until the returned function is called. */
export async function holdReact(page: Page): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\/assets\/app-[^/]*\.js$/, async (route) => {
    await released
    await route.continue()
  })
  return () => release()
}
