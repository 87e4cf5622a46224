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
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(pattern)?.[1] ?? pattern
  const alternatives = inner.split('|')
  if (!alternatives.every((alternative) => LITERAL.test(alternative))) return undefined
  const literals = new Set(alternatives.map(unescapeLiteral))
  return (text) => literals.has(text)
}

function unescapeLiteral(literal: string): string {
  return META.test(literal) ? literal.replace(ESCAPE, '$1') : literal
}
