import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as v from 'valibot'
import { decode } from '~/lib/decode'
import { filesToFirstDashboard, type Manifest } from './first-files'

const DIST = 'dist'
const BUDGET_BYTES = 150_000

/** Dynamic imports that the first dashboard waits for; anything else that is lazy comes later. */
const ROUTE =
  /^src\/features\/dashboards\/(?:[^/]*-page|index|routes?)\.tsx?$|^src\/features\/dashboards\/[A-Za-z]*Page\.tsx$|^src\/panels\/(?:stat|gauge|timeseries)\/[^/]+\.tsx?$/

const manifestSchema = v.record(
  v.string(),
  v.object({
    file: v.string(),
    isEntry: v.optional(v.boolean(), false),
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
  const files = filesToFirstDashboard(manifest, ROUTE, (file) => read(file).toString(), read('index.html').toString())
  const sized = files.map((file) => ({ file, bytes: gzipSync(read(file), { level: 9 }).length }))
  sized.sort((a, b) => b.bytes - a.bytes)
  const total = sized.reduce((sum, { bytes }) => sum + bytes, 0)
  for (const { file, bytes } of [...sized, { file: `all (budget ${kilobytes(BUDGET_BYTES)} KB)`, bytes: total }]) {
    console.log(`${kilobytes(bytes).padStart(8)} KB  ${file}`)
  }
  if (total <= BUDGET_BYTES) return 0
  console.error(
    `JavaScript and CSS to the first dashboard are ${kilobytes(total - BUDGET_BYTES)} KB over the budget, gzip.`,
  )
  return 1
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1)
}

process.exitCode = main()
