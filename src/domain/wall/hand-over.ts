/** What a page understands; what is of the screen alone, or a token that a proxy has put there, is left behind. */
const TAKEN = ['from', 'to', 'time', 'time.window', 'start', 'end', 'timezone', 'tz', 'compare', 'viewPanel', 'bounds']
const FILTERS = ['q', 'severity', 'service', 'filter', 'state', 'level']

/**
 * Address of a view for another device: where it is and what it shows, and nothing else. `origin` is that of the app; of an address with
 * a name and a password in it, the origin has none.
 */
export function handOverAddress(origin: string, pathname: string, search: string): string {
  const taken = [...new URLSearchParams(search)].filter(
    ([name]) => TAKEN.includes(name) || FILTERS.includes(name) || name.startsWith('var-'),
  )
  const query = taken.length === 0 ? '' : `?${new URLSearchParams(taken)}`
  return origin + pathname + query
}
