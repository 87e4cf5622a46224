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

export interface RandomStream {
  readonly next: Random
  /** Starts the numbers that belong to a key. */
  reset(key: number): void
}

/** A generator that depends on its key alone (mulberry32), so that each tick and stream has numbers of its own. */
export function createRandomStream(): RandomStream {
  // In an array, because an integer of 32 bits in a closure's variable is allocated anew on each write.
  const state = new Int32Array(1)
  return {
    next: () => {
      const now = ((state[0] as number) + 0x6d2b79f5) | 0
      state[0] = now
      let mixed = Math.imul(now ^ (now >>> 15), 1 | now)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
    },
    reset: (key) => {
      state[0] = key
    },
  }
}

/** The numbers of one key. */
export function createRandom(key: number): Random {
  const stream = createRandomStream()
  stream.reset(key)
  return stream.next
}

/**
 * One draw of mean 0 and variance 1, about normal and within 3 (the sum of three even draws): where it is used nobody could tell it
 * from a normal one, which takes a logarithm and a cosine.
 */
export function drawNormal(random: Random): number {
  return 2 * (random() + random() + random()) - 3
}

/** Above this mean (and variance) the normal approximation is within the noise that a chart can show. */
const NORMAL_FROM = 30

/** One draw from the Poisson distribution of this mean: 0 for a mean of 0 or less. */
export function drawPoisson(random: Random, mean: number): number {
  if (!(mean > 0)) return 0
  if (mean > NORMAL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(random)))
  let rest = random()
  let chance = Math.exp(-mean)
  let count = 0
  // The bound is far beyond what a number in [0, 1) of 32 bits can reach.
  while (rest > chance && count < 200) {
    rest -= chance
    count++
    chance *= mean / count
  }
  return count
}

/** How many of `trials` succeed when each does with probability `share`. */
export function drawBinomial(random: Random, trials: number, share: number): number {
  if (!(share > 0) || trials <= 0) return 0
  if (share >= 1) return trials
  if (share > 0.5) return trials - drawBinomial(random, trials, 1 - share)
  const mean = trials * share
  if (mean > NORMAL_FROM) {
    const count = Math.round(mean + Math.sqrt(mean * (1 - share)) * drawNormal(random))
    return Math.min(trials, Math.max(0, count))
  }
  if (trials <= 4) {
    let count = 0
    for (let i = 0; i < trials; i++) if (random() < share) count++
    return count
  }
  const odds = share / (1 - share)
  let rest = random()
  let chance = (1 - share) ** trials
  let count = 0
  while (rest > chance && count < trials) {
    rest -= chance
    count++
    chance *= (odds * (trials - count + 1)) / count
  }
  return count
}
