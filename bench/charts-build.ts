import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { runProgram } from '../scripts/install/processes'

/** The peer has packages of its own, which are no part of the app's. */
const GRAFANA = 'bench/grafana'

/** Where Grafana's server has its font, which no package brings: the same family as Lookout's. */
const FONT = 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'
const FONT_DIR = 'public/fonts/inter'
const FONT_FILES = ['Inter-Regular.woff2', 'Inter-Medium.woff2']

/** Builds a page of charts, minified and without the checks of development. */
export async function buildChartPage(root: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    resolve: { alias: { '~': resolve('src') } },
    build: { outDir: resolve(outDir), emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 10_000 },
  })
}

/** Gives Grafana's page the font that its styles name. */
export function addGrafanaFont(outDir: string): void {
  mkdirSync(join(outDir, FONT_DIR), { recursive: true })
  for (const file of FONT_FILES) copyFileSync(FONT, join(outDir, FONT_DIR, file))
}

/** Installs Grafana's library for this part of the bench alone, where it is not there yet. Returns why not, in one line, or null. */
export async function installGrafana(log: (line: string) => void): Promise<string | null> {
  const { dependencies } = JSON.parse(readFileSync(join(GRAFANA, 'package.json'), 'utf8'))
  const installed = join(GRAFANA, 'node_modules/@grafana/ui/package.json')
  const wanted = dependencies['@grafana/ui']
  if (existsSync(installed) && JSON.parse(readFileSync(installed, 'utf8')).version === wanted) return null
  log(`installing @grafana/ui ${wanted} in ${GRAFANA}`)
  const done = await runProgram('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', GRAFANA])
  if (done.code === 0) return null
  const [reason = `npm ended with ${done.code}`] = done.output.match(/(?<=^npm error )code \S+/m) ?? []
  return `@grafana/ui ${wanted} cannot be installed (${reason}): charts are not compared. Is the package registry within reach?`
}
