import { RE2JS } from 're2js'
import { messageOf } from '~/lib/message-of'
import { parsePlainPattern } from './parse/plain-pattern'
import { scanPattern, withoutGroupNames } from './parse/scan-pattern'

/** About 50 ms of compiling. Prometheus has no such limit, but for RE2's own. */
export const MAX_PATTERN_COST = 8_192
const MAX_CACHED = 256

type Test = (text: string) => boolean

/** Least recently used first. */
const cache = new Map<string, Test>()

/**
 * Compiles the pattern of `=~` and `!~` as Prometheus 2.42 does: RE2 syntax as in Go 1.19, anchored at both ends, `.` matches
 * no line break. Throws an Error in Go's words, or one that says "too complex".
 */
export function compilePattern(pattern: string): Test {
  const cached = cache.get(pattern)
  const test = cached ?? parsePlainPattern(pattern) ?? compileRegex(pattern)
  if (cached !== undefined) cache.delete(pattern)
  else if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? '')
  cache.set(pattern, test)
  return test
}

/** Estimate of a pattern's work, to be compared with MAX_PATTERN_COST; 0 for one that needs no regular expression. */
export function patternCost(pattern: string): number {
  return parsePlainPattern(pattern) === undefined ? scanPattern(pattern).cost : 0
}

function compileRegex(pattern: string): Test {
  const { cost, fault } = scanPattern(pattern)
  if (cost > MAX_PATTERN_COST) throw new Error('error parsing regexp: the pattern is too complex')
  const regex = compileAnchored(pattern, fault)
  if (fault !== undefined) throw new Error(`error parsing regexp: ${fault}`)
  return (text) => regex.test(text)
}

function compileAnchored(pattern: string, fault: string | undefined): RE2JS {
  try {
    return RE2JS.compile(`^(?:${pattern})$`)
  } catch (error) {
    const message = messageOf(error)
    if (message.includes('duplicate capture group name')) return RE2JS.compile(`^(?:${withoutGroupNames(pattern)})$`)
    // re2js takes `(?<=` for a name that is not one; to Go 1.19 there are no names after `(?<`.
    if (message.includes('named capture: `(?<') && fault !== undefined) {
      throw new Error(`error parsing regexp: ${fault}`)
    }
    throw new Error(message)
  }
}
