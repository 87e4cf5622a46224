import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { firstFiles, type Manifest } from './first-files'

const DIST = 'dist'
/** All of it until the first dashboard lives. */
const BUDGET_BYTES = 150_000
/** What the first picture is painted with: see docs/adr/0007-first-picture.md. */
const PICTURE_BYTES = 60_000

const manifestSchema = v.record(
  v.string(),
  v.object({
    file: v.string(),
    imports: v.optional(v.array(v.string()), []),
    dynamicImports: v.optional(v.array(v.string()), []),
    css: v.optional(v.array(v.string()), []),
  }),
)

function main(): number {
  const read = (file: string) => readFileSync(join(DIST, file))
  const manifest: Manifest = new Map(
    Object.entries(decode(manifestSchema, JSON.parse(read('.vite/manifest.json').toString()))),
  )
  const { picture, app } = firstFiles(manifest, read('index.html').toString())
  const pictureBytes = report('first picture', picture, 0, PICTURE_BYTES, read)
  const allBytes = report('first dashboard', app, pictureBytes, BUDGET_BYTES, read)
  return pictureBytes <= PICTURE_BYTES && allBytes <= BUDGET_BYTES ? 0 : 1
}

/** Prints files and their sum, on top of what came before; returns the new sum. */
function report(
  what: string,
  files: readonly string[],
  beforeBytes: number,
  budgetBytes: number,
  read: (file: string) => Buffer,
): number {
  const sized = files.map((file) => ({ file, bytes: gzipSync(read(file), { level: 9 }).length }))
  sized.sort((a, b) => b.bytes - a.bytes)
  const total = sized.reduce((sum, { bytes }) => sum + bytes, beforeBytes)
  for (const { file, bytes } of sized) console.log(`${kilobytes(bytes).padStart(8)} KB  ${file}`)
  console.log(`${kilobytes(total).padStart(8)} KB  to the ${what} (budget ${kilobytes(budgetBytes)} KB)\n`)
  if (total > budgetBytes) {
    console.error(`JavaScript and CSS to the ${what} are ${kilobytes(total - budgetBytes)} KB over the budget, gzip.`)
  }
  return total
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}

process.exitCode = main()
