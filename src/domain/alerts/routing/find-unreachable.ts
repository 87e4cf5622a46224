import { literalsOfPattern } from '~/domain/promql/parse/plain-pattern'
import { printMatcher } from './parse-matchers'
import type { Route, RouteMatcher, Routing } from './route-tree'

/** Comparisons of two routes, about half a second; seven hundred routes side by side need as many. */
const MAX_COMPARISONS = 300_000
/** Values of a label that are looked at one by one. */
const MAX_PARTS = 20

export interface Unreachable {
  /** Why no alert comes to a route, by the id of the route. */
  readonly routes: ReadonlyMap<string, string>
  /** Why a receiver is never told, by its name. */
  readonly receivers: ReadonlyMap<string, string>
}

/**
 * Finds routes that no alert can come to, and receivers that no alert can be sent to. Only what is sure is said: a route is
 * unreachable where its matchers contradict each other, or where the routes before it surely take all that it matches. `.*` does
 * not match a line break, and so is not every value.
 */
export function findUnreachable({ root, receivers }: Routing): Unreachable {
  const routes = new Map<string, string>()
  const told = new Set<string>()
  const named = new Set<string>()
  let left = MAX_COMPARISONS

  const visit = (route: Route, facts: Facts, takers: readonly Route[], outer: string | null) => {
    named.add(route.receiver)
    const reason = outer ?? facts.contradiction ?? takenBy(facts, takers)
    if (reason !== null) routes.set(route.id, reason)
    const before: Route[] = [...takers]
    for (const inner of route.routes) {
      const innerFacts = facts.and(inner.matchers)
      visit(inner, innerFacts, before, reason === null ? null : OUTER)
      if (!inner.goesOn) before.push(inner)
    }
    if (reason === null && takersOf(facts, route.routes) === null) told.add(route.receiver)
  }

  /** The routes that take all such alerts between them; null where that is not sure. */
  const takersOf = (facts: Facts, among: readonly Route[]): readonly Route[] | null => {
    const takerOf = (part: Facts) => {
      for (const taker of among) {
        if (left-- <= 0) return undefined
        if (taker.matchers.every((matcher) => part.imply(matcher))) return taker
      }
      return undefined
    }
    const one = takerOf(facts)
    if (one !== undefined) return [one]
    for (const parts of facts.partings()) {
      const takers = parts.map(takerOf)
      if (takers.every((taker) => taker !== undefined)) return [...new Set(takers)]
    }
    return null
  }
  const takenBy = (facts: Facts, among: readonly Route[]): string | null => {
    const takers = takersOf(facts, among)
    return takers === null ? null : `${TAKEN} ${takers.map(({ matchers }) => wordsOf(matchers)).join(' or ')}.`
  }

  visit(root, new Facts(new Map(), null), [], null)
  const untold = receivers.flatMap(({ name }) =>
    told.has(name) ? [] : [[name, named.has(name) ? NO_ALERT : NOT_NAMED] as const],
  )
  return { routes, receivers: new Map(untold) }
}

const OUTER = 'The route around it is unreachable.'
const TAKEN = 'Every alert that it matches stops before it, at the route'
const NO_ALERT = 'No alert comes to a route that names it and sends by itself.'
const NOT_NAMED = 'No route names it.'

function wordsOf(matchers: readonly RouteMatcher[]): string {
  return matchers.length === 0 ? 'of every alert' : matchers.map(printMatcher).join(', ')
}

/** What is known of the labels of the alerts that come to a route. */
class Facts {
  readonly #byName: ReadonlyMap<string, readonly RouteMatcher[]>
  /** Why there can be no such alert. */
  readonly contradiction: string | null
  /** The only values that a label can have; undefined where there may be any number. */
  readonly #values = new Map<string, readonly string[] | undefined>()

  constructor(byName: ReadonlyMap<string, readonly RouteMatcher[]>, contradiction: string | null) {
    this.#byName = byName
    this.contradiction = contradiction
  }

  and(matchers: readonly RouteMatcher[]): Facts {
    if (matchers.length === 0) return this
    const byName = new Map(this.#byName)
    for (const matcher of matchers) byName.set(matcher.name, [...(byName.get(matcher.name) ?? []), matcher])
    const facts = new Facts(byName, this.contradiction)
    if (this.contradiction !== null) return facts
    for (const { name } of matchers) {
      if (facts.#valuesOf(name)?.length !== 0) continue
      const words = (byName.get(name) ?? []).map(printMatcher).join(' and ')
      return new Facts(byName, `No alert matches ${words} at once.`)
    }
    return facts
  }

  /** Whether every such alert surely matches. */
  imply(matcher: RouteMatcher): boolean {
    const known = this.#byName.get(matcher.name)
    if (known === undefined) return false
    const values = this.#valuesOf(matcher.name)
    if (values !== undefined) return values.every(matcher.test)
    if (known.some(({ op, value }) => op === matcher.op && value === matcher.value)) return true
    // A value that is excluded is one that the label does not have.
    const excluded =
      matcher.op === '!=' ? [matcher.value] : matcher.op === '!~' ? literalsOfPattern(matcher.value) : undefined
    return excluded?.every((value) => known.some(({ test }) => !test(value))) ?? false
  }

  /** The same alerts by the value of a label that can have few, once for each such label. */
  *partings(): Generator<readonly Facts[]> {
    for (const name of this.#byName.keys()) {
      const values = this.#valuesOf(name) ?? []
      if (values.length < 2 || values.length > MAX_PARTS) continue
      yield values.map((value) => this.and([{ name, op: '=', value, test: (text) => text === value }]))
    }
  }

  #valuesOf(name: string): readonly string[] | undefined {
    if (this.#values.has(name)) return this.#values.get(name)
    const known = this.#byName.get(name) ?? []
    let values: readonly string[] | undefined
    for (const { op, value } of known) {
      values = op === '=' ? [value] : op === '=~' ? literalsOfPattern(value) : undefined
      if (values !== undefined) break
    }
    const possible = values?.filter((value) => known.every(({ test }) => test(value)))
    this.#values.set(name, possible)
    return possible
  }
}
