import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { parseConfigText } from '~/domain/config/parse'
import { CHROMIUM, findBinary } from '../scripts/install/tools'
import { ensureBuild } from '../scripts/serve/build'
import { startServer } from '../scripts/serve/serve'
import { CHROMIUM_FLAGS } from './support/chromium-flags'

interface Picture {
  readonly name: string
  readonly path: string
  readonly theme: 'dark' | 'light'
  readonly width: number
  readonly height: number
}

const PICTURES: readonly Picture[] = [
  { name: 'home-dark', path: '/', theme: 'dark', width: 1920, height: 1080 },
  { name: 'home-light', path: '/', theme: 'light', width: 1920, height: 1080 },
  { name: 'home-phone', path: '/', theme: 'dark', width: 390, height: 844 },
  { name: 'home-wall', path: '/?kiosk', theme: 'dark', width: 3840, height: 2160 },
  { name: 'shorts-main-dark', path: '/d/shorts-main', theme: 'dark', width: 1920, height: 1080 },
  { name: 'shorts-main-light', path: '/d/shorts-main', theme: 'light', width: 1920, height: 1080 },
  { name: 'shorts-main-phone', path: '/d/shorts-main', theme: 'dark', width: 390, height: 844 },
  { name: 'shorts-main-wall', path: '/d/shorts-main?kiosk', theme: 'dark', width: 3840, height: 2160 },
  { name: 'panel', path: '/d/shorts-main/job-duration', theme: 'dark', width: 1366, height: 768 },
]

/** What a picture in the documentation may weigh. */
const MAX_BYTES = 300_000
/** Pixels of the picture a CSS pixel: the layout stays that of the full size. */
const SCALES = [1, 0.75, 0.5, 0.375]

/** Takes one picture, smaller until it is light enough. */
async function take(browser: Browser, address: string, picture: Picture): Promise<{ png: Buffer; scale: number }> {
  const { path, theme, width, height } = picture
  for (const scale of SCALES) {
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme: theme,
      locale: 'en-GB',
      timezoneId: 'UTC',
    })
    const page = await context.newPage()
    await page.goto(address + path)
    await page.waitForFunction(() => {
      const marks = [...document.querySelectorAll('[data-truth]')]
      return marks.length > 0 && marks.every((mark) => mark.getAttribute('data-truth') === 'live')
    })
    if (!path.includes('?kiosk')) await page.getByRole('button', { name: 'Refresh now' }).waitFor()
    await page.evaluate(() => document.fonts.ready)
    // The policy of the page forbids the style element by which Playwright would hide the caret.
    const png = await page.screenshot({ caret: 'initial' })
    await context.close()
    if (png.length <= MAX_BYTES) return { png, scale }
  }
  throw new Error(`${picture.name} stays above ${MAX_BYTES / 1000} KB`)
}

async function main([folder]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('usage: npm run screenshots -- <folder>')
  await ensureBuild('dist', (line) => console.log(line))
  const config = await parseConfigText(readFileSync('dist/config.json', 'utf8'))
  if (!config.ok) throw new Error('dist/config.json is faulty')
  const server = await startServer({ distDir: 'dist', port: 0, config: config.config })
  try {
    const executablePath = findBinary(CHROMIUM.binaries) ?? '/usr/bin/chromium'
    const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] })
    mkdirSync(folder, { recursive: true })
    for (const picture of PICTURES) {
      const { png, scale } = await take(browser, server.address, picture)
      const file = join(folder, `${picture.name}.png`)
      writeFileSync(file, png)
      console.log(`${file}  ${Math.round(png.length / 1000)} KB at ${scale}`)
    }
    await browser.close()
  } finally {
    await server.close()
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
