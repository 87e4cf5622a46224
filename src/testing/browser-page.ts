import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { startServer } from './http-server'

const binary = process.env['LOOKOUT_CHROMIUM_BIN'] ?? '/usr/bin/chromium'

/** Whether this machine has a Chromium to test in. */
export const hasChromium = existsSync(binary)

export interface BrowserPage {
  readonly page: Page
  readonly origin: string
  /** Violations of the policy, with the address that was blocked. */
  violations(): Promise<readonly string[]>
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/**
 * An entry of this folder, `browser-entry.ts` unless told, built as the app is, in a real Chromium, under the app's policy with
 * these extra sources.
 */
export async function openBrowserPage(
  connectTo: readonly string[],
  entryFile = 'browser-entry.ts',
): Promise<BrowserPage> {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-browser-'))
  const src = fileURLToPath(new URL('..', import.meta.url))
  const entry = join(src, 'testing', entryFile)
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><title>test</title><script type="module" src="${entry}"></script>`,
  )
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    resolve: { alias: { '~': src } },
    worker: { format: 'es' },
    build: { outDir: 'dist', assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2023' },
  })
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${connectTo.join(' ')}`,
    "require-trusted-types-for 'script'",
    'trusted-types app-worker',
  ].join('; ')
  const server = await startServer(async (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    response.setHeader('content-security-policy', policy)
    const body = await readFile(join(folder, 'dist', path)).catch(() => undefined)
    response
      .writeHead(body === undefined ? 404 : 200, { 'content-type': types[extname(path)] ?? 'text/plain' })
      .end(body)
  })
  const browser = await chromium.launch({ executablePath: binary, args: ['--no-sandbox'] })
  const page = await browser.newPage()
  await page.addInitScript(() => {
    const blocked: string[] = []
    document.addEventListener('securitypolicyviolation', (event) =>
      blocked.push(`${event.effectiveDirective} ${event.blockedURI}`),
    )
    Object.assign(globalThis, { blocked })
  })
  await page.goto(server.url)
  await page.waitForFunction(() => 'lookoutTest' in globalThis)
  return {
    page,
    origin: server.url,
    violations: () => page.evaluate(() => (globalThis as unknown as { blocked: string[] }).blocked),
    async close() {
      await browser.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
