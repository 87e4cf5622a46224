import { type Browser, chromium } from '@playwright/test'
import { CHROMIUM_FLAGS } from '../e2e/support/chromium-flags'
import { CHROMIUM, findBinary } from '../scripts/install/tools'

/** The system's Chromium, as the end-to-end tests start it. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findBinary(CHROMIUM.binaries)
  if (executablePath === undefined) throw new Error('Chromium is not installed')
  return chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] })
}
