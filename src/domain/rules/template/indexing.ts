import { type GoValue, goInt, goString, goTypeName, INVALID } from './go-value'
import { FunctionError } from './template-error'

/** `index item i j`: an element of a list, a byte of a text, a value of a map (its empty value where the key is missing). */
export function valueAt(item: GoValue, indexes: readonly GoValue[]): GoValue {
  if (item.type === 'invalid') throw new FunctionError('index of untyped nil')
  return indexes.reduce(elementAt, item)
}

function elementAt(item: GoValue, index: GoValue): GoValue {
  switch (item.type) {
    case 'labels':
      return goString(item.labels.get(keyOf(index)) ?? '')
    case 'args':
      return item.args.get(keyOf(index)) ?? INVALID
    case 'vector': {
      const sample = item.samples[indexOf(index, item.samples.length)]
      if (sample === undefined) throw new FunctionError('reflect: slice index out of range')
      return { type: 'sample', sample }
    }
    case 'string': {
      const bytes = new TextEncoder().encode(item.value)
      const byte = bytes[indexOf(index, bytes.length)]
      if (byte === undefined) throw new FunctionError('reflect: string index out of range')
      return goInt(byte, 'uint8')
    }
    case 'sample':
      throw new FunctionError(
        item.sample === null ? 'index of nil pointer' : "can't index item of type template.sample",
      )
    case 'invalid':
      throw new FunctionError('index of nil pointer')
    default:
      throw new FunctionError(`can't index item of type ${goTypeName(item).replace('*', '')}`)
  }
}

/** `slice item i j`: a part of a text (counted in bytes) or of a list. */
export function sliceGo(item: GoValue, indexes: readonly GoValue[]): GoValue {
  if (item.type === 'invalid') throw new FunctionError('slice of untyped nil')
  if (indexes.length > 3) throw new FunctionError(`too many slice indexes: ${indexes.length}`)
  if (item.type === 'string') {
    if (indexes.length === 3) throw new FunctionError('cannot 3-index slice a string')
    const bytes = new TextEncoder().encode(item.value)
    const [from, to] = rangeOf(indexes, bytes.length)
    return goString(new TextDecoder().decode(bytes.slice(from, to)))
  }
  if (item.type !== 'vector') throw new FunctionError(`can't slice item of type ${goTypeName(item)}`)
  const [from, to] = rangeOf(indexes, item.samples.length)
  return { type: 'vector', samples: item.samples.slice(from, to) }
}

function rangeOf(indexes: readonly GoValue[], length: number): [number, number] {
  const [from = 0, to = length, end = length] = indexes.map((index) => indexOf(index, length))
  if (from > to) throw new FunctionError(`invalid slice index: ${from} > ${to}`)
  if (to > end) throw new FunctionError(`invalid slice index: ${to} > ${end}`)
  return [from, to]
}

function indexOf(index: GoValue, length: number): number {
  if (index.type === 'invalid') throw new FunctionError('cannot index slice/array with nil')
  if (index.type !== 'int') throw new FunctionError(`cannot index slice/array with type ${goTypeName(index)}`)
  if (index.value < 0n || index.value > BigInt(length)) throw new FunctionError(`index out of range: ${index.value}`)
  return Number(index.value)
}

function keyOf(index: GoValue): string {
  if (index.type === 'invalid') throw new FunctionError('value is nil; should be of type string')
  if (index.type === 'string' && !index.isHtml) return index.value
  throw new FunctionError(`value has type ${goTypeName(index)}; should be string`)
}
