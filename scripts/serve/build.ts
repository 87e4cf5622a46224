import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '../install/processes'

const SOURCES = [
  'index.html',
  'package-lock.json',
  'public',
  'src',
  'scripts/build',
  'deploy/prometheus/rules',
  'tsconfig.json',
  'vite.config.ts',
]

/** Is there a build that is at least as new as everything that it is made of? Tests are no part of it. */
export function isFresh(distDir: string, sources: readonly string[] = SOURCES): boolean {
  const built = join(distDir, 'index.html')
  if (!existsSync(built)) return false
  const builtMs = statSync(built).mtimeMs
  return sources.every((source) => newestMs(source) <= builtMs)
}

function newestMs(path: string): number {
  if (!existsSync(path)) return 0
  const info = statSync(path)
  if (!info.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : info.mtimeMs
  // A folder's own time changes when a file in it is removed or renamed.
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestMs(join(path, name))), info.mtimeMs)
}

/** Builds the app when its sources are newer, or throws an Error with what the bundler said. */
export async function ensureBuild(distDir: string, log: (line: string) => void): Promise<void> {
  if (isFresh(distDir)) return
  log('Building the app ...')
  const done = await runProgram('node_modules/.bin/vite', [
    'build',
    '--manifest',
    '--logLevel',
    'warn',
    '--outDir',
    distDir,
  ])
  if (done.code !== 0) throw new Error(`${done.output.trimEnd()}\nThe build failed.`)
}
