import { expect, it } from 'vitest'
import { type Chunk, firstFiles } from './first-files'

const chunk = (file: string, more: Partial<Chunk> = {}): Chunk => ({
  file,
  imports: [],
  dynamicImports: [],
  css: [],
  ...more,
})

const manifest = new Map<string, Chunk>([
  ['_first-1.js', chunk('assets/first-1.js', { css: ['assets/first.css'], imports: ['_runtime.js'] })],
  ['_runtime.js', chunk('assets/runtime.js')],
  ['_app-1.js', chunk('assets/app-1.js', { css: ['assets/app.css'], imports: ['_runtime.js', '_first-1.js'] })],
  ['src/rare.tsx', chunk('assets/rare.js')],
])

const html = `<script src="/boot.js"></script><script type="module" src="/assets/first-1.js"></script>
  <link rel="preload" as="script" href="/assets/app-1.js"><link rel="stylesheet" href="/assets/first.css">`

it('tells what the picture needs from what the app adds, and leaves rare screens out', () => {
  const { picture, app } = firstFiles(manifest, html)
  expect([...picture].sort()).toEqual(['assets/first-1.js', 'assets/first.css', 'assets/runtime.js', 'boot.js'])
  expect([...app].sort()).toEqual(['assets/app-1.js', 'assets/app.css'])
})

it('refuses a build in which the app cannot be found', () => {
  expect(() => firstFiles(new Map([...manifest].filter(([key]) => key !== '_app-1.js')), html)).toThrow('no chunk')
})
