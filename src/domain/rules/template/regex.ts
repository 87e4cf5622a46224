import { RE2JS } from 're2js'
import { MAX_PATTERN_COST } from '~/domain/promql/compile-pattern'
import { expandTemplate } from '~/domain/promql/eval/expand-template'
import { scanPattern } from '~/domain/promql/parse/scan-pattern'
import { messageOf } from '~/lib/message-of'
import { quoteGo } from './go-quote'
import { MAX_TEXT_LENGTH } from './go-value'
import { FunctionError } from './template-error'

function compile(pattern: string): RE2JS {
  const { cost, fault } = scanPattern(pattern)
  if (cost > MAX_PATTERN_COST) throw new FunctionError('error parsing regexp: the pattern is too complex')
  if (fault !== undefined) throw new FunctionError(`error parsing regexp: ${fault}`)
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    throw new FunctionError(messageOf(error))
  }
}

/** Work of compiling a pattern and of a text under it, in the work of a simple command of a template. */
export function regexCost(pattern: string, text: string): number {
  const { cost } = scanPattern(pattern)
  return Math.ceil(cost / 2 + (cost * text.length) / 1024)
}

/** Whether a pattern of RE2 is found anywhere in a text. Throws FunctionError for what is no pattern. */
export function matchRegex(pattern: string, text: string): boolean {
  return compile(pattern).matcher(text).find()
}

/** Replaces every match as Go's ReplaceAllString does: `$1`, `${1}` and `${name}` in the replacement are groups. */
export function replaceRegex(pattern: string, replacement: string, text: string): string {
  let compiled: RE2JS
  try {
    compiled = compile(pattern)
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error
    throw new FunctionError(`regexp: Compile(${quotePattern(pattern)}): ${error.message}`)
  }
  const matcher = compiled.matcher(text)
  const names: (string | undefined)[] = []
  for (const [name, index] of Object.entries<number>(compiled.namedGroups())) names[index] = name
  const textOf = (index: number) => (index <= matcher.groupCount() ? matcher.group(index) : null)
  const groups = { names, textOf }
  let out = ''
  let copied = 0
  let from = 0
  let lastEnd = -1
  while (from <= text.length && matcher.find(from)) {
    const [start, end] = [matcher.start(), matcher.end()]
    // An empty match right after another match is none.
    if (end > lastEnd) {
      out += text.slice(copied, start) + expandTemplate(replacement, groups)
      copied = end
      lastEnd = end
      if (out.length > MAX_TEXT_LENGTH) throw new FunctionError('the output is longer than 64 kB')
    }
    from = end > start ? end : end + characterLength(text, end)
  }
  return out + text.slice(copied)
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function quotePattern(pattern: string): string {
  return /[`\p{Cc}]/u.test(pattern) ? quoteGo(pattern) : `\`${pattern}\``
}
