import type { ReadFailed } from '~/data/logs/tail/file-access'
import { createFileFollower, type FileFollower, type FollowResult } from '~/data/logs/tail/follow-file'
import type { PartFetch } from '~/data/logs/tail/http-parts'
import type { ReadLine } from '~/domain/logs/model'
import { createLineParser, type LineParser } from '~/domain/logs/read/line-parser'
import { SourceError, type SourceErrorKind } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import type { LogFeed, LogSink } from './feed'

/** So much of the end of a file is read first: more than a screen of lines, which is shown while older ones are read. */
const FIRST_BYTES = 256 * 1024
/** Of older lines, so many bytes at once. */
const OLDER_BYTES = 4 * 1_048_576

/** One file as it is written to, and those it is rotated to. */
export interface FollowedFile {
  /** Name for the screen. */
  readonly stream: string
  /** The file that is written to first. */
  readonly addresses: readonly string[]
}

interface Followed {
  readonly stream: string
  readonly follower: FileFollower
  readonly parser: LineParser
  warning: string | null
  /** Lines that were read, and how long they are all together: what others are like that were not. */
  lines: number
  characters: number
}

/** Follows files on a web server as one source. */
export function createFileFeed(files: readonly FollowedFile[], fetch: PartFetch, now: () => UnixMs): LogFeed {
  const followed = files.map(
    ({ stream, addresses }): Followed => ({
      stream,
      follower: createFileFollower({ stream, addresses, fetch, now, startBytes: FIRST_BYTES }),
      parser: createLineParser(),
      warning: null,
      lines: 0,
      characters: 0,
    }),
  )

  /** Reads what is new in one file until there is no more; answers why it stopped before. */
  async function readOn(file: Followed, sink: LogSink, signal: AbortSignal): Promise<ReadFailed | null> {
    for (;;) {
      const { pieces, error, more } = await file.follower.poll(signal)
      for (const piece of pieces) {
        if (piece.kind === 'lines') sink.append(file.stream, counted(file, file.parser.push(piece.lines, now())))
        else if (piece.gap.kind === 'skipped') {
          // What goes on after it belongs to no line before it.
          sink.append(file.stream, file.parser.flush())
          sink.seam(file.stream)
        }
        // Told by what is left of it, as what was skipped is.
        else if (piece.gap.kind !== 'older') sink.gap(piece.gap)
      }
      tellWarning(file, sink)
      tellSkipped(file, sink)
      if (error !== null || !more) {
        // A traceback is written in one go: what is held has come to its end.
        sink.append(file.stream, file.parser.flush())
        return error
      }
      await sink.pause()
    }
  }

  function counted(file: Followed, lines: readonly ReadLine[]): readonly ReadLine[] {
    file.lines += lines.length
    for (const { raw } of lines) file.characters += raw.length + 1
    return lines
  }

  /** So many bytes as lines, by what the lines are like that were read. */
  function asLines({ stream, lines, characters }: Followed, bytes: number): string {
    const size = `${(bytes / 1_048_576).toFixed(1)} MiB`
    if (lines === 0) return `${size} of older lines of ${stream}`
    const count = Math.max(1, Math.round((bytes * lines) / characters))
    return `About ${roundedTo2Digits(count).toLocaleString('en-GB')} older lines of ${stream} (${size})`
  }

  function tellSkipped(file: Followed, sink: LogSink): void {
    const { stream, follower } = file
    sink.closeGaps('skipped', stream)
    const bytes = follower.skippedBytes
    if (bytes === 0) return
    const why = sink.hasRoom
      ? 'came at once and were skipped.'
      : 'came at once and were skipped: there is no more room.'
    const message = `${asLines(file, bytes)} ${why}`
    sink.gap({ kind: 'skipped', stream, atMs: null, count: null, bytes, message, canLoad: sink.hasRoom })
  }

  /** Reads so many older bytes, and puts them before all others. */
  async function readOlder(file: Followed, sink: LogSink, signal: AbortSignal): Promise<ReadFailed | null> {
    const { pieces, error }: FollowResult = await file.follower.older(OLDER_BYTES, signal)
    const parser = createLineParser()
    for (const piece of pieces) {
      if (piece.kind === 'gap') sink.gap(piece.gap)
      else sink.prepend(file.stream, counted(file, [...parser.push(piece.lines, now()), ...parser.flush()]))
    }
    sink.closeSeams(file.stream, file.follower.skippedParts)
    tellSkipped(file, sink)
    await sink.pause()
    return error
  }

  function tellWarning(file: Followed, sink: LogSink): void {
    const { follower, stream } = file
    const binary = follower.hasZeros ? `${stream} has bytes of zero: is it binary?` : null
    const warning = follower.warning ?? binary
    if (warning === file.warning) return
    file.warning = warning
    sink.closeGaps('unread', stream)
    if (warning === null) return
    sink.gap({ kind: 'unread', stream, atMs: null, count: null, bytes: null, message: warning })
  }

  /** Reads backwards until the oldest line is older than a moment, or there is no room. */
  async function readBack(
    file: Followed,
    fromMs: UnixMs,
    sink: LogSink,
    signal: AbortSignal,
  ): Promise<ReadFailed | null> {
    const { stream, follower } = file
    const isShort = () => (sink.oldestMs(stream) ?? Number.POSITIVE_INFINITY) > fromMs
    while (follower.unreadBytes > 0 && isShort() && sink.hasRoom && !signal.aborted) {
      const error = await readOlder(file, sink, signal)
      if (error !== null) return error
    }
    sink.closeGaps('older', stream)
    const bytes = follower.unreadBytes - follower.skippedBytes
    if (bytes > 0 && isShort()) {
      const message = `${asLines(file, bytes)} were not read: there is no more room.`
      sink.gap({ kind: 'older', stream, atMs: sink.oldestMs(stream), count: null, bytes, message })
    }
    return null
  }

  async function each(read: (file: Followed) => Promise<ReadFailed | null>): Promise<void> {
    const failed = (await Promise.all(followed.map(read))).filter((error) => error !== null)
    const [first] = failed
    if (first !== undefined) throw asSourceError(first, failed.length, files.length)
  }

  return {
    perQuery: false,
    cover: ({ fromMs }, sink, signal) =>
      each(async (file) => {
        const error = await readOn(file, sink, signal)
        if (error !== null) return error
        await sink.pause()
        return readBack(file, fromMs, sink, signal)
      }),
    poll: (_range, sink, signal) => each((file) => readOn(file, sink, signal)),
    load: (stream, sink, signal) =>
      each(async (file) => {
        while (file.stream === stream && file.follower.skippedBytes > 0 && sink.hasRoom && !signal.aborted) {
          const error = await readOlder(file, sink, signal)
          if (error !== null) return error
        }
        return null
      }),
  }
}

/** An estimate is not told to the line. */
function roundedTo2Digits(count: number): number {
  return Number(count.toPrecision(2))
}

const KINDS = new Map<number, SourceErrorKind>([
  [404, 'notFound'],
  [408, 'timeout'],
  [429, 'throttled'],
])

function asSourceError({ message, status }: ReadFailed, failed: number, all: number): SourceError {
  const which = all === 1 ? 'The log file' : `${failed} of ${all} log files`
  if (status === null) {
    return new SourceError({
      kind: 'unreachable',
      message: `${which} cannot be read: no answer came (${message}).`,
      nextStep: 'Check the address in config.json, and that the server allows this page to read it (CORS).',
    })
  }
  const isAuth = status === 401 || status === 403
  return new SourceError({
    kind: isAuth ? 'auth' : (KINDS.get(status) ?? 'unavailable'),
    message: `${which} cannot be read: the server answers with status ${status}.`,
    httpStatus: status,
    ...(isAuth && { nextStep: 'Reload the page to sign in again.' }),
  })
}
