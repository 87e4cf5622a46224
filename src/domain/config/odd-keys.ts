import type { DecodeIssue } from '~/lib/decode'
import { escapePointer } from '~/lib/decode'

interface OddKeys {
  /** Keys that no one knows: a typing error, or a setting of another version. */
  readonly unknown: readonly DecodeIssue[]
  /** `__proto__` and its kin, which no operator writes by accident, and lists that valibot would take for objects. */
  readonly refused: readonly DecodeIssue[]
}

/** The parts of a valibot schema that say which keys exist. */
interface SchemaShape {
  readonly type: string
  readonly entries?: Readonly<Record<string, SchemaShape>>
  readonly item?: SchemaShape
  readonly wrapped?: SchemaShape
  /** Of a variant: the objects it may be, told apart by the literal at `key`. */
  readonly options?: readonly unknown[]
  readonly key?: unknown
}

const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype'])

/** Walks a value along its schema and lists the keys of objects that the schema does not have. */
export function findOddKeys(schema: SchemaShape, input: unknown): OddKeys {
  const found = { unknown: [] as DecodeIssue[], refused: [] as DecodeIssue[] }
  walk(schema, input, '', found)
  return found
}

type Found = Record<keyof OddKeys, DecodeIssue[]>

function walk(schema: SchemaShape, input: unknown, path: string, found: Found): void {
  if (schema.wrapped !== undefined) walk(schema.wrapped, input, path, found)
  else if (Array.isArray(input)) walkList(schema, input, path, found)
  else if (typeof input === 'object' && input !== null) walkObject(schema, input, path, found)
}

function walkList(schema: SchemaShape, input: readonly unknown[], path: string, found: Found): void {
  if (schema.entries !== undefined) found.refused.push({ path, message: 'must be an object, not a list' })
  if (schema.item === undefined) return
  for (const [index, value] of input.entries()) walk(schema.item, value, `${path}/${index}`, found)
}

/** The object schema that a value is judged by; undefined where any will do. */
function entriesFor(schema: SchemaShape, input: object): SchemaShape['entries'] {
  if (schema.type !== 'variant' || typeof schema.key !== 'string') return schema.entries
  const { key } = schema
  const kind: unknown = Reflect.get(input, key)
  const options = (schema.options ?? []) as readonly SchemaShape[]
  const fits = (option: SchemaShape) => (option.entries?.[key] as { literal?: unknown } | undefined)?.literal === kind
  return options.find(fits)?.entries
}

/** valibot leaves these out of a record without a word. */
function refuseDangerous(input: object, path: string, found: Found): void {
  for (const key of Object.keys(input)) {
    if (DANGEROUS.has(key)) found.refused.push({ path: `${path}/${key}`, message: 'is not a key that may be used' })
  }
}

function walkObject(schema: SchemaShape, input: object, path: string, found: Found): void {
  const entries = entriesFor(schema, input)
  if (entries === undefined) {
    if (schema.type === 'record') refuseDangerous(input, path, found)
    return
  }
  for (const [key, value] of Object.entries(input)) {
    const at = `${path}/${escapePointer(key)}`
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined
    if (known !== undefined) walk(known, value, at, found)
    else if (DANGEROUS.has(key)) found.refused.push({ path: at, message: 'is not a key that may be used' })
    else found.unknown.push({ path: at, message: 'is not a known key, ignored' })
  }
}
