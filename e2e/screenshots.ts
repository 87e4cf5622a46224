import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { parseConfigText } from '~/domain/config/parse'
import { CHROMIUM, findBinary } from '../scripts/install/tools'
import { ensureBuild } from '../scripts/serve/build'
import { startServer } from '../scripts/serve/serve'
import { CHROMIUM_FLAGS } from './support/chromium-flags'

interface Picture {
  /** File in the folder, without its ending. */
  readonly name: string
  readonly path: string
  readonly theme: 'dark' | 'light'
  readonly width: number
  readonly height: number
  /** The whole page instead of what a screen shows of it. */
  readonly isWhole?: boolean
  /** It has no panels that tell when they are there. */
  readonly isPlain?: boolean
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

const SIZES = [
  { size: 'desk', width: 1920, height: 1080, kiosk: '' },
  { size: 'phone', width: 390, height: 844, kiosk: '' },
  { size: 'wall', width: 3840, height: 2160, kiosk: '?kiosk&autofitpanels' },
] as const

/** Home and every dashboard in both themes and at three sizes, whole: what is looked at before a change of the look is done. */
function galleryOf(dashboards: readonly string[]): readonly Picture[] {
  const pages = [['home', '/'], ...dashboards.map((id) => [id, `/d/${id}`])] as const
  return pages.flatMap(([id = '', path = '']) =>
    SIZES.flatMap(({ size, width, height, kiosk }) =>
      (['dark', 'light'] as const).map((theme) => ({
        name: `gallery/${id}-${size}-${theme}`,
        path: path + kiosk,
        ...{ theme, width, height, isWhole: true },
      })),
    ),
  )
}

/** Pages without panels, beside the dashboards. */
const PAGES = [
  ['alerts', '/alerts'],
  ['alert-rules', '/alerts/rules'],
  ['alert-history', '/alerts/history'],
  ['alert-routes', '/alerts/routes'],
  ['error-budgets', '/slo'],
  ['cost', '/cost'],
  ['outlook', '/outlook'],
  ['status', '/status'],
  ['logs', '/logs'],
  ['traces', '/traces'],
] as const

function galleryOfPages(): readonly Picture[] {
  return PAGES.flatMap(([id, path]) =>
    [
      { size: 'desk-dark', theme: 'dark', width: 1920, height: 1080 } as const,
      { size: 'desk-light', theme: 'light', width: 1920, height: 1080 } as const,
      { size: 'phone-dark', theme: 'dark', width: 390, height: 844 } as const,
    ].map(({ size, ...screen }) => ({
      name: `gallery/${id}-${size}`,
      path,
      ...screen,
      ...{ isWhole: true, isPlain: true },
    })),
  )
}

/** Until what such a page asks of the sample data is answered. */
const PLAIN_MS = 8_000
/** What a picture in the documentation may weigh, and one of the gallery. */
const MAX_BYTES = 300_000
const MAX_GALLERY_BYTES = 120_000
/** Pixels of the picture a CSS pixel: the layout stays that of the full size. */
const SCALES = [1, 0.75, 0.5, 0.375]
const GALLERY_SCALES = [0.5, 0.375, 0.25, 0.2]

/** Takes one picture, smaller until it is light enough. */
async function take(browser: Browser, address: string, picture: Picture): Promise<{ image: Buffer; scale: number }> {
  const { path, theme, width, height, isWhole = false } = picture
  const maxBytes = isWhole ? MAX_GALLERY_BYTES : MAX_BYTES
  for (const scale of isWhole ? GALLERY_SCALES : SCALES) {
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      colorScheme: theme,
      locale: 'en-GB',
      timezoneId: 'UTC',
    })
    const page = await context.newPage()
    await page.goto(address + path)
    if (picture.isPlain === true) await page.waitForTimeout(PLAIN_MS)
    await page.waitForFunction((isPlain) => {
      const marks = [...document.querySelectorAll('[data-truth]')]
      const waiting = marks.filter((mark) => ['loading', 'failed'].includes(mark.getAttribute('data-truth') ?? ''))
      const isThere = isPlain || marks.length > 0
      return isThere && waiting.length === 0 && document.querySelector('[data-mark="loading"]') === null
    }, picture.isPlain === true)
    if (!path.includes('?kiosk')) await page.getByRole('button', { name: 'Refresh now' }).waitFor()
    else await page.locator('[data-testid="pulse"][data-pulse="live"]').waitFor()
    await page.evaluate(() => document.fonts.ready)
    // The policy of the page forbids the style element by which Playwright would hide the caret.
    const kind = isWhole ? ({ type: 'jpeg', quality: 72, fullPage: true } as const) : ({ type: 'png' } as const)
    const image = await page.screenshot({ caret: 'initial', ...kind })
    await context.close()
    if (image.length <= maxBytes) return { image, scale }
  }
  throw new Error(`${picture.name} stays above ${maxBytes / 1000} KB`)
}

async function main([folder, only = '']: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('usage: npm run screenshots -- <folder> [part of a name]')
  await ensureBuild('dist', (line) => console.log(line))
  const config = await parseConfigText(readFileSync('dist/config.json', 'utf8'))
  if (!config.ok) throw new Error('dist/config.json is faulty')
  const server = await startServer({ distDir: 'dist', port: 0, config: config.config })
  try {
    const executablePath = findBinary(CHROMIUM.binaries) ?? '/usr/bin/chromium'
    const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] })
    mkdirSync(join(folder, 'gallery'), { recursive: true })
    const wanted = [...PICTURES, ...galleryOf(config.config.dashboards), ...galleryOfPages()].filter(({ name }) =>
      name.includes(only),
    )
    for (const picture of wanted) {
      const { image, scale } = await take(browser, server.address, picture)
      const file = join(folder, `${picture.name}.${picture.isWhole === true ? 'jpg' : 'png'}`)
      writeFileSync(file, image)
      console.log(`${file}  ${Math.round(image.length / 1000)} KB at ${scale}`)
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
