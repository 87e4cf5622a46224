import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isFresh } from './build'

let folder: string
const at = (name: string, seconds: number) => utimesSync(join(folder, name), seconds, seconds)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-build-'))
  mkdirSync(join(folder, 'dist'))
  mkdirSync(join(folder, 'src/deep'), { recursive: true })
  for (const file of ['dist/index.html', 'src/deep/a.ts', 'src/deep/a.test.ts']) writeFileSync(join(folder, file), '')
  at('dist/index.html', 200)
  for (const name of ['src/deep/a.ts', 'src/deep/a.test.ts', 'src/deep', 'src']) at(name, 100)
})

afterEach(() => rmSync(folder, { recursive: true }))

it.each([
  ['as it is', () => undefined, true],
  ['a later source', () => at('src/deep/a.ts', 300), false],
  ['a later test', () => at('src/deep/a.test.ts', 300), true],
  ['a removed file', () => at('src/deep', 300), false],
  ['no build', () => rmSync(join(folder, 'dist/index.html')), false],
])('%s', (_name, change, expected) => {
  change()
  expect(isFresh(join(folder, 'dist'), [join(folder, 'src'), join(folder, 'none')])).toBe(expected)
})
