import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { ADDRESS_BAR_FEATURES, CHROMIUM_FLAGS } from '../../e2e/support/chromium-flags'
import { CHROMIUM, findBinary } from '../install/tools'

/** What DevTools answer; each caller knows the shape of its own. */
export type Answer = Readonly<Record<string, unknown>>

export interface Chromium {
  /** Sends to the browser, or to the page or worker of a session. Rejects with the browser's own words. */
  send(method: string, params?: object, session?: string): Promise<Answer>
  /** Errors and warnings of the browser itself, of sessions in which the domain of logs was enabled. */
  complaints(): readonly string[]
  /** Sessions of workers by what started them. */
  workersOf(session: string): readonly string[]
  close(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: {
    readonly sessionId?: string
    readonly targetInfo?: { readonly type?: string }
    readonly entry?: { readonly level: string; readonly source: string; readonly text: string; readonly url?: string }
  }
  readonly result?: Answer
  readonly error?: { readonly message: string }
}

/**
 * What V8 makes of functions that run often is kept, and adds a megabyte over some hundred refreshes until all is made: so a short run
 * has only the plain code. That a page's objects stay as many has nothing to do with it.
 */
const PLAIN_CODE = '--js-flags=--no-turbofan --no-maglev'

export interface ChromiumOptions {
  readonly width: number
  readonly height: number
  /** Whether V8 compiles for speed, as it does on a wall. */
  readonly compilers: boolean
}

/**
 * Debian's Chromium, spoken to by a pipe. Playwright would do, but for what it measures: it switches on the domains of network
 * and runtime, which keep bodies and objects in the very process whose memory is looked at.
 */
export async function startChromium({ width, height, compilers }: ChromiumOptions): Promise<Chromium> {
  const binary = process.env['LOOKOUT_CHROMIUM'] ?? findBinary(CHROMIUM.binaries)
  if (binary === undefined) throw new Error('Chromium is not installed')
  const profile = mkdtempSync(join(tmpdir(), 'lookout-soak-'))
  const args = [
    ...CHROMIUM_FLAGS,
    '--headless=new',
    '--remote-debugging-pipe',
    '--kiosk',
    `--window-size=${width},${height}`,
    `--user-data-dir=${profile}`,
    // One page, one process: no spare one that could be taken for it.
    `--disable-features=${[...ADDRESS_BAR_FEATURES, 'SpareRendererForSitePerProcess'].join(',')}`,
    '--disable-extensions',
    '--no-default-browser-check',
    '--mute-audio',
    ...(compilers ? [] : [PLAIN_CODE]),
    'about:blank',
  ]
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const [, , , toBrowser, fromBrowser] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>()
  const workers = new Map<string, string>()
  const complaints: string[] = []
  let lastId = 0
  let rest = ''

  const fail = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
  }
  const tidy = () => {
    child.kill('SIGKILL')
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    } catch {
      // A process of the browser that is still ending may write there; it is the system's folder for what is temporary.
    }
  }
  // Also where this process is told to end in the middle.
  process.once('exit', tidy)
  child.on('error', ({ message }) => fail(message))
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      fail('Chromium has ended.')
      resolve()
    })
  })
  toBrowser.on('error', () => fail('Chromium has closed its pipe.'))

  function hear({ id, method, sessionId, params, result, error }: Message): void {
    if (id !== undefined) {
      const call = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) call?.resolve(result ?? {})
      else call?.reject(new Error(error.message))
    } else if (method === 'Target.attachedToTarget' && params?.targetInfo?.type === 'worker') {
      if (params.sessionId !== undefined && sessionId !== undefined) workers.set(params.sessionId, sessionId)
    } else if (method === 'Target.detachedFromTarget') workers.delete(params?.sessionId ?? '')
    else if (method === 'Log.entryAdded' && params?.entry !== undefined) {
      const { level, source, text, url = '' } = params.entry
      if (level === 'error' || level === 'warning') complaints.push(`${level} of ${source}: ${text} ${url}`.trimEnd())
    }
  }
  fromBrowser.setEncoding('utf8')
  fromBrowser.on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) hear(JSON.parse(part) as Message)
  })

  return {
    send(method, params = {}, session) {
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        toBrowser.write(`${JSON.stringify({ id, method, params, ...(session && { sessionId: session }) })}\0`)
      })
    },
    complaints: () => complaints,
    workersOf: (session) => [...workers].flatMap(([worker, page]) => (page === session ? [worker] : [])),
    async close() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
      process.off('exit', tidy)
      tidy()
    },
  }
}

/** Bytes of a process that are in memory; undefined where the system does not tell. */
export function residentBytes(pid: number): number | undefined {
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
    return Number(pages) * 4096
  } catch {
    return undefined
  }
}

/** Milliseconds of processor that the main thread of a process has had; undefined where the system does not tell. */
export function mainThreadMs(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return undefined
  }
}
