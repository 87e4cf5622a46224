import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { configSchema } from '~/domain/config/schema'
import { pricesSchema } from '~/domain/cost/schema'
import { dashboardSchema } from '~/domain/dashboards/file-schema'
import { outlookFileSchema } from '~/domain/outlook/schema'
import { sloFileSchema } from '~/domain/slo/schema'

/** One JSON Schema for editors, generated from the decoder so that the two cannot drift. */
interface GeneratedSchema {
  /** Under public/, with the version of the format in its name. */
  readonly file: string
  readonly title: string
  readonly schema: GenericSchema
}

/** Add a format here: its file is then written by `npm run schemas` and checked by `npm test`. */
const SCHEMAS: readonly GeneratedSchema[] = [
  { file: 'schemas/config.v1.schema.json', title: 'Lookout configuration, version 1', schema: configSchema },
  { file: 'schemas/dashboard.v1.schema.json', title: 'Lookout dashboard, version 1', schema: dashboardSchema },
  { file: 'schemas/outlook.v1.schema.json', title: 'Lookout outlook, version 1', schema: outlookFileSchema },
  { file: 'schemas/slos.v1.schema.json', title: 'Lookout service level objectives, version 1', schema: sloFileSchema },
  { file: 'schemas/prices.v1.schema.json', title: 'Lookout prices, version 1', schema: pricesSchema },
]

function printSchema({ schema, title }: GeneratedSchema): string {
  // Checks written in code (addresses, durations) have no JSON Schema; the decoder still makes them.
  const generated = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' })
  return `${JSON.stringify({ title, ...closed(generated) }, null, 2)}\n`
}

/** Editors underline unknown keys only where a schema says that there are no others. */
function closed(schema: JsonSchema): JsonSchema {
  const copy: JsonSchema = { ...schema }
  if (copy.properties !== undefined) {
    const properties = Object.entries(copy.properties).map(([key, value]) => [key, closedOrBoolean(value)])
    copy.properties = Object.fromEntries(properties)
    copy.additionalProperties ??= false
  }
  if (copy.items !== undefined && !Array.isArray(copy.items)) copy.items = closedOrBoolean(copy.items)
  return copy
}

function closedOrBoolean<Value extends JsonSchema | boolean>(value: Value): Value | JsonSchema {
  return typeof value === 'object' ? closed(value) : value
}

const check = process.argv.includes('--check')
const stale: string[] = []
for (const entry of SCHEMAS) {
  const path = join('public', entry.file)
  const text = printSchema(entry)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  if (check) {
    stale.push(path)
    continue
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`wrote ${path}`)
}
if (stale.length > 0) {
  console.error(`${stale.join(', ')}: not what the decoders say. Run: npm run schemas`)
  process.exitCode = 1
} else if (check) {
  console.log(`${SCHEMAS.length} up to date`)
}
