import { readBuild, readScripts } from '~/lib/site-page'

/** What the server of the app's own files answers. */
export type SiteState =
  | { readonly kind: 'here'; readonly build: string; readonly scripts: readonly string[] }
  /** No answer, or an error: to load the page anew would lose it. */
  | { readonly kind: 'away' }
  /** A sign-in in the app's place: a redirect, a refusal, or a page of somebody else with status 200. */
  | { readonly kind: 'signIn' }

const TIMEOUT_MS = 10_000

/** Reads the index.html that is served now, and nothing else of it than whose it is. Never rejects. */
export async function probeSite(): Promise<SiteState> {
  try {
    const answer = await fetch(import.meta.env.BASE_URL, {
      cache: 'no-cache',
      credentials: 'same-origin',
      // A sign-in of another origin is not to be followed, and could not be read.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return judgeAnswer(answer.type, answer.status, answer.ok ? await answer.text() : '')
  } catch {
    return { kind: 'away' }
  }
}

/** Whose answer it is, by its type, its status and its text. */
export function judgeAnswer(type: ResponseType, status: number, html: string): SiteState {
  if (type === 'opaqueredirect') return { kind: 'signIn' }
  if (status === 401 || status === 403 || status === 407) return { kind: 'signIn' }
  if (status < 200 || status >= 300) return { kind: 'away' }
  const build = readBuild(html)
  return build === null ? { kind: 'signIn' } : { kind: 'here', build, scripts: readScripts(html) }
}
