import { createLineParser, type LineParser } from '~/domain/logs/read/line-parser'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { LogFeed, LogSink } from './feed'

/** The log of sample platforms: the same lines for a range whoever asks, and as it is asked. */
export interface SampleLog {
  /** By time, half open; a text may have several lines. */
  lines(fromMs: UnixMs, toMs: UnixMs): readonly { readonly stream: string; readonly text: string }[]
}

/** So much is written at once, before others may ask something; the newest, which are looked at first, in less. */
const SLICE_MS: DurationMs = 600_000
const NEWEST_MS: DurationMs = 120_000
/** About as much as is kept. */
const MOST_MS: DurationMs = 8 * 3_600_000
/** What is known may be this much more before it is begun anew: a live range goes on. */
const SPARE_MS: DurationMs = 4 * 3_600_000

/** Reads the log of the sample platforms, which is written as it is read. */
export function createSampleFeed(sample: SampleLog, now: () => UnixMs): LogFeed {
  /** What is written, half open; null for nothing yet. */
  let known: { fromMs: UnixMs; toMs: UnixMs } | null = null
  let parsers = new Map<string, LineParser>()

  /** Writes what comes after all that is known, or before it. */
  function write(fromMs: UnixMs, toMs: UnixMs, sink: LogSink, side: 'append' | 'prepend'): void {
    const byStream = new Map<string, string[]>()
    for (const { stream, text } of sample.lines(fromMs, toMs)) {
      const texts = byStream.get(stream) ?? []
      texts.push(...text.split('\n'))
      byStream.set(stream, texts)
    }
    for (const [stream, texts] of byStream) {
      const parser = (side === 'append' ? parsers.get(stream) : undefined) ?? createLineParser()
      if (side === 'append') parsers.set(stream, parser)
      const lines = texts.map((text) => ({ text, cutBytes: 0, isRest: false }))
      sink[side](stream, [...parser.push(lines, now()), ...parser.flush()])
    }
  }

  async function writeOn(toMs: UnixMs, sink: LogSink, signal: AbortSignal): Promise<void> {
    while (known !== null && known.toMs < toMs && !signal.aborted) {
      const untilMs = Math.min(toMs, known.toMs + SLICE_MS)
      write(known.toMs, untilMs, sink, 'append')
      known = { fromMs: known.fromMs, toMs: untilMs }
      await sink.pause()
    }
  }

  /** The newest first: they are what is looked at. */
  async function writeBack(fromMs: UnixMs, sink: LogSink, signal: AbortSignal): Promise<void> {
    while (known !== null && known.fromMs > fromMs && sink.hasRoom && !signal.aborted) {
      const sliceMs = known.fromMs === known.toMs ? NEWEST_MS : SLICE_MS
      const sinceMs = Math.max(fromMs, known.fromMs - sliceMs)
      write(sinceMs, known.fromMs, sink, 'prepend')
      known = { fromMs: sinceMs, toMs: known.toMs }
      await sink.pause()
    }
  }

  return {
    perQuery: false,
    async cover(range, sink, signal) {
      const toMs = Math.min(range.toMs, now())
      const fromMs = Math.max(range.fromMs, toMs - MOST_MS)
      if (fromMs >= toMs) return
      const isBeside =
        known !== null && Math.max(known.toMs, toMs) - Math.min(known.fromMs, fromMs) > MOST_MS + SPARE_MS
      if (known === null || isBeside) {
        sink.clear()
        parsers = new Map()
        known = { fromMs: toMs, toMs }
      }
      sink.closeGaps('older')
      if (range.fromMs < fromMs) {
        const message = 'Of a longer range the newest 8 hours of the sample are read.'
        sink.gap({ kind: 'older', stream: '', atMs: fromMs, count: null, bytes: null, message })
      }
      await writeOn(toMs, sink, signal)
      await writeBack(fromMs, sink, signal)
      if (known.fromMs > fromMs && !sink.hasRoom) {
        const message = 'Older lines of the sample were not read: there is no more room.'
        sink.gap({ kind: 'older', stream: '', atMs: known.fromMs, count: null, bytes: null, message })
      }
    },
    async poll(range, sink, signal) {
      await writeOn(Math.min(range.toMs, now()), sink, signal)
    },
  }
}
