import { type ReloadDecision, reloadWithGuard } from './reload-guard'

/**
 * Reloads the page if the guard allows it and its server answers: a wall that reloads while the server is away shows the
 * browser's own error page and never comes back.
 */
export async function reloadPage(): Promise<ReloadDecision | 'away'> {
  try {
    const answer = await fetch(import.meta.env.BASE_URL, {
      method: 'HEAD',
      cache: 'no-store',
      credentials: 'same-origin',
    })
    if (!answer.ok) return 'away'
  } catch {
    return 'away'
  }
  return reloadWithGuard()
}

/** A new version on the server takes the old one's files away: a page that misses one of its own loads anew. */
export function reloadOnLostChunk(): void {
  window.addEventListener('vite:preloadError', () => void reloadPage())
}
