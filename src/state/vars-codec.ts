const PREFIX = 'var-'
const NAME = /^[\w.-]{1,64}$/
const MAX_VARS = 50
const MAX_VALUES = 100
const MAX_VALUE_LENGTH = 2_048

/**
 * Variables of a link: `var-name=a&var-name=b`. A lone value with commas is Perses' list (`var-name=a,b`); a single value
 * that contains a comma is therefore written twice. Values beyond the caps are left out, never cut: half a value would
 * select something else.
 */
export function decodeVars(params: URLSearchParams): Map<string, string[]> {
  const written = new Map<string, string[]>()
  for (const [key, value] of params) {
    const name = key.slice(PREFIX.length)
    if (!key.startsWith(PREFIX) || !NAME.test(name) || value.length > MAX_VALUE_LENGTH) continue
    const values = written.get(name)
    if (values === undefined && written.size < MAX_VARS) written.set(name, [value])
    else if (values !== undefined && values.length < MAX_VALUES) values.push(value)
  }
  const vars = new Map<string, string[]>()
  for (const [name, values] of written) vars.set(name, [...new Set(spread(values))].slice(0, MAX_VALUES))
  return vars
}

function spread(values: readonly string[]): readonly string[] {
  const [only, ...others] = values
  if (only === undefined || others.length > 0 || !only.includes(',')) return values
  const parts = only.split(',').filter((part) => part !== '')
  return parts.length > 0 ? parts : values
}

/** Appends the variables to the parameters of a link. */
export function encodeVars(vars: ReadonlyMap<string, readonly string[]>, params: URLSearchParams): void {
  for (const [name, values] of vars) {
    for (const value of values) params.append(PREFIX + name, value)
    const [only] = values
    if (values.length === 1 && only?.includes(',')) params.append(PREFIX + name, only)
  }
}
