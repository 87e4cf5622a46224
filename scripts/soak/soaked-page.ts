import { createHash } from 'node:crypto'
import { type Chromium, mainThreadMs, residentBytes } from './chromium'
import type { SoakPage } from './page/main'

/** One look at what a page holds, after its garbage was collected. */
export interface Look {
  /** Of the page's own thread: objects of scripts, of the DOM, and buffers. */
  readonly heapBytes: number
  /** The same of all its workers. */
  readonly workerBytes: number
  /** Of the page's process; undefined where the system does not tell. */
  readonly residentBytes: number | undefined
  /** Numbers that must not grow. */
  readonly counts: Readonly<Record<string, number>>
}

type Method = {
  [Name in keyof SoakPage]: SoakPage[Name] extends (...args: never[]) => unknown ? Name : never
}[keyof SoakPage]

/** The page as the test drives it. */
export interface SoakedPage {
  call<Name extends Method>(
    name: Name,
    ...args: Parameters<SoakPage[Name]>
  ): Promise<Awaited<ReturnType<SoakPage[Name]>>>
  /** Runs an expression in the page, for what a person would do there. */
  evaluate<Result>(expression: string): Promise<Result>
  /** Until an expression is true. Rejects after half a minute. */
  waitFor(expression: string): Promise<void>
  look(): Promise<Look>
  /** Milliseconds of processor that the page's own thread has had; undefined where the system does not tell. */
  workedMs(): Promise<number | undefined>
  /** A fingerprint of what is on the screen but for values, ages and times. */
  picture(): Promise<string>
  /** Whether things move, as on a wall, or stand at once where they belong. */
  setMotion(isOn: boolean): Promise<void>
  /** What the browser has to say against the page so far. For the end: from then on it keeps entries. */
  complaints(): Promise<readonly string[]>
  send: (method: string, params?: object) => Promise<unknown>
  close(): Promise<void>
}

/** Opens an address in a page of its own and waits until its panels are live. */
export async function openSoakedPage(chromium: Chromium, url: string): Promise<SoakedPage> {
  const { targetId } = await chromium.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await chromium.send('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  const send = (method: string, params?: object) => chromium.send(method, params, session)
  await send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true })
  await send('Page.navigate', { url })

  async function evaluate<Result>(expression: string): Promise<Result> {
    const answer = (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })) as {
      readonly result?: { readonly value?: Result }
      readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } }
    }
    const { exceptionDetails: fault } = answer
    if (fault !== undefined) throw new Error(fault.exception?.description ?? fault.text)
    return answer.result?.value as Result
  }

  async function heapOf(of: string): Promise<number> {
    // What one collection frees may hold what the next one frees.
    for (let i = 0; i < 2; i++) await chromium.send('HeapProfiler.collectGarbage', {}, of)
    const usage = (await chromium.send('Runtime.getHeapUsage', {}, of)) as {
      readonly usedSize: number
      readonly embedderHeapUsedSize?: number
      readonly backingStorageSize?: number
    }
    return usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0)
  }

  const call: SoakedPage['call'] = (name, ...args) => evaluate(`window.__soak.${name}(...${JSON.stringify(args)})`)

  return {
    call,
    evaluate,
    send,
    async waitFor(expression) {
      for (const untilMs = Date.now() + 30_000; Date.now() < untilMs; ) {
        // Until the page is there its context may be replaced under a question.
        if (await evaluate<boolean>(expression).catch(() => false)) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      const seen = await evaluate<string>('document.body.innerText.slice(0, 500)')
      throw new Error(`Nothing came of ${expression}; the page says: ${seen}`)
    },
    async look() {
      await call('rest')
      let workerBytes = 0
      for (const worker of chromium.workersOf(session)) workerBytes += await heapOf(worker)
      const heapBytes = await heapOf(session)
      const dom = (await send('Memory.getDOMCounters')) as Record<string, number>
      const own = await call('counts')
      const pid = await findProcess(chromium)
      return {
        heapBytes,
        workerBytes,
        residentBytes: pid === undefined ? undefined : residentBytes(pid),
        counts: {
          nodes: dom['nodes'] ?? 0,
          listeners: dom['jsEventListeners'] ?? 0,
          documents: dom['documents'] ?? 0,
          ...own,
        },
      }
    },
    async workedMs() {
      const pid = await findProcess(chromium)
      return pid === undefined ? undefined : mainThreadMs(pid)
    },
    async picture() {
      await call('hideValues', true)
      const { data } = (await send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })) as {
        readonly data: string
      }
      await call('hideValues', false)
      return createHash('sha256').update(data).digest('hex').slice(0, 12)
    },
    async setMotion(isOn) {
      const value = isOn ? 'no-preference' : 'reduce'
      await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value }] })
    },
    async complaints() {
      await send('Log.enable')
      await send('Log.disable')
      return chromium.complaints()
    },
    close: async () => void (await chromium.send('Target.closeTarget', { targetId })),
  }
}

/** The renderer that has worked most is the page's: the others have drawn nothing. */
async function findProcess(chromium: Chromium): Promise<number | undefined> {
  const { processInfo } = (await chromium.send('SystemInfo.getProcessInfo')) as {
    readonly processInfo: readonly { readonly type: string; readonly id: number; readonly cpuTime: number }[]
  }
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  return renderers.toSorted((a, b) => b.cpuTime - a.cpuTime)[0]?.id
}

/** Seconds of processor that all processes of the browser took, by their kind. */
export async function processorSeconds(chromium: Chromium): Promise<Readonly<Record<string, number>>> {
  const { processInfo } = (await chromium.send('SystemInfo.getProcessInfo')) as {
    readonly processInfo: readonly { readonly type: string; readonly cpuTime: number }[]
  }
  const total: Record<string, number> = {}
  for (const { type, cpuTime } of processInfo) total[type] = (total[type] ?? 0) + cpuTime
  return total
}
