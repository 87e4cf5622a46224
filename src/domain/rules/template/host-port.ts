/** Cuts `host:port` or `[v6]:port` as Go's net.SplitHostPort does; null for a text that is neither. */
function splitHostPort(text: string): { readonly host: string; readonly port: string } | null {
  const colon = text.lastIndexOf(':')
  if (colon < 0) return null
  const port = text.slice(colon + 1)
  const hasBracket = text.startsWith('[')
  const host = hasBracket ? text.slice(1, text.indexOf(']')) : text.slice(0, colon)
  if (hasBracket && text.indexOf(']') !== colon - 1) return null
  if (!hasBracket && host.includes(':')) return null
  // A bracket anywhere else.
  if (/[[\]]/.test(host) || /[[\]]/.test(port)) return null
  return { host, port }
}

/** `web-1:9090` is `web-1`; a text without a port stays. */
export function stripPort(hostPort: string): string {
  return splitHostPort(hostPort)?.host ?? hostPort
}

/** `web-1.example.com:9090` is `web-1:9090`; an address in numbers stays. */
export function stripDomain(hostPort: string): string {
  const split = splitHostPort(hostPort)
  const host = split?.host ?? hostPort
  if (isIpAddress(host)) return hostPort
  const name = host.split('.', 1)[0] ?? ''
  const port = split?.port ?? ''
  if (port === '') return name
  return name.includes(':') || name.includes('%') ? `[${name}]:${port}` : `${name}:${port}`
}

function isIpAddress(text: string): boolean {
  if (isIpV4(text)) return true
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(text) || !text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)
  let count = groups.length
  if (last?.includes('.')) {
    if (!isIpV4(last) || text.endsWith('::')) return false
    groups.pop()
    count++
  }
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false
  return halves.length === 2 ? count < 8 : count === 8
}

function isIpV4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)
}
