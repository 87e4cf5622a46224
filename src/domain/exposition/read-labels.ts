import { compareText, sortLabels } from '~/domain/promql/labels'
import type { Labels } from '~/domain/series/frame'
import { displayText } from '~/lib/display-text'

/** Labels sorted by name, `__name__` among them and empty values kept; or why Prometheus refuses the series. */
export type LabelReading = Labels | string

const ESCAPES = /\\["\\n]/g

/** Reads the labels of a series whose name ends at `nameEnd`; `offsets` holds start and end of each name and raw value. */
export function readLabels(text: string, nameStart: number, nameEnd: number, offsets: readonly number[]): LabelReading {
  const names = ['__name__']
  const values = [detach(text.slice(nameStart, nameEnd))]
  let isSorted = true
  let last = '__name__'
  for (let i = 0; i < offsets.length; i += 4) {
    const name = detach(text.slice(offsets[i], offsets[i + 1]))
    if (compareText(last, name) >= 0) isSorted = false
    last = name
    names.push(name)
    values.push(readValue(text.slice(offsets[i + 2], offsets[i + 3])))
  }
  return isSorted ? zip(names, values) : sortAndJoin(names, values)
}

/** A quoted value without its escapes; what is no escape, such as `\x`, stays as it is. */
export function readValue(raw: string): string {
  if (!raw.includes('\\')) return detach(raw)
  return raw.replace(ESCAPES, (pair) => (pair === '\\n' ? '\n' : pair.slice(1)))
}

/** The text of a HELP line of the text format, where a quote needs no escape. */
export function readHelp(raw: string): string {
  return detach(raw.includes('\\') ? raw.replace(/\\[\\n]/g, (pair) => (pair === '\\n' ? '\n' : '\\')) : raw)
}

/** The labels of an exemplar; of a name that stands there twice, the last. */
export function readExemplarLabels(text: string, offsets: readonly number[]): Labels {
  const pairs: [string, string][] = []
  for (let i = 0; i < offsets.length; i += 4) {
    pairs.push([detach(text.slice(offsets[i], offsets[i + 1])), readValue(text.slice(offsets[i + 2], offsets[i + 3]))])
  }
  return sortLabels(pairs)
}

function zip(names: readonly string[], values: readonly string[]): Labels {
  const labels = new Map<string, string>()
  for (let i = 0; i < names.length; i++) labels.set(names[i] ?? '', values[i] ?? '')
  return labels
}

/** A name twice is refused, unless one of its values is empty: that takes the label away, however often it stands there. */
function sortAndJoin(names: readonly string[], values: readonly string[]): LabelReading {
  const order = names.map((_, i) => i).sort((a, b) => compareText(names[a] ?? '', names[b] ?? ''))
  const labels = new Map<string, string>()
  const twice = new Set<string>()
  for (const i of order) {
    const [name, value] = [names[i] ?? '', values[i] ?? '']
    const before = labels.get(name)
    if (before !== undefined) twice.add(name)
    labels.set(name, before === '' ? '' : value)
  }
  for (const name of twice) if (labels.get(name) !== '') return `the label ${displayText(name)} stands there twice`
  return labels.get('__name__') === '' ? 'the metric has no name' : labels
}

/**
 * The same text in memory of its own: engines keep a whole document alive behind a part of it, and labels outlive the
 * document. Shorter texts are copied anyway.
 */
function detach(part: string): string {
  return part.length < 13 ? part : ` ${part}`.slice(1)
}
