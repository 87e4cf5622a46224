/** A source of numbers in [0, 1). */
export type Random = () => number

/** 32-bit FNV-1a hash of a text's UTF-16 units: turns the name of a stream into a number. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** Mixes 32-bit integers into one, each bit of the result depending on all of them (murmur3's finaliser per round). */
export function mixKeys(...keys: readonly number[]): number {
  let hash = 0x9e3779b9
  for (const key of keys) {
    hash = Math.imul(hash ^ key, 0x85ebca6b)
    hash ^= hash >>> 13
    hash = Math.imul(hash, 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** A generator that depends on its key alone (mulberry32), so that each tick and stream has numbers of its own. */
export function createRandom(key: number): Random {
  let state = key | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** One draw from the standard normal distribution (Box and Muller, 1958). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Above this mean the normal approximation is within the noise that a chart can show, and Knuth's loop gets slow. */
const KNUTH_LIMIT = 30

/** One draw from the Poisson distribution of this mean: 0 for a mean of 0 or less. */
export function drawPoisson(random: Random, mean: number): number {
  if (!(mean > 0)) return 0
  if (mean > KNUTH_LIMIT) return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(random)))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}
