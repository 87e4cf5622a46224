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

/**
 * Numbers in [0, 1) that depend on a key alone (mulberry32), so that each tick and stream has numbers of its own. A class, as all
 * that the hottest loops call: a function made anew for each platform would be compiled for one and slow for the others.
 */
export class RandomStream {
  /** In an array, because an integer of 32 bits is allocated anew on each write elsewhere. */
  private readonly state = new Int32Array(1)

  constructor(key = 0) {
    this.reset(key)
  }

  /** Starts the numbers that belong to a key. */
  reset(key: number): void {
    this.state[0] = key
  }

  next(): number {
    const now = ((this.state[0] as number) + 0x6d2b79f5) | 0
    this.state[0] = now
    let mixed = Math.imul(now ^ (now >>> 15), 1 | now)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * One draw of mean 0 and variance 1, about normal and within 3 (the sum of three even draws): where it is used nobody could tell it
 * from a normal one, which takes a logarithm and a cosine.
 */
export function drawNormal(random: RandomStream): number {
  return 2 * (random.next() + random.next() + random.next()) - 3
}

/** Above this mean (and variance) the normal approximation is within the noise that a chart can show. */
const NORMAL_FROM = 30

/** One draw from the Poisson distribution of this mean: 0 for a mean of 0 or less. */
export function drawPoisson(random: RandomStream, mean: number): number {
  if (!(mean > 0)) return 0
  if (mean > NORMAL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * drawNormal(random)))
  let rest = random.next()
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
export function drawBinomial(random: RandomStream, trials: number, share: number): number {
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
    for (let i = 0; i < trials; i++) if (random.next() < share) count++
    return count
  }
  const odds = share / (1 - share)
  let rest = random.next()
  let chance = (1 - share) ** trials
  let count = 0
  while (rest > chance && count < trials) {
    rest -= chance
    count++
    chance *= (odds * (trials - count + 1)) / count
  }
  return count
}
