/** Parameters that go along to another dashboard: when it is looked at and how, not what of the old one. */
const CARRIED = ['from', 'to', 'timezone', 'theme']

/** The part of an address' search that a link to another dashboard takes along. */
export function carriedSearch(search: string): string {
  const params = new URLSearchParams(search)
  const carried = new URLSearchParams()
  for (const name of CARRIED) {
    const value = params.get(name)
    if (value !== null) carried.set(name, value)
  }
  const text = carried.toString()
  return text === '' ? '' : `?${text}`
}
