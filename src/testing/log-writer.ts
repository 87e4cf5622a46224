import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a process does with its log file. The file that it has open stays the same one, whatever is done to its name, until it is opened again. */
export type WriterAct =
  /** Opens the file by its name; `appends` as nearly all loggers do, else it begins it anew, and writes on at its own offset whoever cuts it. */
  | { readonly kind: 'open'; readonly appends: boolean }
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  /** Shifts the rotated files by one, and renames the file to `.1`. */
  | { readonly kind: 'rename' }
  /** An empty file of the name, where there is none. */
  | { readonly kind: 'create' }
  | { readonly kind: 'copyTruncate' }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'close' }

/** To the process, which answers `{ id, error }` when all is done. */
export interface WriterOrder {
  readonly id: number
  readonly file: string
  readonly acts: readonly WriterAct[]
}

export interface LogWriter {
  /** Comes back when all was done; throws what went wrong. */
  perform(file: string, acts: readonly WriterAct[]): Promise<void>
  stop(): Promise<void>
}

/** A real process that writes log files and rotates them. */
export async function startLogWriter(): Promise<LogWriter> {
  const main = fileURLToPath(new URL('./log-writer-main.ts', import.meta.url))
  const child = fork(main, { execArgv: ['--import', 'tsx'], serialization: 'advanced' })
  const waiting = new Map<number, (error: string | null) => void>()
  let lastId = 0
  const died = once(child, 'exit').then(() => {
    for (const settle of waiting.values()) settle('the process that writes has ended')
  })
  await once(child, 'message')
  child.on('message', ({ id, error }: { id: number; error: string | null }) => {
    waiting.get(id)?.(error)
    waiting.delete(id)
  })
  return {
    async perform(file, acts) {
      if (acts.length === 0) return
      lastId += 1
      const id = lastId
      const error = await new Promise<string | null>((settle) => {
        waiting.set(id, settle)
        child.send({ id, file, acts } satisfies WriterOrder)
      })
      if (error !== null) throw new Error(error)
    },
    async stop() {
      child.disconnect()
      await died
    },
  }
}
