import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that `npm test` checks. */
export interface Step {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where the runner writes its totals. */
  readonly report?: string
}

const REPORTS = '.lookout/check'
const bin = (name: string) => join('node_modules/.bin', name)
const typescript = (file: string, ...args: string[]) => ({
  command: process.execPath,
  args: ['--import', 'tsx', file, ...args],
})

/** In order; the steps of one stage do not depend on each other and run at the same time. */
export function planStages(browser: string | undefined): readonly (readonly Step[])[] {
  const unit = join(REPORTS, 'unit.json')
  const e2e = join(REPORTS, 'e2e.json')
  const e2eConfig = ['e2e/playwright.config.ts', 'playwright.config.ts'].find((path) => existsSync(path))
  return [
    [
      { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
      { name: 'lint', command: bin('biome'), args: ['check'] },
    ],
    [
      { name: 'dead code', command: bin('knip'), args: [] },
      { name: 'schemas', ...typescript('scripts/schemas.ts', '--check') },
    ],
    [
      {
        name: 'unit tests',
        command: bin('vitest'),
        args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`],
        report: unit,
      },
    ],
    [{ name: 'build', command: bin('vite'), args: ['build', '--manifest'] }],
    [{ name: 'bundle size', ...typescript('scripts/budget/main.ts') }],
    [
      {
        name: 'end to end',
        command: bin('playwright'),
        args: ['test', '--reporter=list,json', ...(e2eConfig === undefined ? [] : ['--config', e2eConfig])],
        env: {
          PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
          PLAYWRIGHT_JSON_OUTPUT_FILE: e2e,
          ...(browser === undefined ? {} : { LOOKOUT_CHROMIUM: browser }),
        },
        report: e2e,
      },
    ],
    // Alone, for it looks at what a process holds.
    [
      {
        name: 'soak',
        ...typescript('scripts/soak/main.ts', '--quick'),
        ...(browser !== undefined && { env: { LOOKOUT_CHROMIUM: browser } }),
      },
    ],
  ]
}
