import type { SourceErrorDetail, UnreachableCause } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { formatAddress, isLoopbackHost } from './address'
import { isLocalNetworkHost } from './local-network'
import type { PolicyWatch } from './policy-watch'
import { preflightHeaders } from './preflight'
import type { Schedule } from './schedule'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Explainer {
  /** Why a plain http source is not asked from a page that came by https: the browser would refuse without a word. */
  explainMixedContent(url: URL, page: URL): SourceErrorDetail
  /** A redirect where an answer should be. */
  explainRedirect(url: URL): SourceErrorDetail
  /** Why fetch failed without an answer. Sends at most one round of probes for an origin in two seconds. */
  explain(url: URL, headers: Readonly<Record<string, string>>, sentMs: UnixMs): Promise<SourceErrorDetail>
}

interface ExplainerOptions {
  readonly fetch: Fetch
  readonly page: URL | undefined
  readonly policy: PolicyWatch
  readonly now: () => UnixMs
  readonly schedule: Schedule
  readonly permissions: Pick<Permissions, 'query'> | undefined
  /** Origins that answered once: they have a certificate that this browser trusts. */
  readonly answered: ReadonlySet<string>
  /** The page takes nothing from other origins that does not say so (COEP): a probe without CORS fails then, whoever is there. */
  readonly isIsolated: boolean
}

type Verdict = 'network' | 'origin' | 'headers' | 'redirect'

const probeTimeoutMs: DurationMs = 2_000
const verdictLifeMs: DurationMs = 2_000

/** Names the reason of a failed fetch, which the browser hides from scripts, as closely as a page can. */
export function createExplainer(options: ExplainerOptions): Explainer {
  const { page, policy, now, schedule, answered, isIsolated } = options
  const verdicts = new Map<string, { readonly atMs: UnixMs; readonly verdict: Promise<Verdict> }>()

  async function resolves(url: URL, mode: 'cors' | 'no-cors'): Promise<boolean> {
    const abort = new AbortController()
    const cancel = schedule(() => abort.abort(), probeTimeoutMs)
    try {
      // no-cors allows no manual redirects, and `omit` keeps the password dialog away.
      const init: RequestInit = { mode, credentials: 'omit', cache: 'no-store', signal: abort.signal }
      const response = await options.fetch(formatAddress(url), init)
      await response.body?.cancel()
      return true
    } catch {
      return false
    } finally {
      cancel()
    }
  }

  async function findVerdict(url: URL, hasCustomHeaders: boolean): Promise<Verdict> {
    const startMs = now()
    if (hasCustomHeaders && (await resolves(url, 'cors'))) return 'headers'
    if (await resolves(url, 'no-cors')) return 'origin'
    // The probe has to follow redirects. One to an origin outside the policy ends in a violation under this address.
    await violationsToArrive()
    return policy.wasBlocked(url, startMs) ? 'redirect' : 'network'
  }

  /** The violation event is a task of its own that may come after the rejection. */
  function violationsToArrive(): Promise<void> {
    return new Promise((resolve) => schedule(resolve, 0))
  }

  function recentVerdict(url: URL, hasCustomHeaders: boolean): Promise<Verdict> | undefined {
    const known = verdicts.get(verdictKey(url, hasCustomHeaders))
    return known !== undefined && Math.abs(now() - known.atMs) < verdictLifeMs ? known.verdict : undefined
  }

  function sharedVerdict(url: URL, hasCustomHeaders: boolean): Promise<Verdict> {
    const known = recentVerdict(url, hasCustomHeaders)
    if (known !== undefined) return known
    const verdict = findVerdict(url, hasCustomHeaders)
    verdicts.set(verdictKey(url, hasCustomHeaders), { atMs: now(), verdict })
    return verdict
  }

  async function isLocalNetworkDenied(url: URL): Promise<boolean> {
    if (page === undefined || isLoopbackHost(page.hostname) || !isLocalNetworkHost(url.hostname)) return false
    for (const name of ['local-network-access', 'local-network', 'loopback-network']) {
      try {
        const status = await options.permissions?.query({ name: name as PermissionName })
        if (status?.state === 'denied') return true
      } catch {
        // A browser that does not know the permission does not ask for it either.
      }
    }
    return false
  }

  return {
    explainMixedContent(url, from) {
      return unreachable(url, 'mixed', {
        message: `This page (${from.host}) came by https, so the browser does not let it ask ${url.origin}, which is plain http.`,
        nextStep: `Serve ${url.host} by https, or under this page's own address. ${proxyAdvice(url)}`,
      })
    },
    explainRedirect: signInDetail,
    async explain(url, headers, sentMs) {
      const custom = preflightHeaders(headers)
      await violationsToArrive()
      // An origin that is being probed was not blocked itself: what the policy reports of it now is the probe's redirect.
      const isProbed = recentVerdict(url, custom.length > 0) !== undefined
      if (!isProbed && policy.wasBlocked(url, sentMs)) {
        return unreachable(url, 'policy', {
          message: `This app's own content security policy does not allow ${url.origin}.`,
          nextStep: `Add ${url.origin} to connect-src in the server's headers, as docs describe for a new source.`,
        })
      }
      if (page !== undefined && url.origin !== page.origin) {
        if (await isLocalNetworkDenied(url)) {
          return unreachable(url, 'policy', {
            message: `The browser does not let this page reach ${url.host} in the local network.`,
            nextStep: 'Allow "local network access" for this site in the browser, or serve the source by a proxy.',
          })
        }
        const verdict = await sharedVerdict(url, custom.length > 0)
        if (verdict === 'redirect') return signInDetail(url)
        if (verdict !== 'network') return refusedOrigin(url, page, verdict === 'headers' ? custom : [])
        if (isIsolated && !answered.has(url.origin)) return unreachableOrRefused(url, page)
      }
      if (url.protocol === 'https:' && !answered.has(url.origin)) {
        return unreachable(url, 'tls', {
          message: `No answer from ${url.host}: it is down, or this browser does not trust its certificate.`,
          nextStep: `Open ${url.origin} once in this browser to see the certificate.`,
        })
      }
      return unreachable(url, 'network', {
        message: `${url.host} cannot be reached: no connection, or the name is unknown.`,
        nextStep: 'Check that the server runs and the network is up. Lookout keeps asking by itself.',
      })
    },
  }
}

