import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorsOf, codesOf, type Document, fencesOf, linksOf, listCheckout, readDocuments } from './docs'

const documents = readDocuments()
const checkout = new Set(listCheckout())
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Record<string, string> }

/** What is wrong with a link; null for nothing. */
function faultOfLink(from: Document, target: string): string | null {
  if (/^(?:https?:|mailto:)/.test(target)) return null
  const [file = '', anchor] = target.split('#')
  const joined = posix.normalize(posix.join(posix.dirname(from.path), file))
  const path = file === '' ? from.path : joined.replace(/\/$/, '')
  if (!checkout.has(path)) return `${target}: there is no ${path}`
  if (anchor === undefined) return null
  const aim = documents.find((each) => each.path === path)
  if (aim === undefined) return `${target}: anchors are known of documents alone`
  return anchorsOf(aim).has(anchor) ? null : `${target}: ${path} has no such heading`
}

const ENDING = /\.(?:ts|tsx|mjs|js|css|json|md|ya?ml|conf|tmpl|html)$/
const TOPS = new Set([...checkout].flatMap((path) => /^(?:src\/|public\/)?([^/]+)$/.exec(path)?.[1] ?? []))
/** Made by the build or written by an operator, and what stands for a file that somebody will write. */
const NOT_OURS = /^(?:dist\/|deploy\/\.env$|deploy\/alertmanager\/secrets\/|XPanel\.tsx$)/

/** Arguments of commands. */
const IN_FENCE = /(?<=[\s=])((?:deploy|docs|e2e|public|scripts|src)\/[\w./-]*[\w-])/g

/** Whether code between backticks names a file or folder of the checkout: by its ending, or by the folder that it begins with. */
function isPath(code: string): boolean {
  if (!/^[\w@.][\w@./-]*$/.test(code) || code.startsWith('..')) return false
  return ENDING.test(code) || (code.includes('/') && TOPS.has(code.split('/')[0] ?? ''))
}

/** Paths are written from the root, from `src` or `public`, or by their end where the sentence says the folder. */
function isThere(path: string): boolean {
  const bare = path.replace(/\/$/, '')
  return [...checkout].some((each) => each === bare || each.endsWith(`/${bare}`))
}

describe.each(documents.map((each) => [each.path, each] as const))('%s', (_, document) => {
  it('its links lead to files and headings that are there', () => {
    expect(linksOf(document).flatMap((target) => faultOfLink(document, target) ?? [])).toEqual([])
  })

  it('the commands that it names are scripts of package.json and files of the checkout', () => {
    const commands = [...document.text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(commands.filter((name) => scripts[name] === undefined)).toEqual([])
    const files = [...document.text.matchAll(/\bnpx tsx (\S+?)[`)\s]/g)].map(([, file = '']) => file)
    expect(files.filter((file) => !checkout.has(file))).toEqual([])
    const tools = [...document.text.matchAll(/\bnpx (?!tsx\b)([\w@/.-]+)/g)].map(([, tool = '']) => tool)
    const known = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
    expect(tools.filter((tool) => known['devDependencies']?.[tool] === undefined)).toEqual([])
  })

  it('the paths that it names are there', () => {
    const paths = codesOf(document).filter((code) => isPath(code) && !NOT_OURS.test(code))
    expect(paths.filter((path) => !isThere(path))).toEqual([])
    const inFences = fencesOf(document).flatMap(({ text }) => [...text.matchAll(IN_FENCE)].map(([, path = '']) => path))
    expect(inFences.filter((path) => !NOT_OURS.test(path) && !checkout.has(path))).toEqual([])
  })
})

it('the tree of the architecture has the folders that there are', () => {
  const architecture = documents.find(({ path }) => path === 'docs/architecture.md')
  const tree = (architecture && fencesOf(architecture)[0]?.text) ?? ''
  const lines = [...tree.matchAll(/^( *)(\S+?)\/? {2,}\S/gm)]
  const told = lines.map(([, indent = '', name = '']) => (indent === '' ? name : `src/${name.replace(/\/x$/, '')}`))
  expect(told.length).toBeGreaterThan(10)
  expect(told.filter((path) => !checkout.has(path))).toEqual([])
  const folders = [...checkout].filter((path) => /^src\/[^/.]+$/.test(path))
  expect(folders.filter((path) => !told.includes(path))).toEqual([])
  const features = [...checkout].flatMap((path) => /^src\/features\/([^/.]+)$/.exec(path)?.[1] ?? [])
  expect(tree).toContain(`now: ${features.toSorted().join(', ')}`)
})

it('a link, a heading and a path that are not there are found', () => {
  const document = { path: 'docs/x.md', text: '[a](gone.md) [b](deploy.md#gone) [c](../README.md) `src/gone/a.ts`' }
  expect(linksOf(document).map((target) => faultOfLink(document, target))).toEqual([
    'gone.md: there is no docs/gone.md',
    'deploy.md#gone: docs/deploy.md has no such heading',
    null,
  ])
  expect(codesOf(document).filter(isPath).filter(isThere)).toEqual([])
  expect(codesOf(document).filter(isPath)).toHaveLength(1)
})
