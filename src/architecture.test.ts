import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/**
 * Which way imports point, read from the import lines themselves. A new top-level folder must be given its row here.
 * `workers` see only the parts of `data` that run without a page.
 */
const MAY_IMPORT: ReadonlyMap<string, readonly string[]> = new Map([
  ['main.ts', ['app', 'features', 'data', 'ui', 'domain', 'lib']],
  ['app', ['features', 'panels', 'state', 'data', 'workers', 'demo', 'ui', 'domain', 'lib']],
  ['features', ['panels', 'state', 'data', 'domain', 'ui', 'lib']],
  ['panels', ['domain', 'ui', 'lib']],
  ['state', ['domain', 'lib']],
  ['data', ['domain', 'lib']],
  ['workers', ['data/embedded', 'data/decode', 'data/logs', 'demo', 'domain', 'lib']],
  ['demo', ['domain', 'lib']],
  ['ui', ['lib']],
  ['domain', ['lib']],
  ['lib', []],
])

/** Packages that only these folders may import. */
const HOME_OF_PACKAGE: ReadonlyMap<string, string> = new Map([['recharts', 'ui/chart']])

/** Packages too heavy for the first dashboard: no file that React's part of the app brings with it may import them. */
const LAZY_PACKAGES = [
  '@base-ui/react',
  '@prometheus-io/lezer-promql',
  '@lezer/lr',
  '@lezer/common',
  're2js',
  'yaml',
  'recharts',
]

/** The first picture is painted before React has been read: `main.ts` reaches none of these without a dynamic import. */
const AFTER_FIRST_PICTURE = [
  'react',
  'react-dom',
  'react-router-dom',
  '@tanstack/react-query',
  'zustand',
  'lucide-react',
]

/** Files that a page loads in this order, each with the packages that must come later. */
const STAGES: readonly (readonly [entry: string, later: readonly string[], moment: string])[] = [
  ['main.ts', [...AFTER_FIRST_PICTURE, ...LAZY_PACKAGES], 'the first picture'],
  ['app/mount.tsx', LAZY_PACKAGES, 'the first dashboard'],
]

/** The product in plain TypeScript: these must not know React, its friends or the page. */
const PLAIN_FOLDERS = ['domain', 'lib', 'demo']
const PAGE_PACKAGES = ['react', 'react-dom', 'react-router-dom', '@tanstack/react-query', 'zustand', 'lucide-react']

interface ImportLine {
  readonly from: string
  readonly specifier: string
  readonly lazy: boolean
  readonly typeOnly: boolean
}

const STATIC_IMPORT = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm
const DYNAMIC_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]/g
const WORKER_URL = /new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g

/** The import lines of one file; comments are left out line by line. */
function importsOf(from: string, text: string): ImportLine[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
  const lines: ImportLine[] = []
  for (const match of code.matchAll(STATIC_IMPORT)) {
    lines.push({ from, specifier: match[2] ?? '', lazy: false, typeOnly: match[1] !== undefined })
  }
  for (const pattern of [DYNAMIC_IMPORT, WORKER_URL]) {
    for (const match of code.matchAll(pattern)) {
      lines.push({ from, specifier: match[1] ?? '', lazy: true, typeOnly: false })
    }
  }
  return lines
}

type Files = ReadonlyMap<string, string>

/** Path in `src` of what a specifier names, or null for a package. Throws where the file is missing. */
function resolve(line: ImportLine, files: Files): string | null {
  const bare = line.specifier.replace(/\?.*$/, '')
  let path: string
  if (bare.startsWith('~/')) path = bare.slice(2)
  else if (bare.startsWith('.')) path = posix.join(posix.dirname(line.from), bare)
  else return null
  for (const ending of ['', '.ts', '.tsx', '/index.ts', '/index.tsx']) {
    if (files.has(path + ending)) return path + ending
  }
  throw new Error(`${line.from}: cannot find ${line.specifier}`)
}

