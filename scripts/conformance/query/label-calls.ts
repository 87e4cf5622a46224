import type { Maker } from './maker'
import { createNode, type QueryNode } from './node'
import { printString } from './text'

/** Patterns with groups, and texts that use them in all the ways of Go's Regexp.Expand. */
const REPLACEMENTS: readonly (readonly [pattern: string, replacement: string])[] = [
  ['(.*)', '$1'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Go's syntax.
  ['(.*)', '${1}-x'],
  ['(.*)', '$1_x'],
  ['(.*?)[:.-](.*)', '$2/$1'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Go's syntax.
  ['(?P<first>.).*', '${first}'],
  ['(?P<first>.).*', '<$first>'],
  ['.*', 'fixed'],
  ['.*', ''],
  ['.*', '$$1'],
  ['.*', '$0'],
  ['(a|b)?.*', '$1$2$9'],
  ['nobody', 'never'],
  ['', 'was-empty'],
  ['(.+)', '$'],
  ['(.+)', '${1'],
  ['(?i)([A-Z]+).*', '$1'],
  ['(\\d+).*', 'n$1'],
  ['(?s)(.*)', 'ü$1'],
]

/** label_replace or label_join. */
export function makeLabelCall(maker: Maker, depth: number): QueryNode {
  const { random } = maker
  const over = maker.vector(depth - 1)
  const names = [...over.labels, ...over.labels, 'missing', '__name__']
  const text = (value: string) => printString(random, value)
  const target = random.chance(0.6) ? random.pick(['made', 'job', '_x', 'instance']) : random.pick(names)
  const labels = [...new Set([...over.labels, target])]
  if (random.chance(0.3)) {
    const sources = Array.from({ length: random.between(0, 3) }, () => `, ${text(random.pick(names))}`)
    const separator = text(random.pick(['-', '', ', ', '\n', '→']))
    const tail = `, ${text(target)}, ${separator}${sources.join('')})`
    return createNode('vector', ['label_join(', over, tail], ['function label_join'], { labels })
  }
  const [pattern, replacement] = random.pick(REPLACEMENTS)
  const tail = `, ${[target, replacement, random.pick(names), pattern].map(text).join(', ')})`
  return createNode('vector', ['label_replace(', over, tail], ['function label_replace'], { labels })
}
