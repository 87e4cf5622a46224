import { parseDuration } from '~/domain/time/duration'
import type { DurationMs } from '~/domain/units-of-measure'
import { escapePointer } from '~/lib/decode'
import type { RuleFileIssue } from './rule-file'
import { isNull, resolveAlias, type YamlNode } from './yaml-tree'

/** A value of a rule file with its place, for faults that are found later. */
export interface Placed<T> {
  readonly value: T
  readonly at: number
  readonly path: string
}

/** Go counts durations in nanoseconds of 64 bits. */
const MAX_GO_DURATION_MS = 9_223_372_036_854
const MAX_ISSUES = 200
/** Entries that `<<` brings, in all of a file: maps that merge each other double with each line. */
const MAX_MERGED = 200_000
const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const INTEGER = /^[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

/**
 * Reads the nodes of a rule file into values, with the verdicts and words of the YAML decoder that Prometheus uses. Faults are
 * collected, and a value of the right type stands in for what is wrong.
 */
export class YamlReader {
  readonly #text: string
  readonly #lineStarts: readonly number[]
  /** The first of them. */
  readonly issues: RuleFileIssue[] = []
  /** How many there are. */
  faults = 0
  #merged = 0

  constructor(text: string) {
    this.#text = text
    this.#lineStarts = lineStartsOf(text)
  }

  report(at: number, path: string, message: string): void {
    this.faults++
    if (this.issues.length < MAX_ISSUES) this.issues.push(this.issueAt(at, path, message))
  }

  issueAt(at: number, path: string, message: string): RuleFileIssue {
    let [low, high] = [0, this.#lineStarts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#lineStarts[middle] ?? 0) <= at) low = middle
      else high = middle - 1
    }
    const lineStart = this.#lineStarts[low] ?? 0
    return { path, line: low + 1, column: characterCount(this.#text, lineStart, at) + 1, message }
  }

  /**
   * The fields of a map by name, `<<` merged in. Null, or no map, is a map without fields. Fields beyond the known ones are
   * faults; with `known` left out there are none, for what a newer server may say more of.
   */
  fields(node: YamlNode, path: string, type: string, known?: ReadonlySet<string>): Map<string, YamlNode> {
    const fields = this.#entries(node, path, type)
    if (known === undefined) return fields.values
    for (const [name, { at }] of fields.keys) {
      if (known.has(name)) continue
      this.report(at, `${path}/${escapePointer(name)}`, `field ${name} not found in type ${type}`)
      fields.values.delete(name)
    }
    return fields.values
  }

  /** The items of a sequence; as Go's decoder does, items that are null are left out. */
  items(node: YamlNode | undefined, path: string, type: string): YamlNode[] {
    if (node === undefined || isNull(node)) return []
    const target = resolveAlias(node)
    if (target.kind === 'sequence') return target.items.filter((item) => !isNull(item))
    this.#wrongType(node, path, type)
    return []
  }

  /** A map of texts, such as labels. */
  texts(node: YamlNode | undefined, path: string): Map<string, Placed<string>> {
    const texts = new Map<string, Placed<string>>()
    if (node === undefined) return texts
    for (const [name, value] of this.#entries(node, path, 'map[string]string').values) {
      texts.set(name, this.text(value, `${path}/${escapePointer(name)}`))
    }
    return texts
  }

  /** A text: of any scalar, whatever it looks like. Null is the empty text. */
  text(node: YamlNode | undefined, path: string): Placed<string> {
    if (node === undefined) return { value: '', at: 0, path }
    const target = resolveAlias(node)
    if (target.kind !== 'scalar') this.#wrongType(node, path, 'string')
    return { value: target.kind !== 'scalar' || isNull(target) ? '' : target.text, at: node.at, path }
  }

  /**
   * The text of a field that Prometheus keeps as a YAML node: anything but a scalar is empty, null is its own text, and an
   * alias is its name, which is hardly meant and yet what Prometheus evaluates.
   */
  rawText(node: YamlNode | undefined, path: string): Placed<string> {
    if (node === undefined) return { value: '', at: 0, path }
    const value = node.kind === 'scalar' ? node.text : node.kind === 'alias' ? node.name : ''
    return { value, at: node.at, path }
  }

  duration(node: YamlNode | undefined, path: string): DurationMs | undefined {
    if (node === undefined || isNull(node)) return undefined
    const { value, at } = this.text(node, path)
    if (resolveAlias(node).kind !== 'scalar') return undefined
    if (value === '') this.report(at, path, 'empty duration string')
    const parsed = value === '' || value.trim() !== value ? null : parseDuration(value)
    if (parsed?.ok && parsed.value <= MAX_GO_DURATION_MS) return parsed.value
    if (parsed?.ok) this.report(at, path, 'duration out of range')
    else if (value !== '') this.report(at, path, `not a valid duration string: ${JSON.stringify(value)}`)
    return undefined
  }

  integer(node: YamlNode | undefined, path: string): number {
    if (node === undefined || isNull(node)) return 0
    const target = resolveAlias(node)
    const text = target.kind === 'scalar' ? target.text : ''
    const value = target.kind === 'scalar' && target.isPlain ? readInteger(text) : undefined
    if (value === undefined) this.#wrongType(node, path, 'int')
    return value ?? 0
  }

  /** As YAML 1.1 has it, which Go's decoders read. */
  boolean(node: YamlNode | undefined, path: string): boolean {
    if (node === undefined || isNull(node)) return false
    const target = resolveAlias(node)
    const text = target.kind === 'scalar' && target.isPlain ? target.text : ''
    if (TRUE.test(text)) return true
    if (!FALSE.test(text)) this.#wrongType(node, path, 'bool')
    return false
  }

  #entries(node: YamlNode, path: string, type: string): { keys: Map<string, YamlNode>; values: Map<string, YamlNode> } {
    const keys = new Map<string, YamlNode>()
    const values = new Map<string, YamlNode>()
    if (isNull(node)) return { keys, values }
    const target = resolveAlias(node)
    if (target.kind !== 'map') {
      this.#wrongType(node, path, type)
      return { keys, values }
    }
    const merged: YamlNode[] = []
    for (const [key, value] of target.entries) {
      const name = resolveAlias(key)
      if (name.kind !== 'scalar') this.#wrongType(key, path, 'string')
      else if (name.text === '<<' && name.isPlain) merged.push(value)
      else if (values.has(name.text)) {
        const { line } = this.issueAt(keys.get(name.text)?.at ?? 0, path, '')
        this.report(key.at, path, `mapping key ${JSON.stringify(name.text)} already defined at line ${line}`)
      } else {
        keys.set(name.text, key)
        values.set(name.text, value)
      }
    }
    for (const value of merged) this.#merge(value, path, type, { keys, values })
    return { keys, values }
  }

  /** What `<<` names, where the map has no entry of its own. */
  #merge(
    node: YamlNode,
    path: string,
    type: string,
    into: { keys: Map<string, YamlNode>; values: Map<string, YamlNode> },
  ): void {
    const target = resolveAlias(node)
    const sources = target.kind === 'sequence' ? target.items : [target]
    for (const source of sources) {
      if (this.#merged > MAX_MERGED) return
      if (resolveAlias(source).kind !== 'map') {
        this.report(node.at, path, 'map merge requires map or sequence of maps as the value')
        return
      }
      const { keys, values } = this.#entries(source, path, type)
      this.#merged += 1 + values.size
      if (this.#merged > MAX_MERGED) {
        this.report(node.at, path, `the file merges more than ${MAX_MERGED} entries`)
        return
      }
      for (const [name, value] of values) {
        if (into.values.has(name)) continue
        into.values.set(name, value)
        into.keys.set(name, keys.get(name) ?? value)
      }
    }
  }

  #wrongType(node: YamlNode, path: string, type: string): void {
    const target = resolveAlias(node)
    let shown = target.kind === 'map' ? '!!map' : '!!seq'
    if (target.kind === 'scalar') {
      const short = target.text.length > 10 ? `${target.text.slice(0, 7)}...` : target.text
      shown = `${scalarTag(target.text, target.isPlain)} \`${short}\``
    }
    this.report(node.at, path, `cannot unmarshal ${shown} into ${type}`)
  }
}

function readInteger(text: string): number | undefined {
  if (INTEGER.test(text)) {
    const plain = text.replaceAll('_', '').replace(/^[-+]/, '')
    const isOctal = /^0[0-7]+$/.test(plain)
    const value = Number(isOctal ? `0o${plain}` : plain)
    if (value < 2 ** 63) return text.startsWith('-') ? -value : value
  } else if (FLOAT.test(text) && Math.abs(Number(text)) < 2 ** 63) return Math.trunc(Number(text))
  return undefined
}

function scalarTag(text: string, isPlain: boolean): string {
  if (!isPlain) return '!!str'
  if (INTEGER.test(text)) return Number(text.replaceAll('_', '')) < 2 ** 64 ? '!!int' : '!!float'
  if (FLOAT.test(text) || /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(text)) return '!!float'
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return '!!bool'
  return /^\d{4}-\d\d?-\d\d?(?:[Tt ]|$)/.test(text) ? '!!timestamp' : '!!str'
}

/** Characters, as Go's decoder counts columns; code units in a line so long that nobody counts them. */
function characterCount(text: string, from: number, to: number): number {
  return to - from > 10_000 ? to - from : [...text.slice(from, to)].length
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length)
  return starts
}
