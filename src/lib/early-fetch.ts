/** A file of this site that was asked for, and when, on the viewer's clock. */
export interface SiteAnswer {
  readonly sentMs: number
  readonly answer: Promise<Response>
}

declare global {
  /** What public/boot.js asked for before this code was there; by path beside index.html. */
  var lookoutEarly: Map<string, SiteAnswer> | undefined
}

/** Asks for a file beside index.html, or takes the answer that public/boot.js asked for; each of those serves once. */
export function fetchSiteFile(path: string): SiteAnswer {
  const early = globalThis.lookoutEarly?.get(path)
  globalThis.lookoutEarly?.delete(path)
  if (early !== undefined) return early
  const url = `${import.meta.env.BASE_URL}${path}`
  return { sentMs: Date.now(), answer: fetch(url, { cache: 'no-cache', credentials: 'same-origin' }) }
}
