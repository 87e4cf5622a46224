import { preflightHeaders } from '~/data/transport/preflight'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface PageFetch {
  readonly fetch: Fetch
  /** What the operating system said when this address's origin failed last; undefined where it did not. */
  systemCodeOf(url: string): string | undefined
}

/**
 * A fetch that refuses what a browser would refuse a page of `site`: answers of other origins that do not allow it (the CORS
 * protocol of the Fetch standard, 3.2). So the command finds what readers would meet. Without a site it refuses nothing.
 */
export function createPageFetch(site: string | null, inner: Fetch = (url, init) => fetch(url, init)): PageFetch {
  const origin = site === null ? null : new URL(site).origin
  const codes = new Map<string, string>()

  async function send(url: string, init: RequestInit): Promise<Response> {
    const target = new URL(url).origin
    try {
      const response = await inner(url, init)
      codes.delete(target)
      return response
    } catch (error) {
      const code = codeOf(error)
      if (code !== undefined) codes.set(target, code)
      throw error
    }
  }

  return {
    async fetch(url, init) {
      if (origin === null || new URL(url).origin === origin || init.mode === 'no-cors') return send(url, init)
      const headers = new Headers(init.headers)
      const custom = preflightHeaders(Object.fromEntries(headers))
      if (custom.length > 0) await preflight(url, custom, init)
      headers.set('origin', origin)
      const response = await send(url, { ...init, headers })
      // A browser hides a redirect of another origin; here it tells the true reason.
      const isRedirect = response.status >= 300 && response.status < 400
      if (isRedirect || allows(response, origin)) return response
      await response.body?.cancel()
      throw new TypeError(`${url} does not allow ${origin}`)
    },
    systemCodeOf: (url) => (URL.canParse(url) ? codes.get(new URL(url).origin) : undefined),
  }

  async function preflight(url: string, custom: readonly string[], { signal, method }: RequestInit): Promise<void> {
    const response = await send(url, {
      method: 'OPTIONS',
      headers: {
        origin: origin ?? '',
        'access-control-request-method': method ?? 'GET',
        'access-control-request-headers': custom.join(','),
      },
      ...(signal && { signal }),
    })
    await response.body?.cancel()
    const allowed = (response.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/\s*,\s*/)
    const allowsAll = custom.every((name) => allowed.includes('*') || allowed.includes(name.toLowerCase()))
    if (!response.ok || !allows(response, origin ?? '') || !allowsAll)
      throw new TypeError(`${url} refuses the preflight`)
  }
}

function allows({ headers }: Response, origin: string): boolean {
  const allowed = headers.get('access-control-allow-origin')
  return allowed === '*' || allowed === origin
}

/** Node hides the cause in the error's cause, and that of several addresses in the first of them. */
function codeOf(error: unknown): string | undefined {
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown }
  if (typeof code === 'string') return code
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0])
  return typeof cause === 'object' && cause !== null ? codeOf(cause) : undefined
}
