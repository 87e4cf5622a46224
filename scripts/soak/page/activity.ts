/** What is waited for: answers, their bodies, and what `begin` was called for. */
export interface Activity {
  /** Resolves when nothing is under way any more. Rejects after 20 s of the clock on the wall. */
  settle(): Promise<void>
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

const turns: (() => void)[] = []
const channel = new MessageChannel()
channel.port1.onmessage = () => turns.shift()?.()

const isOwn = (asked: RequestInfo | URL) =>
  new URL(asked instanceof Request ? asked.url : asked, location.href).origin === location.origin

/** A turn of the event loop, which React's and the charts' own turns are before. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve)
    channel.port2.postMessage(null)
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

  async function quiet(): Promise<void> {
    for (;;) {
      const before = sent
      await turn()
      if (pending > 0) await new Promise<void>((resolve) => waiting.push(resolve))
      const pinged = ping()
      if (pinged !== null) {
        await pinged
        await turn()
      }
      if (pending === 0 && pinged === null && sent === before) return
    }
  }

  return {
    begin,
    settle() {
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<void>((_, reject) => {
        const why = () => new Error(`No rest after ${PATIENCE_MS / 1000} s: ${pending} under way, ${flying} in flight.`)
        timer = setTimer(() => reject(why()), PATIENCE_MS)
      })
      return Promise.race([quiet(), late]).finally(() => clearTimer(timer))
    },
    requests: () => sent,
    siteRequests: () => site,
    inFlight: () => flying,
    mostInFlight: () => most,
  }
}
