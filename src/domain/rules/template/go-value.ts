import type { Labels } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'

/*
 * The values that a template can hold, with as much of Go's types as can be seen in a template's output. `1` and `1.0` are
 * different there: `gt $value 1` is an error, `gt $value 1.0` is not.
 */

/** What a template begins with: its dot. */
export interface AlertData {
  readonly labels: Labels
  readonly externalLabels: Labels
  readonly externalUrl: string
  readonly value: number
}

/** One element of what `query` answers. */
export interface GoSample {
  readonly labels: Labels
  readonly value: number
}

export type GoIntType = 'int' | 'int64' | 'int32' | 'uint8' | 'time.Month' | 'time.Weekday'

export type GoValue =
  /** No value at all: a key that is not there, nil. */
  | { readonly type: 'invalid' }
  | { readonly type: 'string'; readonly value: string; readonly isHtml?: true }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'int'; readonly value: bigint; readonly goType: GoIntType }
  /** `$labels`. */
  | { readonly type: 'labels'; readonly labels: Labels }
  /** What `args` makes: `arg0`, `arg1`... */
  | { readonly type: 'args'; readonly args: ReadonlyMap<string, GoValue>; readonly size: number }
  | { readonly type: 'vector'; readonly samples: readonly GoSample[] }
  | { readonly type: 'sample'; readonly sample: GoSample | null }
  | { readonly type: 'data'; readonly data: AlertData }
  | { readonly type: 'time'; readonly timeMs: UnixMs }

/** Of a value, and of what a template expands to. */
export const MAX_TEXT_LENGTH = 65_536

export const INVALID: GoValue = { type: 'invalid' }

export const goString = (value: string): GoValue => ({ type: 'string', value })
export const goBool = (value: boolean): GoValue => ({ type: 'bool', value })
export const goFloat = (value: number): GoValue => ({ type: 'float', value })
export const goInt = (value: bigint | number, goType: GoIntType = 'int'): GoValue => ({
  type: 'int',
  value: BigInt(value),
  goType,
})
export const goLabels = (labels: Labels): GoValue => ({ type: 'labels', labels })

/** Type of a value as Go's `%T` prints it. */
export function goTypeName(value: GoValue): string {
  switch (value.type) {
    case 'invalid':
      return '<nil>'
    case 'string':
      return value.isHtml ? 'template.HTML' : 'string'
    case 'float':
      return 'float64'
    case 'int':
      return value.goType
    case 'labels':
      return 'map[string]string'
    case 'args':
      return 'map[string]interface {}'
    case 'vector':
      return 'template.queryResult'
    case 'sample':
      return '*template.sample'
    case 'data':
      return 'struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }'
    case 'time':
      return '*time.Time'
    case 'bool':
      return 'bool'
  }
}

/** What `if`, `and`, `or` and `not` think of a value: zero, empty and absent are false. NaN is true. */
export function isTrue(value: GoValue): boolean {
  switch (value.type) {
    case 'invalid':
      return false
    case 'string':
      return value.value !== ''
    case 'bool':
      return value.value
    case 'float':
      return value.value !== 0
    case 'int':
      return value.value !== 0n
    case 'labels':
      return value.labels.size > 0
    case 'args':
      return value.args.size > 0
    case 'vector':
      return value.samples.length > 0
    case 'sample':
      return value.sample !== null
    case 'data':
    case 'time':
      return true
  }
}

/** About the length of a value's text; what work on it is counted by. */
export function sizeOf(value: GoValue): number {
  switch (value.type) {
    case 'string':
      return value.value.length
    case 'args':
      return value.size
    case 'labels':
      return lengthOfLabels(value.labels)
    case 'sample':
      return value.sample === null ? 1 : lengthOfLabels(value.sample.labels)
    case 'vector':
      return value.samples.length
    case 'data':
      return lengthOfLabels(value.data.labels) + lengthOfLabels(value.data.externalLabels)
    default:
      return 1
  }
}

function lengthOfLabels(labels: Labels): number {
  let length = 1
  for (const [name, value] of labels) length += name.length + value.length
  return length
}

/** Length of a text in bytes of UTF-8, as Go counts it. */
export function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length += 1
    else if (unit < 0x800) length += 2
    else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 4
      i++
    } else length += 3
  }
  return length
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
