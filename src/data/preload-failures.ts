/**
 * Fetches what explains failures while the server still answers: with the network gone it could not be fetched.
 * To be called when the page is idle.
 */
export function preloadFailures(): void {
  const parts = [
    import('./transport/unreachable'),
    import('./decode/http-error'),
    import('./prometheus/start-check'),
    import('./prometheus/lesser-calls'),
    import('./decode/worker-protocol'),
  ]
  // Without them a failure is told in fewer words; the next failure tries again.
  void Promise.allSettled(parts)
}
