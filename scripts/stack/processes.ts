import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinary, type Tool } from '../install/tools'
import { StackError } from './stack-error'

/** Full path of a program, or a StackError that says what to install. */
export function findProgram({ binaries, apt }: Tool): string {
  const file = findBinary(binaries)
  if (file !== undefined) return file
  throw new StackError(
    `${binaries[0]} is not installed: run "sudo apt-get install ${apt}", or put the program on your PATH (https://prometheus.io/download/).`,
  )
}

const STOP_PATIENCE_MS = 10_000

/** A program that runs beside us. */
export interface RunningProcess {
  readonly title: string
  readonly pid: number
  /** Resolves when it ended, with its exit code or signal. */
  readonly ended: Promise<string>
  /** Asks it to end, and ends it after 10 s. */
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): void
  /** Last line of its log that is not empty. */
  lastLogLine(): string
}

/** Starts a program with its output in a file. Throws a StackError when it cannot be started. */
export async function startProcess(options: {
  readonly title: string
  readonly file: string
  readonly args: readonly string[]
  readonly logFile: string
}): Promise<RunningProcess> {
  const { title, file, args, logFile } = options
  const output = openSync(logFile, 'w')
  let child: ChildProcess
  try {
    child = spawn(file, args, { stdio: ['ignore', output, output] })
  } finally {
    closeSync(output)
  }
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(`${signal ?? code}`)))
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) => reject(new StackError(`${title} cannot be started from ${file}: ${error.message}.`)))
  })
  return {
    title,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGTERM')
      const cancel = new AbortController()
      const overdue = sleep(STOP_PATIENCE_MS, 'overdue', { signal: cancel.signal }).catch(() => 'cancelled')
      if ((await Promise.race([ended, overdue])) === 'overdue') child.kill('SIGKILL')
      cancel.abort()
      await ended
    },
    kill: () => {
      child.kill('SIGKILL')
    },
    lastLogLine: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').at(-1) ?? '',
  }
}

/** Waits until the address answers 200. Throws a StackError when the process ends before, or after `timeoutMs`. */
export async function waitUntilReady(running: RunningProcess, address: string, timeoutMs = 60_000): Promise<void> {
  let exit: string | undefined
  void running.ended.then((how) => {
    exit = how
  })
  for (const deadlineMs = Date.now() + timeoutMs; Date.now() < deadlineMs; ) {
    if (exit !== undefined) {
      throw new StackError(`${running.title} ended (${exit}) before it was ready: ${running.lastLogLine()}`)
    }
    const isReady = await fetch(address, { signal: AbortSignal.timeout(2000) }).then(
      async (answer) => {
        await answer.body?.cancel()
        return answer.ok
      },
      () => false,
    )
    if (isReady) return
    await sleep(50)
  }
  throw new StackError(`${running.title} did not get ready within ${timeoutMs / 1000} s: ${running.lastLogLine()}`)
}
