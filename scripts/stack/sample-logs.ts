import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as pause } from 'node:timers/promises'
import { createSampleLines, type SampleLine } from '~/demo/logs/sample-lines'
import { SAMPLE_SEED } from '~/demo/sample-platforms'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import { openRotatedFile } from './rotated-file'

export interface SampleLogsOptions {
  /** A folder for the log files alone: what is in it is removed. */
  readonly folder: string
  readonly nowMs: () => UnixMs
  /** So much of the past is written first. */
  readonly historyMs: DurationMs
  /** A file is rotated before it becomes larger. */
  readonly maxBytes?: number
}

/** The log files of the sample platforms, `<stream>.log`, as they are written. */
export interface SampleLogs {
  /** Writes lines of a request from outside as their times come; resolves when the last one is written. */
  write(lines: readonly SampleLine[]): Promise<void>
  /** Nothing is written any more; what waits for its time is not waited for. */
  stop(): void
}

/** As deploy/lookout/config.json names them. */
const KEPT_FILES = 3
const MAX_BYTES = 8 * 1024 * 1024
const WRITE_MS = 1_000
/** So much of the past is made at once: a stack that is stopped while it starts must hear it. */
const SLICE_MS = 600_000

interface Waiting {
  readonly line: SampleLine
  readonly written: () => void
}

/** Writes the past and goes on each second; resolves when the past is written. */
export async function startSampleLogs(options: SampleLogsOptions, signal?: AbortSignal): Promise<SampleLogs> {
  const { folder, nowMs, historyMs, maxBytes = MAX_BYTES } = options
  const sample = createSampleLines({ seed: SAMPLE_SEED })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files = new Map(
    sample.streams.map((stream) => {
      const path = join(folder, `${stream}.log`)
      // A platform that had nothing to say has a file all the same.
      writeFileSync(path, '')
      return [stream, openRotatedFile({ path, maxBytes, keep: KEPT_FILES })] as const
    }),
  )
  let writtenMs = nowMs() - historyMs
  let waiting: Waiting[] = []

  function append(lines: readonly SampleLine[]): void {
    const texts = new Map<string, string>()
    for (const { stream, text } of lines) texts.set(stream, `${texts.get(stream) ?? ''}${text}\n`)
    for (const [stream, text] of texts) files.get(stream)?.append(text)
  }

  function writeTo(toMs: UnixMs): void {
    if (toMs <= writtenMs) return
    const due = waiting.filter(({ line }) => line.timeMs < toMs)
    waiting = waiting.filter(({ line }) => line.timeMs >= toMs)
    const lines = [...sample.lines(writtenMs, toMs), ...due.map(({ line }) => line)]
    append(lines.sort((a, b) => a.timeMs - b.timeMs))
    writtenMs = toMs
    for (const { written } of due) written()
  }

  const beginMs = nowMs()
  while (writtenMs < beginMs) {
    signal?.throwIfAborted()
    writeTo(Math.min(beginMs, writtenMs + SLICE_MS))
    await pause()
  }
  signal?.throwIfAborted()
  const timer = setInterval(() => writeTo(nowMs()), WRITE_MS)

  return {
    async write(lines) {
      await Promise.all(lines.map((line) => new Promise<void>((written) => waiting.push({ line, written }))))
    },
    stop() {
      clearInterval(timer)
      for (const { written } of waiting) written()
      waiting = []
    },
  }
}
