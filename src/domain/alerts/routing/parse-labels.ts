import type { Labels } from '~/domain/series/frame'
import { type ParseResult, parsed, refused } from '~/domain/time/parse-result'

const BETWEEN = /[\s,{}]*/y
const NAME = /"((?:[^"\\]|\\.)+)"|([^\s,{}=!~"]+)/sy
const OPERATOR = /\s*(=~|!=|!~|=)\s*/y
const VALUE = /"((?:[^"\\]|\\.)*)"|([^\s,{}"]*)/sy

/**
 * Parses labels as people type and paste them: `alertname="X", severity="critical"`, with braces, or `a=b c=d` as amtool has it.
 * A label without a value is one that is not there.
 */
export function parseLabels(text: string): ParseResult<Labels> {
  const labels = new Map<string, string>()
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    at += found?.[0].length ?? 0
    return found
  }
  for (;;) {
    take(BETWEEN)
    if (at >= text.length) return parsed(labels)
    const start = at
    const foundName = take(NAME)
    const name = foundName?.[1] === undefined ? foundName?.[2] : unescaped(foundName[1])
    const op = take(OPERATOR)?.[1]
    const shown = text.slice(start, start + 40)
    if (name === undefined || op === undefined) {
      return refused(`Write labels as name="value" with commas between. This is none: ${shown}`)
    }
    if (op !== '=')
      return refused(`An alert has labels with one value each: write ${name}="…" instead of ${name}${op}.`)
    const foundValue = take(VALUE)
    if (text[at] === '"') return refused(`A quote is not closed in: ${shown}`)
    const value = foundValue?.[1] === undefined ? (foundValue?.[2] ?? '') : unescaped(foundValue[1])
    if (labels.has(name)) return refused(`The label ${name} is there twice.`)
    labels.set(name, value)
  }
}

/** Prints labels so that parseLabels reads them; the name of the alert comes first. */
export function printLabels(labels: Labels): string {
  const names = [...labels.keys()].sort((a, b) => Number(b === 'alertname') - Number(a === 'alertname'))
  return names
    .map((name) => `${/[\s,{}=!~"]/.test(name) ? quote(name) : name}=${quote(labels.get(name) ?? '')}`)
    .join(', ')
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

function unescaped(text: string): string {
  return text.replace(/\\([n"\\])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
}
