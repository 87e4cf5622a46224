/** The part of a Vite manifest that says what a module brings with it. */
export interface Chunk {
  readonly file: string
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly css: readonly string[]
}

/** Source module, or underscore and file name, to its chunk. */
export type Manifest = ReadonlyMap<string, Chunk>

export interface FirstFiles {
  /** What index.html names: the first picture is painted with these. */
  readonly picture: readonly string[]
  /** What React's part of the app adds: the page is alive with these. */
  readonly app: readonly string[]
}

/** The scripts and styles that a browser loads until the first dashboard stands and lives; throws where the app is not found. */
export function firstFiles(manifest: Manifest, indexHtml: string): FirstFiles {
  const tags = indexHtml.match(/<(?:script|link)\b[^>]*>/g) ?? []
  const asked = tags.filter((tag) => tag.startsWith('<script') || tag.includes('rel="stylesheet"'))
  const picture = new Set(asked.flatMap((tag) => /(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/.exec(tag)?.[1] ?? []))
  const all = new Set(picture)
  const seen = new Set<string>()
  const visit = (key: string, into: Set<string>) => {
    const chunk = manifest.get(key)
    if (chunk === undefined || seen.has(key)) return
    seen.add(key)
    for (const file of [chunk.file, ...chunk.css]) into.add(file)
    for (const next of chunk.imports) visit(next, into)
  }
  for (const [key, chunk] of manifest) {
    if (picture.has(chunk.file)) visit(key, picture)
  }
  const app = [...manifest.keys()].filter((key) => /^_app-[^/]*\.js$/.test(key) || key === 'src/app/mount.tsx')
  if (app.length === 0) throw new Error('The manifest has no chunk of the app.')
  for (const key of app) visit(key, all)
  return { picture: [...picture], app: [...all].filter((file) => !picture.has(file)) }
}
