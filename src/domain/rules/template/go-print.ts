import { compareText } from '~/domain/promql/labels'
import { formatFloat } from './go-float'
import { formatGoTime, monthName, weekdayName } from './go-time'
import { type GoSample, type GoValue, MAX_TEXT_LENGTH } from './go-value'
import { FunctionError } from './template-error'

/** Prints a value as Go's `%v` does: `map[a:1 b:2]` for labels, shortest digits for numbers, `<no value>` for none. */
export function printGo(value: GoValue): string {
  switch (value.type) {
    case 'invalid':
      return '<nil>'
    case 'string':
      return value.value
    case 'bool':
      return String(value.value)
    case 'float':
      return formatFloat(value.value, 'g', -1)
    case 'int':
      return printInt(value)
    case 'labels':
      return printMap(value.labels, (text) => text)
    case 'args':
      return printMap(value.args, printGo)
    case 'vector':
      // Go prints addresses here; what they are says nothing.
      return `[${value.samples.map(() => '0xc000000000').join(' ')}]`
    case 'sample':
      return value.sample === null ? '<nil>' : `&${printSample(value.sample)}`
    case 'data': {
      const { labels, externalLabels, externalUrl, value: number } = value.data
      const maps = [labels, externalLabels].map((map) => printMap(map, (text) => text)).join(' ')
      return `{${maps} ${externalUrl} ${formatFloat(number, 'g', -1)}}`
    }
    case 'time':
      return formatGoTime(value.timeMs)
  }
}

/** Prints a value as an action does, `{{ x }}`: pointers are followed, no value says so. */
export function printAction(value: GoValue): string {
  if (value.type === 'invalid') return '<no value>'
  if (value.type === 'sample') return value.sample === null ? '<no value>' : printSample(value.sample)
  return printGo(value)
}

/** Go's fmt.Sprint: a blank between two operands when neither is text. */
export function sprint(values: readonly GoValue[]): string {
  let out = ''
  for (const [i, value] of values.entries()) {
    const before = values[i - 1]
    if (before !== undefined && before.type !== 'string' && value.type !== 'string') out += ' '
    out = append(out, printGo(value))
  }
  return out
}

/** Joins texts that are each short enough, and may be many. */
export function append(text: string, more: string): string {
  if (text.length + more.length > MAX_TEXT_LENGTH) throw new FunctionError('the output is longer than 64 kB')
  return text + more
}

/** Go's fmt.Sprintln: a blank between all operands, a newline at the end. */
export function sprintln(values: readonly GoValue[]): string {
  let out = ''
  for (const [i, value] of values.entries()) out = append(out, (i === 0 ? '' : ' ') + printGo(value))
  return `${out}\n`
}

/** A sample's fields in braces. */
export function printSample({ labels, value }: GoSample): string {
  return `{${printMap(labels, (text) => text)} ${formatFloat(value, 'g', -1)}}`
}

function printInt(value: GoValue & { type: 'int' }): string {
  if (value.goType === 'time.Month') return monthName(Number(value.value))
  if (value.goType === 'time.Weekday') return weekdayName(Number(value.value))
  return value.value.toString()
}

function printMap<T>(map: ReadonlyMap<string, T>, print: (value: T) => string): string {
  const pairs = [...map].sort(([a], [b]) => compareText(a, b)).map(([key, value]) => `${key}:${print(value)}`)
  return `map[${pairs.join(' ')}]`
}
