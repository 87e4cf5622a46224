import { spawn } from 'node:child_process'

export interface Finished {
  /** null when a signal ended it. */
  readonly code: number | null
  /** What it said, empty when it spoke to the terminal itself. */
  readonly output: string
}

/** Runs a program to its end with standard input closed. `signal` ends it; a program that is not there ends with 127. */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly loud?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: options.loud === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    })
    const parts: Buffer[] = []
    const end = () => child.kill('SIGTERM')
    options.signal?.addEventListener('abort', end)
    child.stdout?.on('data', (chunk: Buffer) => parts.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => parts.push(chunk))
    const finish = (code: number | null, extra = '') => {
      options.signal?.removeEventListener('abort', end)
      resolve({ code, output: Buffer.concat(parts).toString() + extra })
    }
    child.on('error', (error) => finish(127, `${error.message}\n`))
    child.on('close', (code) => finish(code))
  })
}
