/** What is waited for: answers, their bodies, and what `begin` was called for. */
export interface Activity {
  /** Resolves when nothing is under way any more. Rejects after 20 s of the clock on the wall. */
  settle(): Promise<void>
  /**
   * The same, and when what the page draws in slices is drawn, too. Seconds that are over in no time would otherwise have React begin
   * anew with a page that is on its way, and the one before it would be there minutes later.
   */
  rest(): Promise<void>
  /** Something begins; the returned function, called once or more, ends it. */
  begin(): () => void
  requests(): number
  /** Of those, how many went to the server of the page itself. */
  siteRequests(): number
  inFlight(): number
  mostInFlight(): number
}

const PATIENCE_MS = 20_000
const setTimer = globalThis.setTimeout.bind(globalThis)
const clearTimer = globalThis.clearTimeout.bind(globalThis)

/** Messages that the page has sent to itself: work in slices, such as React's, goes on with each. */
let slices = 0
const post = MessagePort.prototype.postMessage
MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
  slices += 1
  post.apply(this, args as Parameters<typeof post>)
}

const turns: (() => void)[] = []
const channel = new MessageChannel()
channel.port1.onmessage = () => turns.shift()?.()

const isOwn = (asked: RequestInfo | URL) =>
  new URL(asked instanceof Request ? asked.url : asked, location.href).origin === location.origin

/** A turn of the event loop, which the slice of React's and the charts' work that is due is before. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve)
    post.call(channel.port2, null)
  })
}

/**
 * Watches what is under way, in a page or in a worker. `ping` asks the workers for a word, which comes when they have done what
 * they were told; null where none was told anything.
 */
export function watchActivity(ping: () => Promise<unknown> | null): Activity {
  let [flying, most, sent, site, pending] = [0, 0, 0, 0, 0]
  const waiting: (() => void)[] = []

  function begin(): () => void {
    let isOver = false
    pending += 1
    return () => {
      if (isOver) return
      isOver = true
      pending -= 1
      if (pending === 0) for (const resume of waiting.splice(0)) resume()
    }
  }

  const fetchReally = globalThis.fetch.bind(globalThis)
  globalThis.fetch = async (...args) => {
    const end = begin()
    sent += 1
    if (isOwn(args[0])) site += 1
    flying += 1
    most = Math.max(most, flying)
    try {
      return await fetchReally(...args)
    } finally {
      flying -= 1
      end()
    }
  }
  const readReally = ReadableStreamDefaultReader.prototype.read
  ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
    const end = begin()
    try {
      return await readReally.call(this)
    } finally {
      end()
    }
  }

  async function quiet(isDrawn: boolean): Promise<void> {
    const begun = () => (isDrawn ? sent + slices : sent)
    for (;;) {
      const before = begun()
      await turn()
      if (pending > 0) await new Promise<void>((resolve) => waiting.push(resolve))
      const pinged = ping()
      if (pinged !== null) {
        await pinged
        await turn()
      }
      if (pending === 0 && pinged === null && begun() === before) return
    }
  }

  function patiently(done: Promise<void>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((_, reject) => {
      const why = () => new Error(`No rest after ${PATIENCE_MS / 1000} s: ${pending} under way, ${flying} in flight.`)
      timer = setTimer(() => reject(why()), PATIENCE_MS)
    })
    return Promise.race([done, late]).finally(() => clearTimer(timer))
  }

  return {
    begin,
    settle: () => patiently(quiet(false)),
    rest: () => patiently(quiet(true)),
    requests: () => sent,
    siteRequests: () => site,
    inFlight: () => flying,
    mostInFlight: () => most,
  }
}
