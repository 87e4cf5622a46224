import type { Part, PartRequest } from './part'

/** First bytes of a file, by which it is known again. */
export const HEAD_BYTES = 1024
/**
 * Bytes before the offset that are read again. One would do to get a 206 where nothing is new; with a line or so of them a
 * file that was cut and has grown past the offset again is noticed at once, and not only when its head is looked at.
 */
export const OVERLAP_BYTES = 256
/** The head is looked at again after so many polls. */
export const POLLS_PER_HEAD = 10

/** What is known of the file that is followed. */
export interface FileState {
  /** Bytes of it that were taken. */
  readonly offset: number
  /** The last of them, at most OVERLAP_BYTES. */
  readonly tail: Uint8Array
  /** Its first bytes, at most HEAD_BYTES; fewer of a file that was shorter when it was looked at. */
  readonly head: Uint8Array
  /** Null where it was not told. */
  readonly size: number | null
  readonly pollsSinceHead: number
  /** Something was odd: its head is looked at before anything of it is believed. */
  readonly isSuspicious: boolean
}

export interface ReadLimits {
  /** Bytes of one request. */
  readonly chunkBytes: number
  /** Of what came since the last poll no more than so many of the newest bytes are read. */
  readonly backlogBytes: number
}

export type Replaced = 'smaller' | 'other head' | 'other bytes'

export type Decision =
  /** These bytes come next; `more` are there already. */
  | { readonly kind: 'take'; readonly bytes: Uint8Array; readonly state: FileState; readonly more: boolean }
  /** So many bytes are passed over; read on at the new offset, whose first line is not whole. */
  | { readonly kind: 'skip'; readonly from: number; readonly to: number; readonly state: FileState }
  /** It is not the file any more that was read so far, or it was cut. */
  | { readonly kind: 'replaced'; readonly why: Replaced }

export function freshState(head: Uint8Array, size: number | null): FileState {
  return { offset: 0, tail: new Uint8Array(0), head, size, pollsSinceHead: 0, isSuspicious: false }
}

/** Whether the next request is for the head, to see that it is the same file. */
export function wantsHead(state: FileState): boolean {
  return state.isSuspicious || state.pollsSinceHead >= POLLS_PER_HEAD
}

/**
 * Whether the bytes before the offset do not tell the file from others: where they repeat themselves, another file may have the same there.
 * Then its head is looked at after each read, as one that was cut before it has another by then.
 */
export function isDoubtful(state: FileState): boolean {
  return state.offset > 0 && repeatsItself(state.tail)
}

/**
 * Whether another file may begin the same: one that is so short has perhaps the name of the program and no more, and one that was cut
 * under a writer who goes on at its own offset begins with a hole of zeros.
 */
export function isVague(head: Uint8Array): boolean {
  return head.length < OVERLAP_BYTES || head.every((byte) => byte === 0)
}

/** The first bytes of a file, as far as they tell it from another: of a line that has just been begun there are none. */
export function tellingHead(bytes: Uint8Array): Uint8Array {
  return bytes.length < OVERLAP_BYTES && !bytes.includes(10) ? new Uint8Array(0) : bytes.slice(0, HEAD_BYTES)
}

/** Whether all of it is one piece of at most half its length, again and again; so is what is too short to tell. */
function repeatsItself(bytes: Uint8Array): boolean {
  if (bytes.length < 32) return true
  for (let period = 1; period <= bytes.length / 2; period++) {
    if (startsWith(bytes.subarray(period), bytes.subarray(0, bytes.length - period))) return true
  }
  return false
}

/** What is asked next of the file. */
export function planRequest(state: FileState, limits: ReadLimits, ranged: boolean): PartRequest {
  const from = state.offset - state.tail.length
  return { from, length: state.tail.length + limits.chunkBytes, ranged }
}

/** What the head tells, as it is now: the state goes on, or the file is another. */
export function planHead(state: FileState, part: Part): FileState | Replaced {
  if (part.kind === 'beyond') return state.offset === 0 && state.head.length === 0 ? checked(state) : 'smaller'
  if (part.kind !== 'bytes') return state
  if (!startsWith(part.bytes, state.head)) return 'other head'
  // A file that was seen empty is not known by its first bytes: see who follows it.
  return state.head.length === 0 ? checked(state) : checked({ ...state, head: part.bytes.slice(0, HEAD_BYTES) })
}

function checked(state: FileState): FileState {
  return { ...state, pollsSinceHead: 0, isSuspicious: false }
}

/** What is to be made of the bytes at the offset. */
export function planRead(state: FileState, part: Part & { kind: 'bytes' | 'beyond' }, limits: ReadLimits): Decision {
  const overlap = state.tail.length
  if (part.kind === 'beyond') {
    if (state.offset > 0 || state.head.length > 0) return { kind: 'replaced', why: 'smaller' }
    return { kind: 'take', bytes: new Uint8Array(0), state: { ...state, size: 0 }, more: false }
  }
  const { bytes, size } = part
  if (bytes.length < overlap) return { kind: 'replaced', why: 'smaller' }
  if (!startsWith(bytes, state.tail)) return { kind: 'replaced', why: 'other bytes' }
  if (state.offset === 0 && !startsWith(bytes, state.head)) return { kind: 'replaced', why: 'other head' }
  const isSuspicious = state.isSuspicious || (size !== null && state.size !== null && size < state.size)
  if (size !== null && size - state.offset > limits.backlogBytes) {
    // Upwards: what is left must not be too much again.
    const to = even(size - limits.backlogBytes + 1)
    return { kind: 'skip', from: state.offset, to, state: { ...state, offset: to, tail: new Uint8Array(0), size } }
  }
  const fresh = bytes.subarray(overlap)
  const next = { ...taken(state, bytes), size, isSuspicious }
  const more = size === null ? fresh.length === limits.chunkBytes : size > next.offset && fresh.length > 0
  return { kind: 'take', bytes: fresh, state: next, more }
}

/** The state after bytes that follow the offset were taken in another way than by a plan. */
export function advanced(state: FileState, fresh: Uint8Array): FileState {
  const bytes = new Uint8Array(state.tail.length + fresh.length)
  bytes.set(state.tail)
  bytes.set(fresh, state.tail.length)
  return taken(state, bytes)
}

/** The state after `bytes`, which begin with the tail, were taken. */
function taken(state: FileState, bytes: Uint8Array): FileState {
  const fresh = bytes.length - state.tail.length
  const missing = state.head.length === state.offset ? HEAD_BYTES - state.head.length : 0
  const head = state.offset === 0 ? bytes.slice(0, HEAD_BYTES) : appended(state.head, bytes, state.tail.length, missing)
  return { ...state, offset: state.offset + fresh, tail: bytes.slice(-OVERLAP_BYTES), head }
}

function appended(head: Uint8Array, bytes: Uint8Array, from: number, missing: number): Uint8Array {
  if (missing <= 0 || bytes.length === from) return head
  const more = bytes.subarray(from, from + missing)
  const both = new Uint8Array(head.length + more.length)
  both.set(head)
  both.set(more, head.length)
  return both
}

/** Whether one begins with the other. */
export function startsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  if (bytes.length < head.length) return false
  for (let i = 0; i < head.length; i++) if (bytes[i] !== head[i]) return false
  return true
}

/** Characters of UTF-16 begin at even bytes. */
export function even(offset: number): number {
  return offset - (offset % 2)
}
