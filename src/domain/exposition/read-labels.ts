import { compareText, sortLabels } from '~/domain/promql/labels'
import type { Labels } from '~/domain/series/frame'
import { displayText } from '~/lib/display-text'
import { ownText } from '~/lib/own-text'

/** Labels sorted by name, `__name__` among them and empty values kept; or why Prometheus refuses the series. */
export type LabelReading = Labels | string

/** Up to here an insertion sort is the fastest; a series of ten thousand labels must not take its square. */
const FEW = 24

/** Reads the labels of the metric `metricName`; `offsets` holds start and end of each name and raw value. */
export function readLabels(text: string, metricName: string, offsets: readonly number[]): LabelReading {
  const names = ['__name__']
  const values = [metricName]
  for (let i = 0; i < offsets.length; i += 4) {
    names.push(ownText(text.slice(offsets[i], offsets[i + 1])))
    values.push(readValue(text.slice(offsets[i + 2], offsets[i + 3])))
  }
  if (names.length <= FEW) sortFew(names, values)
  else sortMany(names, values)
  const labels = new Map<string, string>()
  for (let i = 0; i < names.length; i++) labels.set(names[i] as string, values[i] as string)
  return labels.size === names.length ? labels : joinTwice(labels, names, values)
}

function sortFew(names: string[], values: string[]): void {
  for (let i = 1; i < names.length; i++) {
    const [name, value] = [names[i] as string, values[i] as string]
    let at = i
    for (; at > 0 && compareText(names[at - 1] as string, name) > 0; at--) {
      names[at] = names[at - 1] as string
      values[at] = values[at - 1] as string
    }
    names[at] = name
    values[at] = value
  }
}

function sortMany(names: string[], values: string[]): void {
  const pairs = names.map((name, i) => ({ name, value: values[i] as string }))
  pairs.sort((a, b) => compareText(a.name, b.name))
  for (const [i, { name, value }] of pairs.entries()) {
    names[i] = name
    values[i] = value
  }
}

/** A name twice is refused, unless one of its values is empty: that takes the label away, however often it stands there. */
function joinTwice(labels: Map<string, string>, names: readonly string[], values: readonly string[]): LabelReading {
  for (const [i, name] of names.entries()) if (values[i] === '') labels.set(name, '')
  const twice = names.find((name, i) => name === names[i - 1] && labels.get(name) !== '')
  if (twice !== undefined) return `the label ${displayText(twice)} stands there twice`
  return labels.get('__name__') === '' ? 'the metric has no name' : labels
}

/** The labels of an exemplar; of a name that stands there twice, the last. */
export function readExemplarLabels(text: string, offsets: readonly number[]): Labels {
  const pairs: [string, string][] = []
  for (let i = 0; i < offsets.length; i += 4) {
    pairs.push([ownText(text.slice(offsets[i], offsets[i + 1])), readValue(text.slice(offsets[i + 2], offsets[i + 3]))])
  }
  return sortLabels(pairs)
}

/** A quoted value without its escapes; what is no escape, such as `\x`, stays as it is. */
export function readValue(raw: string): string {
  if (!raw.includes('\\')) return ownText(raw)
  return raw.replace(/\\["\\n]/g, (pair) => (pair === '\\n' ? '\n' : pair.slice(1)))
}

/** The text of a HELP line of the text format, where a quote needs no escape. */
export function readHelp(raw: string): string {
  return ownText(raw.includes('\\') ? raw.replace(/\\[\\n]/g, (pair) => (pair === '\\n' ? '\n' : '\\')) : raw)
}
