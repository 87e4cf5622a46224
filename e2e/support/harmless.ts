import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** Nothing of the payloads became more than text. */
export async function expectHarmless(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('*')]
    return {
      pwn: Reflect.get(window, '__pwn'),
      evil: Reflect.get({}, 'evil'),
      handlers: elements.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on'))),
      addresses: elements
        .flatMap((one) => ['href', 'src', 'srcdoc', 'action'].map((name) => one.getAttribute(name)))
        .filter((address) => address !== null && !/^(?:https?:\/\/|[/?#])/.test(address)),
      frames: document.querySelectorAll('iframe, object, embed').length,
      images: document.querySelectorAll('img').length,
    }
  })
  expect(found).toEqual({ pwn: undefined, evil: undefined, handlers: [], addresses: [], frames: 0, images: 0 })
}
