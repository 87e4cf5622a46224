import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const MIME = new Map<string, string>([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.md', 'text/markdown; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.yml', 'text/yaml; charset=utf-8'],
  ['.yaml', 'text/yaml; charset=utf-8'],
  ['.jsonl', 'text/plain; charset=utf-8'],
  ['.log', 'text/plain; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
])

/** Fonts and pictures are compressed already. */
const COMPRESSIBLE = /^(?:text\/|application\/(?:json|manifest|wasm)|image\/svg)/

const MAX_CACHED_BYTES = 64 * 1024 * 1024

export interface StaticFile {
  readonly mime: string
  /** Strong, of the plain bytes; the compressed form has a tag of its own. */
  readonly etag: string
  readonly plain: Buffer
  readonly gzipped: Buffer | undefined
}

export interface StaticFiles {
  /** The file behind a URL path, or undefined where there is none that may be shown. */
  find(urlPath: string): Promise<StaticFile | undefined>
}

interface Cached {
  readonly version: string
  readonly file: StaticFile
}

/** Files below a folder, read again when they change, compressed once. */
export function createStaticFiles(root: string): StaticFiles {
  const cache = new Map<string, Cached>()
  let cachedBytes = 0

  async function load(path: string): Promise<StaticFile | undefined> {
    const info = await stat(path)
    if (!info.isFile()) return undefined
    const version = `${info.mtimeMs}-${info.size}`
    const cached = cache.get(path)
    if (cached?.version === version) return cached.file
    const file = await read(path)
    const bytes = file.plain.length + (file.gzipped?.length ?? 0)
    if (cachedBytes + bytes > MAX_CACHED_BYTES) {
      cache.clear()
      cachedBytes = 0
    }
    cache.set(path, { version, file })
    cachedBytes += bytes
    return file
  }

  return {
    async find(urlPath) {
      const relative = fileOfUrlPath(urlPath)
      if (relative === undefined) return undefined
      try {
        const base = await realpath(root)
        const path = await realpath(join(base, relative))
        // A link that leads out of the folder is not followed.
        return path.startsWith(base + sep) ? await load(path) : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** A path below the root, or undefined for one that climbs, hides, or is not a path at all. */
export function fileOfUrlPath(urlPath: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return undefined
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\')) return undefined
  const segments = path.split('/').slice(1)
  return segments.some((segment) => segment === '' || segment.startsWith('.')) ? undefined : segments.join('/')
}

async function read(path: string): Promise<StaticFile> {
  const plain = await readFile(path)
  const mime = MIME.get(extname(path).toLowerCase()) ?? 'application/octet-stream'
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  const worthIt = COMPRESSIBLE.test(mime) && plain.length > 512
  return { mime, etag: hash, plain, gzipped: worthIt ? await promisify(gzip)(plain, { level: 9 }) : undefined }
}
