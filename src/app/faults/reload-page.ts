import { probeSite } from '../heal/probe-site'
import { type ReloadDecision, reloadWithGuard } from './reload-guard'

/**
 * Reloads the page if the guard allows it and its server answers with the app: a wall that reloads while the server is away, or
 * while a sign-in stands in its place, shows that and never comes back.
 */
export async function reloadPage(reason: string): Promise<ReloadDecision | 'away'> {
  const site = await probeSite(false)
  const isWhole = site.kind === 'here' && (await Promise.all(site.scripts.map(isThere))).every(Boolean)
  return isWhole ? reloadWithGuard(reason) : 'away'
}

/**
 * In the middle of a deploy the page may be there before its scripts, and a session may end between the two: loaded then, it would
 * stay empty for ever. A redirect is no script.
 */
async function isThere(path: string): Promise<boolean> {
  try {
    const options = { method: 'HEAD', cache: 'no-cache', credentials: 'same-origin', redirect: 'manual' } as const
    return (await fetch(path, options)).ok
  } catch {
    return false
  }
}

/** A new version on the server takes the old one's files away: a page that misses one of its own loads anew. */
export function reloadOnLostChunk(): void {
  window.addEventListener('vite:preloadError', () => void reloadPage('a part of the page that is gone'))
}