function verdictKey(url: URL, hasCustomHeaders: boolean): string {
  return `${url.origin} ${hasCustomHeaders}`
}

/** A redirect where an answer should be: no API of ours redirects, so it is somebody's sign-in page. */
function signInDetail(url: URL): SourceErrorDetail {
  return {
    kind: 'auth',
    message: `${url.host} sends this page elsewhere instead of answering: the session has probably expired.`,
    nextStep: 'Reload the page to sign in again. If it never worked, check the address in config.json.',
    address: formatAddress(url),
  }
}

function refusedOrigin(url: URL, page: URL, headers: readonly string[]): SourceErrorDetail {
  const what = headers.length > 0 ? `the header ${headers.join(', ')} from this page` : `this page (${page.origin})`
  return unreachable(url, 'cors', {
    message: `${url.host} answers, but does not allow ${what}.`,
    nextStep: `Allow it in the server's CORS settings, sign in there, or serve it under this page's own address. ${proxyAdvice(url)}`,
  })
}

function unreachableOrRefused(url: URL, page: URL): SourceErrorDetail {
  return unreachable(url, 'network', {
    message: `${url.host} cannot be reached, or does not allow this page (${page.origin}).`,
    nextStep: `Open ${url.origin} in this browser. If it answers there, allow this page in its CORS settings, or serve it under this page's own address. ${proxyAdvice(url)}`,
  })
}

function proxyAdvice(url: URL): string {
  return `For nginx: location /source/ { proxy_pass ${url.origin}/; }`
}

function unreachable(
  url: URL,
  cause: UnreachableCause,
  text: { readonly message: string; readonly nextStep: string },
): SourceErrorDetail {
  return { kind: 'unreachable', cause, address: formatAddress(url), ...text }
}
