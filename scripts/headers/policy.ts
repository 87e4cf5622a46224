import type { Config, ConfigSources } from '~/domain/config/config'
import { addressesAsked } from '~/domain/config/source-addresses'

export type Header = readonly [name: string, value: string]

/** `page` may never be framed; `embed` is everything under `/embed/`, framed by the origins that the configuration names. */
export type HeaderScope = 'page' | 'embed'

/** Only over https: a browser ignores it on http, and a proxy that ends TLS adds it itself. */
export const STRICT_TRANSPORT: Header = ['Strict-Transport-Security', 'max-age=31536000']

const FIXED: readonly Header[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), ' +
      'local-network=(self), loopback-network=(self), screen-wake-lock=(self)',
  ],
]

/**
 * With the opener's policy it isolates the page, which may then share memory with its workers: a query that has begun in an embedded
 * source can be cancelled. Only for those: an isolated page needs a process that no browser holds ready, 20 ms.
 */
const ISOLATION: Header = ['Cross-Origin-Embedder-Policy', 'require-corp']

/** Every header that protects the app, for every response: pages, assets, errors and proxied answers alike. */
export function securityHeaders(config: Config, scope: HeaderScope): readonly Header[] {
  const isEmbedded = config.sources.metrics.some(({ kind }) => kind === 'sample' || kind === 'scrape')
  return [
    ['Content-Security-Policy', contentSecurityPolicy(config, scope)],
    ...FIXED,
    ...(isEmbedded ? [ISOLATION] : []),
  ]
}

/**
 * The policy as one line. Workers take the policy of their own response, so assets need it as well.
 * `upgrade-insecure-requests` is left out: it would rewrite `http://prometheus:9090`.
 */
export function contentSecurityPolicy(config: Config, scope: HeaderScope): string {
  const ancestors = scope === 'embed' ? config.embed.frameAncestors : []
  return [...directives(config), `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`].join('; ')
}

/** The policy for a `<meta>` element, in which `frame-ancestors` has no meaning. */
export function metaPolicy(config: Config): string {
  return directives(config).join('; ')
}

function directives(config: Config): readonly string[] {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...sourceOrigins(config.sources)].join(' '),
    "manifest-src 'self'",
    "media-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types app-worker',
  ]
}

/** Origins of the absolute addresses, each once, in a stable order. Relative addresses are covered by 'self'. */
function sourceOrigins(sources: ConfigSources): readonly string[] {
  const absolute = addressesAsked(sources).filter((address) => /^https?:/.test(address))
  return [...new Set(absolute.map((address) => new URL(address).origin))].sort()
}

/** How long a browser may keep an answer for a path of the app: names under /assets/ change with their content. */
export function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
