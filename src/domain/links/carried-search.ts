/** Parameters that go along to another dashboard: when it is looked at, how, and beside what. */
const CARRIED = ['from', 'to', 'timezone', 'theme', 'compare']

/**
 * The part of an address' search that a link to another dashboard takes along: range, zone, theme, comparison, and the variables, which a
 * dashboard that has none of that name passes over.
 */
export function carriedSearch(search: string): string {
  const carried = [...new URLSearchParams(search)].filter(([name]) => CARRIED.includes(name) || name.startsWith('var-'))
  return carried.length === 0 ? '' : `?${new URLSearchParams(carried)}`
}

/** A search without what is chosen for variables, and without filters. */
export function withoutVariables(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name]) => !name.startsWith('var-'))
  return search === '' || kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`
}
