import { expect, it } from 'vitest'
import { type Chunk, filesToFirstDashboard } from './first-files'

const chunk = (file: string, more: Partial<Chunk> = {}): Chunk => ({
  file,
  isEntry: false,
  imports: [],
  dynamicImports: [],
  css: [],
  ...more,
})

const manifest = new Map<string, Chunk>([
  [
    'index.html',
    chunk('assets/index.js', {
      isEntry: true,
      imports: ['_shared.js'],
      dynamicImports: ['src/page.tsx', 'src/rare.tsx'],
    }),
  ],
  ['_shared.js', chunk('assets/shared.js', { css: ['assets/shared.css'], imports: ['index.html'] })],
  ['src/page.tsx', chunk('assets/page.js', { css: ['assets/page.css'], imports: ['_shared.js'] })],
  ['src/rare.tsx', chunk('assets/rare.js')],
])

const texts = new Map([['assets/page.js', 'const u="/assets/decode.worker-1.js",v="/assets/rare.js"']])

it('counts what the page needs, once, and leaves rare screens out', () => {
  const html = '<script type="module" src="/assets/index.js"></script><script src="/boot.js"></script>'
  const files = filesToFirstDashboard(manifest, /^src\/page\.tsx$/, (file) => texts.get(file) ?? '', html)
  expect([...files].sort()).toEqual([
    'assets/decode.worker-1.js',
    'assets/index.js',
    'assets/page.css',
    'assets/page.js',
    'assets/shared.css',
    'assets/shared.js',
    'boot.js',
  ])
})