const topOf = (path: string) => path.split('/')[0] ?? path
const isTest = (path: string) => /\.(?:test|test-d|bench)\.tsx?$/.test(path)
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
const isUnder = (path: string, folder: string) =>
  path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}.`) || path.startsWith(`${folder}-`)

/** Every breach of the rules, one sentence each. */
function breaches(files: Files): string[] {
  const found: string[] = []
  const lines: ImportLine[] = []
  for (const [path, text] of files) {
    if (/\.tsx?$/.test(path) && !path.endsWith('.d.ts')) lines.push(...importsOf(path, text))
  }
  const edges = new Map<string, Set<string>>()
  const eager = new Map<string, string[]>()
  for (const line of lines) {
    if (isTest(line.from) || topOf(line.from) === 'testing') continue
    const target = resolve(line, files)
    if (target === null) {
      found.push(...packageBreaches(line))
      continue
    }
    if (!line.lazy && !line.typeOnly) eager.set(line.from, [...(eager.get(line.from) ?? []), target])
    const [from, to] = [topOf(line.from), topOf(target)]
    if (isTest(target)) found.push(`${line.from} imports the test ${target}`)
    if (from === to) {
      found.push(...featureBreaches(line.from, target))
      continue
    }
    // `x?worker&url` names a file for the browser to start; none of its code comes along.
    if (line.specifier.includes('?worker') && ['app', 'data'].includes(from)) continue
    const allowed = MAY_IMPORT.get(from)
    if (allowed === undefined) found.push(`${line.from}: the folder ${from} has no row in the table`)
    else if (!allowed.some((folder) => isUnder(target, folder))) found.push(`${line.from} imports ${target}`)
    edges.set(from, (edges.get(from) ?? new Set()).add(to))
  }
  for (const cycle of cyclesOf(edges)) found.push(`folders import each other: ${cycle}`)
  for (const [entry, later, moment] of STAGES) {
    for (const path of reached(eager, entry)) {
      for (const line of importsOf(path, files.get(path) ?? '')) {
        if (line.lazy || line.typeOnly || !later.includes(packageOf(line.specifier))) continue
        if (line.specifier === 'zustand/vanilla') continue
        found.push(`${path} is loaded for ${moment} and imports ${line.specifier}`)
      }
    }
  }
  return found
}

function packageBreaches(line: ImportLine): string[] {
  const name = packageOf(line.specifier)
  const home = HOME_OF_PACKAGE.get(name)
  if (home !== undefined && !isUnder(line.from, home)) return [`${line.from} imports ${name}: only ${home} may`]
  if (PLAIN_FOLDERS.includes(topOf(line.from)) && PAGE_PACKAGES.includes(name)) return [`${line.from} imports ${name}`]
  return []
}

function featureBreaches(from: string, target: string): string[] {
  const [mine, other] = [from.split('/')[1], target.split('/')[1]]
  return topOf(from) === 'features' && mine !== other ? [`${from} imports another feature: ${target}`] : []
}

function cyclesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found = new Set<string>()
  const walk = (trail: readonly string[], at: string) => {
    const start = trail.indexOf(at)
    if (start >= 0) {
      found.add([...trail.slice(start), at].join(' -> '))
      return
    }
    for (const next of edges.get(at) ?? []) walk([...trail, at], next)
  }
  for (const folder of edges.keys()) walk([], folder)
  return [...found]
}

function reached(eager: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const seen = new Set<string>()
  const waiting = [start]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    waiting.push(...(eager.get(path) ?? []))
  }
  return seen
}

function readSources(): Files {
  const root = dirname(fileURLToPath(import.meta.url))
  const files = new Map<string, string>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    const path = relative(root, full).split(sep).join('/')
    files.set(path, /\.tsx?$/.test(path) ? readFileSync(full, 'utf8') : '')
  }
  return files
}

describe('imports point one way', () => {
  it('in this checkout', () => {
    const files = readSources()
    expect(files.size).toBeGreaterThan(10)
    expect(breaches(files)).toEqual([])
  })

  const sound: [string, string][] = [
    ['main.ts', `const app = import('~/app/mount')\n`],
    ['app/mount.tsx', `import { App } from '~/app/App'\n`],
    ['app/App.tsx', `import { lazy } from 'react'\nconst Sheet = lazy(() => import('~/ui/primitives/Sheet'))\n`],
    ['ui/primitives/Sheet.tsx', `import { Dialog } from '@base-ui/react/dialog'\n`],
    ['ui/chart/pie.ts', `import { Pie } from 'recharts'\n`],
    ['domain/a.ts', `import {\n  b,\n} from '../lib/b'\n`],
    ['lib/b.ts', `export const b = 1\n`],
    ['data/decode.ts', `import { b } from '~/lib/b'\nexport * from '~/domain/a'\n`],
    ['data/transport.ts', `import url from '~/workers/decode.worker?worker&url'\n`],
    ['workers/decode.worker.ts', `import { x } from '~/data/decode'\n`],
    ['features/home/Home.tsx', `import type { A } from '~/domain/a'\n`],
    ['features/logs/Logs.tsx', `export const Logs = 1\n`],
    ['testing/fake.ts', `import { App } from '~/app/App'\n`],
    ['domain/a.test.ts', `import { fake } from '~/testing/fake'\n`],
  ]

  it('accepts a sound tree', () => {
    expect(breaches(new Map(sound))).toEqual([])
  })

  it.each([
    ['lib that knows the domain', 'lib/b.ts', `import { a } from '~/domain/a'`, 'lib/b.ts imports domain/a.ts'],
    ['a relative path', 'lib/b.ts', `import { a } from '../domain/a'`, 'lib/b.ts imports domain/a.ts'],
    ['a re-export', 'ui/x.ts', `export { a } from '~/domain/a'`, 'ui/x.ts imports domain/a.ts'],
    [
      'an import over lines',
      'ui/x.ts',
      `import {\n  type A,\n  a,\n} from '~/domain/a'`,
      'ui/x.ts imports domain/a.ts',
    ],
    ['an import for its effect', 'ui/x.ts', `import '~/domain/a'`, 'ui/x.ts imports domain/a.ts'],
    ['a dynamic import', 'ui/x.ts', `const a = import('~/domain/a')`, 'ui/x.ts imports domain/a.ts'],
    ['a type', 'ui/x.ts', `import type { A } from '~/domain/a'`, 'ui/x.ts imports domain/a.ts'],
    ['a feature in a feature', 'features/home/B.tsx', `import { Logs } from '../logs/Logs'`, 'another feature'],
    ['a chart library outside the chart kit', 'panels/p.ts', `import { Pie } from 'recharts'`, 'only ui/chart may'],
    ['react in the domain', 'domain/c.ts', `import { useState } from 'react'`, 'domain/c.ts imports react'],
    ['base-ui at first', 'app/mount.tsx', `import { S } from '~/ui/primitives/Sheet'`, 'the first dashboard'],
    ['React in the first picture', 'main.ts', `import { App } from '~/app/App'`, 'loaded for the first picture'],
    ['testing in the product', 'app/x.ts', `import { f } from '~/testing/fake'`, 'app/x.ts imports testing/fake.ts'],
    ['a worker in the page', 'workers/w.ts', `import { t } from '~/data/transport'`, 'workers/w.ts imports data/'],
    ['a folder without a row', 'extra/x.ts', `import { b } from '~/lib/b'`, 'has no row'],
    ['folders in a ring', 'lib/b.ts', `import { a } from '~/domain/a'`, 'domain -> lib -> domain'],
  ])('finds %s', (_name, path, text, expected) => {
    expect(breaches(new Map([...sound, [path, `${text}\n`]])).join('\n')).toContain(expected)
  })

  it('fails on a file that is not there', () => {
    expect(() => breaches(new Map([['lib/b.ts', `import './gone'\n`]]))).toThrow('cannot find ./gone')
  })
})
