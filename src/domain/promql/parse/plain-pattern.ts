const META = /[\\.+*?()|[\]{}^$]/
const LITERAL = /^(?:[^\\.+*?()|[\]{}^$]|\\[ -/:-@[-`{-~])*$/u
const ESCAPE = /\\(.)/g

/**
 * The test of a pattern that needs no regular expression, or undefined: `.*`, `.+`, a literal, `literal.*`, `literal.+`, and
 * literals with `|` between them, in parentheses or not. These are nearly all patterns of dashboards.
 */
export function parsePlainPattern(pattern: string): ((text: string) => boolean) | undefined {
  const tail = /\.[*+]$/.exec(pattern)?.[0]
  if (tail !== undefined && LITERAL.test(pattern.slice(0, -2))) {
    const prefix = unescapeLiteral(pattern.slice(0, -2))
    const least = prefix.length + (tail === '.+' ? 1 : 0)
    return (text) => text.length >= least && text.startsWith(prefix) && !text.includes('\n', prefix.length)
  }
  const alternatives = literalsOfPattern(pattern)
  if (alternatives === undefined) return undefined
  const literals = new Set(alternatives)
  return (text) => literals.has(text)
}

/** All texts that a pattern matches, where it is made of literals with `|` between them; undefined for any other. */
export function literalsOfPattern(pattern: string): readonly string[] | undefined {
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(pattern)?.[1] ?? pattern
  const alternatives = inner.split('|')
  return alternatives.every((alternative) => LITERAL.test(alternative)) ? alternatives.map(unescapeLiteral) : undefined
}

function unescapeLiteral(literal: string): string {
  return META.test(literal) ? literal.replace(ESCAPE, '$1') : literal
}
