import * as v from 'valibot'

/** Host names, IPv4 and bracketed IPv6. URL() lets `;`, `,`, `*` and `'` through, which would end or widen a policy line. */
const PLAIN_HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9.])?|\[[0-9a-f:.]+\])$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: URL() silently drops tabs and line breaks, so `java\nscript:` must be refused before it
const SPACE_OR_CONTROL = /[\u0000-\u0020\u007f-\u00a0\u2028-\u202e\ufeff]/

/** Why an address of a source cannot be used, in words that follow "must": `undefined` when it can. */
function faultOfAddress(text: string): string | undefined {
  if (text === '') return 'must not be empty'
  if (SPACE_OR_CONTROL.test(text)) return 'must not contain spaces or control characters'
  if (text.includes('\\')) return 'must not contain a backslash'
  if (text.includes('#')) return 'must not have a fragment (#...)'
  if (text.includes('?')) return 'must not have a query (?...)'
  if (text.startsWith('//')) return 'must start with http:// or https://, or with a single /'
  if (text.startsWith('/')) return hasDotSegment(text) ? 'must not contain . or .. segments' : undefined
  return faultOfAbsolute(text)
}

function faultOfAbsolute(text: string): string | undefined {
  if (!/^https?:\/\/[^/]/i.test(text)) return 'must start with http:// or https://, or with a single /'
  if (hasDotSegment(text)) return 'must not contain . or .. segments'
  const url = parseUrl(text)
  if (url === undefined) return 'must be an address such as https://prometheus.example/prefix'
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/]*@/i.test(text)) {
    return 'must not contain a user name or password: this file is public, let the proxy add them'
  }
  return PLAIN_HOST.test(url.hostname) ? undefined : 'must have a plain host name'
}

function hasDotSegment(text: string): boolean {
  return /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(text)
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** The base address without trailing slash, so that a path is joined by plain concatenation: `/` becomes `''`. */
function normaliseAddress(text: string): string {
  const base = text.startsWith('/') ? text : new URL(text).href
  return base.replace(/\/+$/, '')
}

function faultOfOrigin(text: string): string | undefined {
  const wanted = 'must be an origin such as https://intranet.example, without path or wildcard'
  if (SPACE_OR_CONTROL.test(text) || !/^https?:\/\/[^/\\?#@]+\/?$/i.test(text)) return wanted
  const url = parseUrl(text)
  return url !== undefined && PLAIN_HOST.test(url.hostname) ? undefined : wanted
}

/** Text to text, with the message that `faultOf` gives when it gives one. */
function checked(maxLength: number, faultOf: (text: string) => string | undefined) {
  return v.pipe(
    v.string('must be text'),
    v.maxLength(maxLength, `must have at most ${maxLength} characters`),
    v.check(
      (text) => faultOf(text) === undefined,
      (issue) => faultOf(issue.input) ?? 'is not valid',
    ),
  )
}

/** Address of a source: http(s) or a path from this server's root; decoded without trailing slash, prefix kept. */
export const sourceAddress = v.pipe(checked(2048, faultOfAddress), v.transform(normaliseAddress))

/** An origin that may frame `/embed/`, decoded to its serialised form: `https://intranet.example`. */
export const frameOrigin = v.pipe(
  checked(300, faultOfOrigin),
  v.transform((text) => new URL(text).origin),
)

/** Address of a link for people: as a source's, but query and fragment are welcome. */
export const linkAddress = checked(2048, (text) => faultOfAddress(text.replace(/[?#].*$/s, '')) ?? faultOfTail(text))

function faultOfTail(text: string): string | undefined {
  return SPACE_OR_CONTROL.test(text) ? 'must not contain spaces or control characters' : undefined
}
