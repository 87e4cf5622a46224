import { RE2JS } from 're2js'

export interface VariableOption {
  readonly value: string
  /** What the reader sees. */
  readonly text: string
}

/** What must be asked of a metrics source to know a variable's options. */
export type OptionsQuestion =
  | { readonly kind: 'labelValues'; readonly of: string; readonly match: string | undefined }
  | { readonly kind: 'queryResult'; readonly expr: string }

/** What was answered: texts in the server's order, or why there are none. */
export type OptionsAnswer =
  | { readonly ok: true; readonly texts: readonly string[] }
  | { readonly ok: false; readonly message: string }

/** More make neither a list nor a query. */
const MAX_OPTIONS = 5_000

/**
 * Options from texts: those that `regex` finds, or its group "value" or first group of each, no value twice, in the order
 * that `sort` says. Throws an Error for what is no RE2.
 */
export function shapeOptions(
  texts: readonly string[],
  { regex, sort }: { readonly regex: string; readonly sort: 'text' | 'none' },
): readonly VariableOption[] {
  const take = regex === '' ? (text: string) => ({ value: text, text }) : takerOf(regex)
  const options = new Map<string, VariableOption>()
  for (const text of texts) {
    const option = take(text)
    if (option !== null && !options.has(option.value)) options.set(option.value, option)
    if (options.size >= MAX_OPTIONS) break
  }
  const found = [...options.values()]
  return sort === 'none' ? found : found.sort((a, b) => byText.compare(a.text, b.text))
}

const byText = new Intl.Collator('en', { numeric: true })

/** RE2, which no text can make slow: the texts are a server's. */
function takerOf(regex: string): (text: string) => VariableOption | null {
  const written = /^\/(.*)\/([a-z]*)$/s.exec(regex)
  const pattern = RE2JS.compile(
    written?.[1] ?? regex,
    written?.[2]?.includes('i') === true ? RE2JS.CASE_INSENSITIVE : 0,
  )
  const names = Object.keys(pattern.namedGroups())
  return (text) => {
    const matcher = pattern.matcher(text)
    if (!matcher.find()) return null
    const named = (name: string) => (names.includes(name) ? (matcher.group(name) ?? undefined) : undefined)
    const first = matcher.groupCount() > 0 ? (matcher.group(1) ?? undefined) : text
    const value = named('value') ?? named('text') ?? first
    return value === undefined ? null : { value, text: named('text') ?? value }
  }
}
