/** What has to be undone before the process may end. */
export interface Stop {
  /** Resolves at the first Ctrl-C or request to end. */
  readonly asked: Promise<void>
  isAsked(): boolean
  /** Adds something to undo. */
  later(undo: () => Promise<void>): void
  /** Undoes all of it, last first, each although another failed. */
  all(): Promise<void>
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Listens for the signals that end a program.. */
export function createStop(): Stop {
  const undos: (() => Promise<void>)[] = []
  let asked = false
  return {
    asked: new Promise((resolve) => {
      for (const signal of SIGNALS) {
        process.on(signal, () => {
          // A terminal and npm both pass one Ctrl-C on: it counts once.
          if (asked) return
          asked = true
          resolve()
        })
      }
    }),
    isAsked: () => asked,
    later: (undo) => {
      undos.push(undo)
    },
    async all() {
      for (const undo of undos.splice(0).reverse()) await undo().catch(() => undefined)
    },
  }
}
