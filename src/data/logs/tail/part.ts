/** A part of a file that is asked for: `length` bytes at most, from byte `from`. */
export interface PartRequest {
  readonly from: number
  readonly length: number
  /** False to ask without a Range header, of a server that was found to answer it wrongly. */
  readonly ranged: boolean
}

/** What a server answered, before anything is believed. */
export interface PartAnswer {
  readonly status: number
  /** Null where it is not there or, from another origin, not shown to pages. */
  readonly contentRange: string | null
  readonly contentEncoding: string | null
  readonly contentLength: number | null
  /** Of a 206 its body; of a 200 what follows its first `skipped` bytes; at most the length that was asked for. */
  readonly body: Uint8Array
  /** Bytes of a 200 that were passed over to come to `from`; fewer where the file or the patience ended. */
  readonly skipped: number
  /** The body was read to its end. */
  readonly ended: boolean
}

export type Part =
  /** The file's bytes from `from` on; `size` is null where the server does not tell it. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly size: number | null; readonly isWhole: boolean }
  /** The file ends before or at `from`. */
  | { readonly kind: 'beyond'; readonly size: number | null }
  | { readonly kind: 'missing' }
  /** An answer to a Range that cannot be trusted: asked again without one. */
  | { readonly kind: 'distrusted'; readonly message: string }
  | { readonly kind: 'failed'; readonly status: number; readonly message: string }

const CONTENT_RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/
const UNSATISFIED = /^bytes \*\/(\d{1,15})$/

/** What an answer says about the file, and how far it is to be believed. */
export function readPart(request: PartRequest, answer: PartAnswer): Part {
  const { status } = answer
  if (status === 404 || status === 410) return { kind: 'missing' }
  if (status === 416) {
    const size = UNSATISFIED.exec(answer.contentRange ?? '')?.[1]
    return { kind: 'beyond', size: size === undefined ? null : Number(size) }
  }
  if (status === 206) return readRange(request, answer)
  if (status === 200) return readWhole(request, answer)
  return { kind: 'failed', status, message: `The server answered ${status}.` }
}

function readRange(request: PartRequest, answer: PartAnswer): Part {
  if (answer.contentEncoding !== null && answer.contentEncoding !== 'identity') {
    return { kind: 'distrusted', message: `The server answers a range in ${answer.contentEncoding}.` }
  }
  if (answer.contentRange === null) {
    const message = 'The server shows no Content-Range; from another origin it needs Access-Control-Expose-Headers.'
    return { kind: 'distrusted', message }
  }
  const match = CONTENT_RANGE.exec(answer.contentRange)
  const from = Number(match?.[1])
  const length = Number(match?.[2]) - from + 1
  if (from !== request.from || length > request.length || length !== answer.body.length) {
    return { kind: 'distrusted', message: 'The server answered another range than was asked for.' }
  }
  return { kind: 'bytes', bytes: answer.body, size: match?.[3] === '*' ? null : Number(match?.[3]), isWhole: false }
}

function readWhole(request: PartRequest, answer: PartAnswer): Part {
  const { skipped, body, ended } = answer
  if (skipped < request.from) {
    if (ended) return { kind: 'beyond', size: skipped }
    const message = 'The server lacks Range, and the file is too large to be read from its start each time.'
    return { kind: 'failed', status: 200, message }
  }
  const told = answer.contentEncoding === null ? answer.contentLength : null
  const size = ended ? skipped + body.length : told
  // To a file without bytes no range can be answered, so this says nothing about the server.
  return { kind: 'bytes', bytes: body, size, isWhole: size !== 0 }
}
