import type { UnixMs } from '~/domain/units-of-measure'

/** Remembers which origins this page's Content-Security-Policy kept it from asking. */
export interface PolicyWatch {
  wasBlocked(url: URL, sinceMs: UnixMs): boolean
  stop(): void
}

const maxOrigins = 50

/** Listens for `securitypolicyviolation` on the document; fetch itself only says "Failed to fetch". */
export function watchPolicy(target: EventTarget | undefined, now: () => UnixMs): PolicyWatch {
  const lastMs = new Map<string, UnixMs>()
  const onViolation = (event: Event) => {
    const { blockedURI, effectiveDirective } = event as SecurityPolicyViolationEvent
    if (effectiveDirective !== 'connect-src' && effectiveDirective !== 'default-src') return
    const origin = URL.canParse(blockedURI) ? new URL(blockedURI).origin : undefined
    if (origin === undefined) return
    if (lastMs.size >= maxOrigins && !lastMs.has(origin)) lastMs.clear()
    lastMs.set(origin, now())
  }
  target?.addEventListener('securitypolicyviolation', onViolation)
  return {
    wasBlocked: (url, sinceMs) => (lastMs.get(url.origin) ?? Number.NEGATIVE_INFINITY) >= sinceMs,
    stop: () => target?.removeEventListener('securitypolicyviolation', onViolation),
  }
}
