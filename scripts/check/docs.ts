import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A text for people, of the checkout. */
export interface Document {
  /** From the root of the checkout, with slashes. */
  readonly path: string
  readonly text: string
}

/** A fenced block of a document. */
export interface Fence {
  /** What stands behind the backticks; empty for nothing. */
  readonly language: string
  readonly text: string
}

const FENCE = /^([ \t]*)```(\w*)\n([\s\S]*?)^[ \t]*```$/gm

/** README, CONTRIBUTING and all of `docs`. */
export function readDocuments(): readonly Document[] {
  const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path.replaceAll('\\', '/')}`)
  return ['README.md', 'CONTRIBUTING.md', ...inDocs.toSorted()].map((path) => ({ path, text: read(path) }))
}

export function fencesOf({ text }: Document): readonly Fence[] {
  return [...text.matchAll(FENCE)].map(([, , language = '', content = '']) => ({ language, text: content }))
}

/** Text without its fenced blocks. */
function proseOf({ text }: Document): string {
  return text.replaceAll(FENCE, '')
}

/** What stands between single backticks outside of fenced blocks. */
export function codesOf(document: Document): readonly string[] {
  return [...proseOf(document).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

/** Targets of links and pictures. */
export function linksOf(document: Document): readonly string[] {
  const prose = proseOf(document).replaceAll(/`[^`\n]+`/g, 'code')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** Anchors of the headings, as GitHub makes them. */
export function anchorsOf(document: Document): ReadonlySet<string> {
  const headings = [...proseOf(document).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  )
}

/** All files and folders of the checkout that somebody wrote, from its root, folders without a slash at the end. */
export function listCheckout(folder = '.'): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_WRITTEN.has(entry.name)) return []
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? [path, ...listCheckout(path)] : [path]
  })
}

const NOT_WRITTEN = new Set(['.git', '.lookout', 'dist', 'node_modules', 'test-results'])

function read(path: string): string {
  return readFileSync(join(process.cwd(), path), 'utf8')
}
