import { RandomStream } from '~/demo/random'
import { hashOf } from '~/lib/hash'

/** Random choices that repeat for the same seed. */
export interface Random {
  /** 0 inclusive to 1 exclusive. */
  next(): number
  /** Whole number from `low` to `high`, both inclusive. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the choices, each as likely as its weight against the others. */
  weighted<T>(...choices: readonly (readonly [weight: number, item: T])[]): T
  /** `count` different items in their own order, or all where there are fewer. */
  some<T>(items: readonly T[], count: number): T[]
  /** Roughly normal, mean 0 and deviation 1. */
  gauss(): number
}

/** Started from a text: one stream for each `seed:purpose`, so that one query can be made without those before. */
export function createRandom(seed: string): Random {
  const stream = new RandomStream(hashOf(seed))
  const next = () => stream.next()
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[between(0, items.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick,
    weighted(...choices) {
      let rest = next() * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, item] of choices) {
        rest -= weight
        if (rest < 0) return item
      }
      return pick(choices)[1]
    },
    some(items, count) {
      const left = items.map((item, place) => ({ item, place }))
      while (left.length > count) left.splice(between(0, left.length - 1), 1)
      return left.map(({ item }) => item)
    },
    gauss: () =>
      next() + next() + next() + next() + next() + next() + next() + next() + next() + next() + next() + next() - 6,
  }
}
