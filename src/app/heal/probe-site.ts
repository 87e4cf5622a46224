import { readBuild, readScripts } from '~/lib/site-page'

/** What the server of the app's own files answers. */
export type SiteState =
  | { readonly kind: 'here'; readonly build: string; readonly scripts: readonly string[] }
  /** No answer, or an error: to load the page anew would lose it. */
  | { readonly kind: 'away' }
  /**
   * A sign-in in the app's place: a redirect, a refusal, or a page of somebody else with status 200. `renews` where it is another
   * origin's, which may know who asks without a hand: loading the page anew is the only way to find out.
   */
  | { readonly kind: 'signIn'; readonly renews: boolean }

const TIMEOUT_MS = 10_000

/**
 * Reads the index.html that is served now, and nothing else of it than whose it is. A redirect is followed where it is asked for: on
 * this origin its end can be read, and of another one the policy lets nothing through. Never rejects.
 */
export async function probeSite(follows: boolean): Promise<SiteState> {
  try {
    const answer = await ask('manual')
    if (answer.type === 'opaqueredirect') return follows ? await followRedirect() : { kind: 'signIn', renews: false }
    return await judge(answer)
  } catch {
    return { kind: 'away' }
  }
}

async function followRedirect(): Promise<SiteState> {
  let answer: Response
  try {
    answer = await ask('follow')
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    return isLate ? { kind: 'away' } : { kind: 'signIn', renews: true }
  }
  return judge(answer)
}

function ask(redirect: RequestRedirect): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return fetch(import.meta.env.BASE_URL, { cache: 'no-cache', credentials: 'same-origin', redirect, signal })
}

async function judge(answer: Response): Promise<SiteState> {
  return judgeAnswer(answer.status, answer.ok ? await answer.text() : '')
}

/** Whose answer it is, by its status and its text. */
export function judgeAnswer(status: number, html: string): SiteState {
  if (status === 401 || status === 403 || status === 407) return { kind: 'signIn', renews: false }
  if (status < 200 || status >= 300) return { kind: 'away' }
  const build = readBuild(html)
  return build === null ? { kind: 'signIn', renews: false } : { kind: 'here', build, scripts: readScripts(html) }
}
