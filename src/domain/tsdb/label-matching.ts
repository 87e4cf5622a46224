import { compilePattern } from '~/domain/promql/compile-pattern'
import { PromqlEvalError } from '~/domain/promql/eval-error'
import type { LabelMatcher } from '~/domain/promql/matchers'
import type { Labels } from '~/domain/series/frame'
import { messageOf } from '~/lib/message-of'

/** A matcher ready to be asked. An absent label is the empty text, so a matcher that accepts it needs no such label. */
export interface ValueTest {
  readonly name: string
  /** The one value that `=` accepts; undefined for other operators. */
  readonly equal: string | undefined
  readonly acceptsAbsent: boolean
  accepts(value: string): boolean
}

/** Prepares a matcher; each distinct value is matched against a pattern once. Throws PromqlEvalError for a pattern that RE2 refuses. */
export function valueTestOf({ name, op, value }: LabelMatcher): ValueTest {
  if (op === '=') return testOf(name, value, (text) => text === value)
  if (op === '!=') return testOf(name, undefined, (text) => text !== value)
  const matches = compile(value)
  const wanted = op === '=~'
  const known = new Map<string, boolean>()
  return testOf(name, undefined, (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const accepted = matches(text) === wanted
    known.set(text, accepted)
    return accepted
  })
}

function compile(pattern: string): (text: string) => boolean {
  try {
    return compilePattern(pattern)
  } catch (error) {
    throw new PromqlEvalError('execution', messageOf(error))
  }
}

function testOf(name: string, equal: string | undefined, accepts: (value: string) => boolean): ValueTest {
  return { name, equal, acceptsAbsent: accepts(''), accepts }
}

/** Whether labels satisfy all tests. */
export function satisfies(labels: Labels, tests: readonly ValueTest[]): boolean {
  return tests.every((test) => test.accepts(labels.get(test.name) ?? ''))
}
