/** Resolves an address against the page. Undefined for what is no http(s) address or carries a user name or password. */
export function resolveAddress(address: string, pageUrl: string | undefined): URL | undefined {
  let url: URL
  try {
    url = new URL(address, pageUrl)
  } catch {
    return undefined
  }
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:'
  return isHttp && url.username === '' && url.password === '' ? url : undefined
}

/** The address as people may see it: no query, no fragment, no credentials. */
export function formatAddress(url: URL): string {
  return `${url.origin}${url.pathname}`
}

/** localhost, 127.0.0.0/8 and [::1]: browsers trust them even without TLS. */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  )
}

/** A page on https may not fetch plain http, except from the machine it runs on. */
export function isMixedContent(target: URL, page: URL): boolean {
  return page.protocol === 'https:' && target.protocol === 'http:' && !isLoopbackHost(target.hostname)
}
