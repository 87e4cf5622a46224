export interface SafeUrl {
  /** Fit for an `href`: http, https or mailto, without user name and password. */
  readonly href: string
  /** Where the link really goes, in ASCII (`xn--…`), to be shown beside it; empty for mailto. */
  readonly host: string
  /** A user name or password was taken out: `https://bank.example@evil.example/` goes to evil.example. Warn. */
  readonly hadCredentials: boolean
}

const SCHEMES = ['http:', 'https:', 'mailto:']
const MAX_LENGTH = 8_192
/** Control characters, and those that reorder or hide text: the parser would drop some of them without a word. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const ABSOLUTE = /^[a-z][a-z\d+.-]*:/i
/** A path, query or fragment; `//host` and `/\host` are other people's hosts in disguise. */
const RELATIVE = /^(?:\.{0,2}\/(?![/\\])|[?#])/

/**
 * The one door for links that come from outside. Null means: show the text, make no link. Relative text needs a `base`
 * and must begin with `/`, `./`, `../`, `?` or `#`.
 */
export function safeUrl(text: string, base?: string): SafeUrl | null {
  const trimmed = text.replace(/^ +| +$/g, '')
  if (trimmed === '' || trimmed.length > MAX_LENGTH || DECEPTIVE.test(trimmed)) return null
  const isAbsolute = ABSOLUTE.test(trimmed)
  if (!isAbsolute && (base === undefined || trimmed.includes('\\') || !RELATIVE.test(trimmed))) return null
  const url = parseUrl(trimmed, isAbsolute ? undefined : base)
  if (url === null || !SCHEMES.includes(url.protocol)) return null
  const hadCredentials = url.username !== '' || url.password !== ''
  url.username = ''
  url.password = ''
  return { href: url.href, host: url.host, hadCredentials }
}

function parseUrl(text: string, base: string | undefined): URL | null {
  try {
    return new URL(text, base)
  } catch {
    return null
  }
}
