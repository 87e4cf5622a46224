import { quoteText } from '~/domain/promql/parse/go-quote'

/** The variable that carries filters in an address, in Grafana's form: `var-Filters=label|op|value`. */
export const FILTERS = 'Filters'

export const FILTER_OPS = ['=', '!=', '=~', '!~'] as const

/** A matcher that every selector of a page gets. */
export interface Filter {
  readonly label: string
  readonly op: (typeof FILTER_OPS)[number]
  readonly value: string
}

/** Filters of an address. What is none is left out: half of one would select something else. */
export function decodeFilters(texts: readonly string[]): readonly Filter[] {
  return texts.flatMap((text) => {
    const [label = '', op, value, ...others] = text.split('|').map(unescapePart)
    const known = FILTER_OPS.find((each) => each === op)
    const isWhole = known !== undefined && value !== undefined && others.length === 0
    return isWhole && /^[A-Za-z_]\w*$/.test(label) && label !== '__name__' ? [{ label, op: known, value }] : []
  })
}

export function encodeFilters(filters: readonly Filter[]): readonly string[] {
  return filters.map(({ label, op, value }) => [label, op, value].map(escapePart).join('|'))
}

/** As a matcher of PromQL. */
export function printFilter({ label, op, value }: Filter): string {
  return `${label}${op}${quoteText(value)}`
}

/** Grafana's escapes for the marks that separate parts and lists. */
function escapePart(text: string): string {
  return text.replaceAll('|', '__gfp__').replaceAll(',', '__gfc__')
}

function unescapePart(text: string): string {
  return text.replaceAll('__gfp__', '|').replaceAll('__gfc__', ',')
}
