import type { BrowserContext, ConsoleMessage, Page, Worker } from '@playwright/test'

/** What a page said that it should not have: console, errors, rejections, violations of the policy, dialogs. */
export interface Noise {
  /** Listens to a context; the test's own is listened to already. */
  watch(context: BrowserContext): Promise<void>
  /** This test brings such noise about: it is allowed, and has to come. Matched against the text and the address. */
  expect(pattern: RegExp): void
  /** Noise that may come, because the moment decides. */
  tolerate(pattern: RegExp): void
  /** What nobody expected, and what was expected and did not come. */
  faults(): readonly string[]
}

interface Expected {
  readonly pattern: RegExp
  readonly required: boolean
  seen: boolean
}

/** Collects noise. */
export function createNoise(): Noise {
  const heard: string[] = []
  const expected: Expected[] = []

  function onConsole(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    heard.push(`console ${message.type()}: ${message.text()} ${message.location().url}`)
  }
  function onWorker(worker: Worker): void {
    worker.on('console', onConsole)
  }
  function onPage(page: Page): void {
    page.on('worker', onWorker)
    page.on('dialog', (dialog) => {
      heard.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('crash', () => heard.push('the page crashed'))
  }

  return {
    async watch(context) {
      context.on('console', onConsole)
      // Uncaught errors and unhandled rejections.
      context.on('weberror', (error) => heard.push(`page error: ${error.error().message}`))
      for (const page of context.pages()) onPage(page)
      context.on('page', onPage)
      await context.exposeBinding('__violation', (_source, text: string) => heard.push(`policy: ${text}`))
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const report: unknown = Reflect.get(window, '__violation')
          const text = `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`
          if (typeof report === 'function') report(text)
        })
      })
    },
    expect: (pattern) => void expected.push({ pattern, required: true, seen: false }),
    tolerate: (pattern) => void expected.push({ pattern, required: false, seen: false }),
    faults() {
      const unexpected = heard.filter((line) => {
        const matching = expected.filter(({ pattern }) => pattern.test(line))
        for (const one of matching) one.seen = true
        return matching.length === 0
      })
      const missing = expected.filter(({ required, seen }) => required && !seen)
      return [...unexpected, ...missing.map(({ pattern }) => `expected and not heard: ${pattern}`)]
    },
  }
}
