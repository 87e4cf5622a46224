import { startProcess, waitUntilReady } from '../../scripts/stack/processes'

/** A program that serves a test. */
export interface ToolOptions {
  /** As a sentence about it begins. */
  readonly title: string
  readonly file: string
  readonly args: readonly string[]
  readonly logFile: string
  /** An address that answers 200 once it is ready. */
  readonly readyUrl: string
  /** By default 20 s. */
  readonly readyWithinMs?: number
  /** Runs after its end, such as to remove its files. */
  readonly cleanUp?: () => void
}

/** Starts a program, waits until it is ready, and returns what ends it. It also ends with this process. */
export async function startTool({
  readyUrl,
  readyWithinMs = 20_000,
  cleanUp,
  ...program
}: ToolOptions): Promise<() => Promise<void>> {
  const running = await startProcess(program)
  const killNow = () => running.kill()
  process.on('exit', killNow)
  const stop = async () => {
    process.off('exit', killNow)
    await running.stop()
    cleanUp?.()
  }
  try {
    await waitUntilReady(running, readyUrl, readyWithinMs)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
