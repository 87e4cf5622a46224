import { mixKeys } from '../random'

/** Which request of the sample platforms it is: the `nth` that began in a second. */
export interface JourneyKey {
  /** Place of its platform, 0 to 15. */
  readonly platform: number
  /** Seconds since the Unix epoch, up to 2^31 - 1. */
  readonly second: number
  /** 0 to 15. */
  readonly nth: number
}

const HALF_BITS = 24
const HALF = 2 ** HALF_BITS
const ROUNDS = 4

/**
 * Twelve hex digits that look like any other trace id and hold which request it was, so that its lines are found without reading
 * through days of them. A Feistel cipher over 48 bits: 39 of them are the key, the other 9 are 0 in every id that is one.
 */
export function encodeJourneyId({ platform, second, nth }: JourneyKey, seed: number): string {
  // platform 4 bits, nth 4, then second 31: the upper half has platform, nth and the second's upper 7 bits.
  let left = platform * 2 ** 11 + nth * 2 ** 7 + Math.floor(second / HALF)
  let right = second % HALF
  for (let round = 0; round < ROUNDS; round++) [left, right] = [right, left ^ scramble(right, round, seed)]
  return hex(left) + hex(right)
}

/** The request that an id holds; null for any other text. */
export function decodeJourneyId(id: string, seed: number): JourneyKey | null {
  if (!/^[0-9a-f]{12}$/.test(id)) return null
  let [left, right] = [Number.parseInt(id.slice(0, 6), 16), Number.parseInt(id.slice(6), 16)]
  for (let round = ROUNDS - 1; round >= 0; round--) [left, right] = [right ^ scramble(left, round, seed), left]
  if (left >= 2 ** 15) return null
  return { platform: left >> 11, nth: (left >> 7) & 15, second: (left & 127) * HALF + right }
}

function scramble(half: number, round: number, seed: number): number {
  return mixKeys(seed, round, half) >>> (32 - HALF_BITS)
}

function hex(half: number): string {
  return half.toString(16).padStart(6, '0')
}
