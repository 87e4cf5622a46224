interface WorkerPolicy {
  createScriptURL(url: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: WorkerPolicy): WorkerPolicy
}

/**
 * The absolute address of a worker script that this app was built with. Throws for anything but this origin's
 * own assets: the one place where text may become code.
 */
export function checkWorkerUrl(url: string, pageUrl: string, assetsPath: string): string {
  const script = new URL(url, pageUrl)
  if (script.origin !== new URL(pageUrl).origin || !script.pathname.startsWith(assetsPath)) {
    throw new TypeError(`not a worker of this app: ${script.origin}${script.pathname}`)
  }
  return script.href
}

let policy: WorkerPolicy | undefined

/** The policy that the CSP names (`trusted-types app-worker`). Its name may be taken once in a page. */
function workerPolicy(): WorkerPolicy {
  if (policy !== undefined) return policy
  // Vite's development server serves sources, not assets, and without the CSP.
  const assetsPath = `${import.meta.env.BASE_URL}${import.meta.env.DEV ? '' : 'assets/'}`
  const rules: WorkerPolicy = { createScriptURL: (url) => checkWorkerUrl(url, location.href, assetsPath) }
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory }
  policy = trustedTypes?.createPolicy('app-worker', rules) ?? rules
  return policy
}

/** Starts a module worker from an address that Vite made (`?worker&url`), under Trusted Types where the browser has them. */
export function createTrustedWorker(url: string): Worker {
  return new Worker(workerPolicy().createScriptURL(url), { type: 'module' })
}

/** Starts such a worker and listens to it. `died` is called when its script cannot be loaded and when it fails. */
export function startTrustedWorker(url: string, said: (message: unknown) => void, died: () => void): Worker {
  const worker = createTrustedWorker(url)
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => said(data))
  worker.addEventListener('messageerror', died)
  worker.addEventListener('error', (event) => {
    // Whoever listens recovers by itself; without this the browser would report the same fault as the page's.
    event.preventDefault()
    died()
  })
  return worker
}
