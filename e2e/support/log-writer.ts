import { appendFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A process that logs: its lines carry a number, `line 1`, `line 2` and so on, and it is rotated by renaming as logrotate does. */
export interface LogWriter {
  readonly folder: string
  /** All that was written, in its order. */
  readonly lines: readonly WrittenLine[]
  /** Writes so many more lines at once, the last of them now and the others up to `stepMs` apart before it; none before one already written. */
  write(count: number, stepMs?: number): void
  rotate(): void
  remove(): void
}

export interface WrittenLine {
  readonly timestamp: string
  readonly level: string
  readonly logger: string
  readonly message: string
  readonly service: string
  readonly trace_id: string
  readonly duration_ms: number
  readonly context: { readonly request_id: string }
}

const LEVELS = ['INFO', 'INFO', 'DEBUG', 'WARNING', 'INFO', 'ERROR', 'INFO'] as const
const SERVICES = ['api', 'worker', 'renderer'] as const

/** Writes `app.log` in a folder of its own. */
export function startLogWriter(): LogWriter {
  const folder = mkdtempSync(join(tmpdir(), 'lookout-written-'))
  const file = join(folder, 'app.log')
  const lines: WrittenLine[] = []
  return {
    folder,
    lines,
    write(count, stepMs = 1) {
      const nowMs = Date.now()
      const lastMs = Date.parse(lines.at(-1)?.timestamp ?? '1970-01-01T00:00:00Z')
      const texts: string[] = []
      for (let left = count - 1; left >= 0; left--) {
        const n = lines.length + 1
        const level = LEVELS[n % LEVELS.length] ?? ''
        const line = {
          timestamp: new Date(Math.max(lastMs, nowMs - left * stepMs)).toISOString(),
          level,
          logger: 'app.api.main',
          message: level === 'ERROR' ? `line ${n}: Worker out of memory` : `line ${n}`,
          service: SERVICES[n % SERVICES.length] ?? '',
          trace_id: `trace_${Math.floor(n / 4)
            .toString(16)
            .padStart(12, '0')}`,
          duration_ms: (n * 37) % 1_000,
          context: { request_id: `req_${n}` },
        }
        lines.push(line)
        texts.push(`${JSON.stringify(line)}\n`)
      }
      appendFileSync(file, texts.join(''))
    },
    rotate() {
      for (const place of [2, 1]) {
        if (existsSync(`${file}.${place}`)) renameSync(`${file}.${place}`, `${file}.${place + 1}`)
      }
      renameSync(file, `${file}.1`)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
