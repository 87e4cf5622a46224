/*
 * The values of one chunk as bytes. Each chunk gets the narrowest form that gives back every bit: metrics are mostly whole
 * numbers or short decimals, so 1 or 2 bytes a sample is common and no bit stream is needed. Reading is a plain loop.
 *
 * Layout, from an 8-byte aligned offset: form u8, decimals u8, count u16, staleCount u16, words u16 (size of the whole in
 * 8 bytes), base f64, [step f64 for the delta forms], the codes, then staleCount u16 places of staleness markers.
 */

/** No chunk holds more samples. */
export const MAX_CHUNK_SAMPLES = 240

/** Views of one buffer, over which chunks are read and written. */
export interface ByteViews {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly u32: Uint32Array
  readonly f32: Float32Array
  readonly f64: Float64Array
}

/** Views of a buffer whose length is a multiple of 8. */
export function viewsOf(buffer: ArrayBuffer): ByteViews {
  return {
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  }
}

/** Names of the forms by their number in the bytes. */
export const FORM = {
  constant: 0,
  offset8: 1,
  offset16: 2,
  offset32: 3,
  delta8: 4,
  delta16: 5,
  delta32: 6,
  float32: 7,
  float64: 8,
} as const

/** Bytes of one code, by form. */
export const CODE_BYTES: readonly number[] = [0, 1, 2, 4, 1, 2, 4, 4, 8]
const HEADER_BYTES = 16
export const MAX_DECIMALS = 9
/** 10^decimals, each exact. */
export const POWERS = Float64Array.from({ length: MAX_DECIMALS + 1 }, (_, decimals) => 10 ** decimals)

/** Whether a form codes the steps from sample to sample, and so has a smallest step in its header. */
export const hasStep = (form: number) => form >= FORM.delta8 && form <= FORM.delta32

/** Where the codes begin, counted from the beginning of the chunk. */
export const codesOffset = (form: number) => (hasStep(form) ? HEADER_BYTES + 8 : HEADER_BYTES)

/** Bytes of a whole chunk, a multiple of 8. */
export function chunkBytes(bytes: number, staleCount: number): number {
  return (bytes + 2 * staleCount + 7) & ~7
}

export const countAt = (views: ByteViews, offset: number) => views.u16[offset / 2 + 1] as number
export const staleCountAt = (views: ByteViews, offset: number) => views.u16[offset / 2 + 2] as number
export const bytesAt = (views: ByteViews, offset: number) => (views.u16[offset / 2 + 3] as number) * 8

/** Size of the chunk that begins at an offset, as it says itself; 0 where it does not fit into the views. */
export function sizeOfChunk(views: ByteViews, offset: number): number {
  if (offset + HEADER_BYTES > views.u8.length) return 0
  const size = bytesAt(views, offset)
  return size < HEADER_BYTES || offset + size > views.u8.length ? 0 : size
}

/** What is wrong with a chunk from outside that should hold `count` samples and lies within the views; null if nothing. */
export function chunkFault(views: ByteViews, offset: number, count: number): string | null {
  const form = views.u8[offset] as number
  const codeBytes = CODE_BYTES[form]
  if (codeBytes === undefined) return 'form of values'
  if ((views.u8[offset + 1] as number) > MAX_DECIMALS) return 'decimals'
  if (countAt(views, offset) !== count) return 'count of values'
  const staleCount = staleCountAt(views, offset)
  const codes = codesOffset(form)
  if (chunkBytes(codes + count * codeBytes, staleCount) !== bytesAt(views, offset)) return 'size of values'
  const places = (offset + codes + count * codeBytes + 1) >> 1
  for (let i = 0; i < staleCount; i++) {
    const place = views.u16[places + i] as number
    if (place >= count || (i > 0 && place <= (views.u16[places + i - 1] as number))) return 'staleness markers'
  }
  return null
}
