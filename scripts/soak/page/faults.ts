/** What a page or a worker must never say: errors on its console, what its policy forbids, rejections that nobody caught. */
export function listenForFaults(): () => readonly string[] {
  const faults: string[] = []
  const MOST = 20
  const note = (what: string) => {
    if (faults.length < MOST) faults.push(what.slice(0, 300))
  }
  for (const level of ['error', 'warn'] as const) {
    const say = console[level].bind(console)
    console[level] = (...words: unknown[]) => {
      note(`console.${level}: ${words.map(String).join(' ')}`)
      say(...words)
    }
  }
  addEventListener('error', ({ message }) => note(`error: ${message}`))
  addEventListener('unhandledrejection', ({ reason }) => note(`unhandled rejection: ${String(reason)}`))
  // Of a page they bubble up to its window.
  addEventListener('securitypolicyviolation', (event) => {
    const { violatedDirective, blockedURI } = event as SecurityPolicyViolationEvent
    note(`policy: ${violatedDirective} ${blockedURI}`)
  })
  return () => faults
}
