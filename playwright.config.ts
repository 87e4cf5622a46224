import { defineConfig } from '@playwright/test'
import { CHROMIUM_FLAGS } from './e2e/support/chromium-flags'

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.lookout/e2e-results',
  globalSetup: './e2e/global-setup.ts',
  // Two cores: a browser, a Prometheus and an nginx share them.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  // A machine that builds something else meanwhile may stall a browser; what passes only the second time is listed as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'dark',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['LOOKOUT_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [...CHROMIUM_FLAGS],
    },
  },
})
