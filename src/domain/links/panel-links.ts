import { carriedSearch } from '~/domain/links/carried-search'
import { safeUrl } from '~/lib/safe-url'

/** Where a link of a panel leads. */
export type LinkTarget =
  /** To another place of this app, with the range and the variables of the page. */
  | { readonly kind: 'inside'; readonly path: string }
  /** Elsewhere; `host` is to be shown. */
  | { readonly kind: 'outside'; readonly href: string; readonly host: string }

/**
 * Reads the address of a link in a dashboard. Null for what is no address that may be followed. `search` is that of the page,
 * `origin` its own.
 */
export function readPanelLink(url: string, search: string, origin: string): LinkTarget | null {
  const safe = safeUrl(url, origin)
  if (safe === null || safe.hadCredentials) return null
  const { pathname, searchParams, hash } = new URL(safe.href)
  const isInside = url.trimStart().startsWith('/') && /^\/(?:$|d\/)/.test(pathname)
  if (!isInside) return { kind: 'outside', href: safe.href, host: safe.host }
  const params = new URLSearchParams(carriedSearch(search))
  // What the link says itself wins over what the page has.
  for (const name of new Set(searchParams.keys())) params.delete(name)
  for (const [name, value] of searchParams) params.append(name, value)
  const text = params.toString()
  return { kind: 'inside', path: `${pathname}${text === '' ? '' : `?${text}`}${hash}` }
}
