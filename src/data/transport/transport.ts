import { SourceError, type SourceErrorDetail } from '~/domain/sources'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { formatAddress, isMixedContent, resolveAddress } from './address'
import { watchPolicy } from './policy-watch'
import { BodyBrokeOff, BodyTooLarge, bodyError, readBody } from './read-body'
import { realSchedule, type Schedule } from './schedule'
import { abortedError, createSlots, type Priority, type Slots } from './slots'
import type { Explainer } from './unreachable'

export interface TransportRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'HEAD'
  /** A body of these kinds needs no preflight: form data as text. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** From sending to the last byte; waiting for a slot does not count. */
  readonly timeoutMs: DurationMs
  readonly priority: Priority
  readonly maxBytes?: number
}

export interface TransportResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: ArrayBuffer
  /** From sending to the last byte. */
  readonly durationMs: DurationMs
  /** Without query or credentials. */
  readonly url: string
  /** On the viewer's clock: when it was sent and when its head came back. */
  readonly sentMs: UnixMs
  readonly headMs: UnixMs
}

/** The one way to the servers. Any status is an answer; what is no answer is a SourceError, and nothing else is thrown. */
export interface Transport {
  request(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse>
  /** Removes the listeners on the page. */
  dispose(): void
}

export interface TransportOptions {
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  readonly now?: () => UnixMs
  readonly schedule?: Schedule
  /** What relative addresses are relative to; the document's own by default. */
  readonly pageUrl?: string
  readonly policyEvents?: EventTarget
  readonly permissions?: Pick<Permissions, 'query'>
  /** Counts what is sent, and what got no answer though somebody waited for it. */
  readonly tally?: { requests: number; failures: number }
  /** Whether the page is cross-origin isolated. */
  readonly isIsolated?: boolean
}

const maxInFlight = 4
const maxAnswered = 100
const reservedForUser = 1
const defaultMaxBytes = 64 * 1024 * 1024

/** Creates the transport; what it needs of the browser can be replaced one by one. */
export function createTransport(options: TransportOptions = {}): Transport {
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  const now = options.now ?? Date.now
  const schedule = options.schedule ?? realSchedule
  const pageUrl = options.pageUrl ?? globalThis.document?.baseURI
  const policy = watchPolicy(options.policyEvents ?? globalThis.document, now)
  const page = pageUrl === undefined ? undefined : new URL(pageUrl)
  const permissions = options.permissions ?? globalThis.navigator?.permissions
  const isIsolated = options.isIsolated ?? globalThis.crossOriginIsolated === true
  const origins = new Map<string, Slots>()
  /** Origins that answered once. */
  const answered = new Set<string>()
  let explainer: Explainer | undefined

  /** What explains a failure is a chunk of its own: a page that is well does not need it. See `preloadFailures`. */
  async function explain(url: URL, use: (explainer: Explainer) => SourceErrorDetail | Promise<SourceErrorDetail>) {
    try {
      const { createExplainer } = await import('./unreachable')
      explainer ??= createExplainer({ fetch, now, schedule, policy, page, permissions, answered, isIsolated })
    } catch {
      return plainDetail(url)
    }
    return use(explainer)
  }

  function slotsOf(origin: string): Slots {
    const known = origins.get(origin)
    if (known !== undefined) return known
    const slots = createSlots(maxInFlight, reservedForUser)
    origins.set(origin, slots)
    return slots
  }

  async function send(url: URL, request: TransportRequest, signal: AbortSignal): Promise<TransportResponse> {
    const address = formatAddress(url)
    const maxBytes = request.maxBytes ?? defaultMaxBytes
    const headers = request.headers ?? {}
    const abort = new AbortController()
    const onAbort = () => abort.abort()
    signal.addEventListener('abort', onAbort, { once: true })
    let timedOut = false
    const cancelTimeout = schedule(() => {
      timedOut = true
      abort.abort()
    }, request.timeoutMs)
    const sentMs = now()
    const { tally } = options
    if (tally) tally.requests += 1
    try {
      const response = await fetch(url.href, {
        method: request.method,
        headers,
        ...(request.body === undefined ? {} : { body: request.body }),
        credentials: 'same-origin',
        redirect: 'manual',
        cache: 'no-store',
        signal: abort.signal,
      })
      const headMs = now()
      if (answered.size < maxAnswered) answered.add(url.origin)
      if (isRedirect(response)) throw new SourceError(await explain(url, (known) => known.explainRedirect(url)))
      const body = await readBody(response, maxBytes)
      return {
        status: response.status,
        headers: response.headers,
        body,
        durationMs: now() - sentMs,
        url: address,
        sentMs,
        headMs,
      }
    } catch (error) {
      if (signal.aborted) throw abortedError()
      if (tally) tally.failures += 1
      if (timedOut) throw timeoutError(address, url.host, request.timeoutMs)
      if (error instanceof SourceError) throw error
      if (error instanceof BodyTooLarge || error instanceof BodyBrokeOff)
        throw bodyError(error, address, url.host, maxBytes)
      // Probes below must not be cut short by this request's own limit.
      cancelTimeout()
      const detail = await explain(url, (known) => known.explain(url, headers, sentMs))
      throw signal.aborted ? abortedError() : new SourceError(detail)
    } finally {
      cancelTimeout()
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    async request(request, signal) {
      const url = resolveAddress(request.url, pageUrl)
      if (url === undefined) throw badAddressError()
      if (page !== undefined && isMixedContent(url, page)) {
        throw new SourceError(await explain(url, (known) => known.explainMixedContent(url, page)))
      }
      const release = await slotsOf(url.origin).acquire(request.priority, signal)
      try {
        // Waiting for the slot took a turn at least; a signal that fired meanwhile never fires again.
        if (signal.aborted) throw abortedError()
        return await send(url, request, signal)
      } finally {
        release()
      }
    },
    dispose: () => policy.stop(),
  }
}

/** Said where not even the explanation can be loaded: then most likely nothing can. */
function plainDetail(url: URL): SourceErrorDetail {
  return {
    kind: 'unreachable',
    cause: 'network',
    message: `${url.host} cannot be reached.`,
    nextStep: 'Check that the server runs and the network is up. Lookout keeps asking by itself.',
    address: formatAddress(url),
  }
}

/** Browsers hide the target of a redirect that is not followed; Node's fetch shows it. No API of ours redirects. */
function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)
}

function timeoutError(address: string, host: string, timeoutMs: DurationMs): SourceError {
  return new SourceError({
    kind: 'timeout',
    message: `${host} did not answer within ${Math.round(timeoutMs / 100) / 10} s.`,
    nextStep: 'The next refresh asks again. A shorter time range or a recording rule makes the query cheaper.',
    address,
  })
}

function badAddressError(): SourceError {
  return new SourceError({
    kind: 'client',
    message: 'The address of this source is not one that a browser can ask.',
    nextStep: 'In config.json use http(s) or a path, without user name and password.',
  })
}
