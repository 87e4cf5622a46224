/** The part of a Vite manifest that says what a module brings with it. */
export interface Chunk {
  readonly file: string
  readonly isEntry: boolean
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly css: readonly string[]
}

/** Source module to its chunk. */
export type Manifest = ReadonlyMap<string, Chunk>

/**
 * The scripts and styles that a browser loads until the first dashboard stands: what index.html names, what the entry
 * imports, the dynamic imports whose source matches `route`, and the workers that these start.
 */
export function filesToFirstDashboard(
  manifest: Manifest,
  route: RegExp,
  readText: (file: string) => string,
  indexHtml: string,
): readonly string[] {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (source: string) => {
    const chunk = manifest.get(source)
    if (chunk === undefined || seen.has(source)) return
    seen.add(source)
    for (const file of [chunk.file, ...chunk.css]) files.add(file)
    for (const next of chunk.imports) visit(next)
    for (const next of chunk.dynamicImports) if (route.test(next)) visit(next)
  }
  for (const [source, chunk] of manifest) if (chunk.isEntry) visit(source)
  for (const [, file = ''] of indexHtml.matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)) files.add(file)
  for (const file of [...files]) for (const worker of workersIn(file, manifest, readText)) files.add(worker)
  return [...files].filter((file) => /\.(?:js|css)$/.test(file))
}

/** Workers are no part of the manifest: their addresses stand in the script that starts them. */
function workersIn(file: string, manifest: Manifest, readText: (file: string) => string): readonly string[] {
  if (!file.endsWith('.js')) return []
  const chunks = new Set([...manifest.values()].map((chunk) => chunk.file))
  const named = [...readText(file).matchAll(/["'`]\.?\/?(assets\/[\w.-]*worker[\w.-]*\.js)["'`]/g)].map(
    ([, name = '']) => name,
  )
  return named.filter((name) => !chunks.has(name))
}
