import { isLoopbackHost } from './address'

/** Hosts that Chromium's Local Network Access guards: loopback, private and link-local addresses, and `.local` names. */
export function isLocalNetworkHost(hostname: string): boolean {
  return (
    isLoopbackHost(hostname) ||
    hostname.endsWith('.local') ||
    /^10\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(hostname) ||
    /^\[f[cd][0-9a-f]{2}:|^\[fe80:/.test(hostname)
  )
}
