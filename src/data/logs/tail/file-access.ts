import type { PartFetch } from './http-parts'
import { type Part, readPart } from './part'
import { HEAD_BYTES, startsWith } from './plan-read'

/** Reading a file did not come to an end; what was read is not used, the next poll asks again. */
export class ReadFailed extends Error {
  /** Null where no answer came. */
  readonly status: number | null
  constructor(message: string, status: number | null) {
    super(message)
    this.status = status
  }
}

/** While files were read, they were renamed: the look at all of them begins again. */
export class FilesMoved extends Error {}

/** Requests to one server, which remember whether it has Range. */
export interface FileAccess {
  /** Throws ReadFailed. */
  part(address: string, from: number, length: number, signal: AbortSignal): Promise<Exclude<Part, { kind: 'failed' }>>
  /** First bytes of a file; undefined for one that is not there. */
  head(address: string, signal: AbortSignal): Promise<{ bytes: Uint8Array; size: number | null } | undefined>
  /** All bytes from `from` up to `cap`, of the file that has `tail` before them. Throws FilesMoved for another file. */
  rest(address: string, from: number, tail: Uint8Array, cap: number, signal: AbortSignal): Promise<Uint8Array[]>
  /** Why the server has to send more than it is asked for; null for one that has Range. */
  readonly warning: string | null
}

/** A server that answered a range wrongly is asked without for so many requests. */
const WHOLE_REQUESTS = 20

export function createFileAccess(fetch: PartFetch, chunkBytes: number): FileAccess {
  let warning: string | null = null
  let wholeRequests = 0

  async function ask(
    address: string,
    from: number,
    length: number,
    ranged: boolean,
    signal: AbortSignal,
  ): Promise<Part> {
    const request = { from, length, ranged }
    try {
      return readPart(request, await fetch(address, request, signal))
    } catch (error) {
      throw new ReadFailed(error instanceof Error ? error.message : String(error), null)
    }
  }

  async function part(address: string, from: number, length: number, signal: AbortSignal) {
    const ranged = wholeRequests === 0
    if (!ranged) wholeRequests--
    let found = await ask(address, from, length, ranged, signal)
    if (found.kind === 'distrusted') {
      warning = found.message
      wholeRequests = WHOLE_REQUESTS
      found = await ask(address, from, length, false, signal)
    } else if (found.kind === 'bytes') {
      if (!found.isWhole && ranged) warning = null
      else if (found.isWhole && ranged) warning = 'The server lacks Range: each time it sends the file from its start.'
    }
    if (found.kind === 'failed') throw new ReadFailed(found.message, found.status)
    return found
  }

  return {
    part,
    async head(address, signal) {
      const found = await part(address, 0, HEAD_BYTES, signal)
      if (found.kind === 'bytes') return { bytes: found.bytes, size: found.size }
      return found.kind === 'beyond' ? { bytes: new Uint8Array(0), size: 0 } : undefined
    },
    async rest(address, from, tail, cap, signal) {
      const parts: Uint8Array[] = []
      let at = from
      let before = tail
      for (;;) {
        const length = Math.min(chunkBytes, cap - (at - from))
        if (length <= 0) return parts
        const found = await part(address, at - before.length, before.length + length, signal)
        if (found.kind === 'beyond' && before.length === 0) return parts
        if (found.kind !== 'bytes' || !startsWith(found.bytes, before)) throw new FilesMoved()
        const fresh = found.bytes.subarray(before.length)
        if (fresh.length === 0) return parts
        parts.push(fresh)
        at += fresh.length
        before = found.bytes.slice(-Math.max(1, Math.min(256, found.bytes.length)))
        if (found.size !== null && at >= found.size) return parts
      }
    },
    get warning() {
      return warning
    },
  }
}
