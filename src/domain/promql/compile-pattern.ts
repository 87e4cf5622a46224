import { RE2JS } from 're2js'

/** Compiles a matcher's pattern as Prometheus does: RE2 syntax, anchored at both ends. Throws an Error in Prometheus' words. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const regex = RE2JS.compile(`^(?:${pattern})$`)
  return (text) => regex.test(text)
}
