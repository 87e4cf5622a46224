import { hashOf } from './hash'

/**
 * The build that an index.html of Lookout belongs to: eight hex digits of the names of its scripts, which change with their
 * content. Null for a page of somebody else, such as the sign-in page of a proxy that answers in the server's place.
 */
export function readBuild(html: string): string | null {
  return html.includes('id="root"') ? buildOf(html) : null
}

/** The same of the page that runs: scripts and what was left for later; what was loaded meanwhile is not of its index.html. */
export function readRunningBuild(page: Pick<Document, 'querySelectorAll'>): string | null {
  return buildOf([...page.querySelectorAll('script[src],link[data-later]')].map((tag) => tag.outerHTML).join(''))
}

function buildOf(html: string): string | null {
  const names = readScripts(html).map((path) => path.replace(/^.*\//, ''))
  return names.length === 0 ? null : hashOf(names.join(' ')).toString(16).padStart(8, '0')
}

/** Addresses of the scripts that such a page needs, as they are written in it. */
export function readScripts(html: string): readonly string[] {
  const tags = html.matchAll(/<(?:script|link data-later=)[^>]*\s(?:src|href)="([^"]*\/assets\/[^"/]+)"/g)
  return [...tags].map(([, path = '']) => path)
}
