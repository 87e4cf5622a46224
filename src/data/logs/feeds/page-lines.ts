import { SourceError } from '~/domain/sources'
import type { FindRange, Found, FoundLine, LineServer } from './line-server'
import { compareNs, type UnixNs } from './nanoseconds'

/** Lines of a part of a range: all there are from `fromNs` to the page before. */
export interface Page {
  /** The oldest first. */
  readonly lines: readonly FoundLine[]
  readonly fromNs: UnixNs
  readonly unreadable: number
  /** Times at which there are more lines than the server gives at once. */
  readonly crowdedNs: readonly UnixNs[]
}

const PAGE = 5_000
const SMALLEST_PAGE = 100

/**
 * The lines of a range in pages, the newest page first. `end` is exclusive on servers, and many lines may have the time of the
 * oldest line of a page: the next page begins with this time again, and what was given already is left out.
 */
export async function* pagesBack(
  server: LineServer,
  asks: readonly string[],
  { fromNs, toNs }: Pick<FindRange, 'fromNs' | 'toNs'>,
  first: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let limit = first ?? PAGE
  let endNs = toNs
  /** How often lines at the edge were given, by key. */
  let given = new Map<string, number>()
  while (endNs > fromNs) {
    const { found, used } = await findAll(server, asks, { fromNs, toNs: endNs, limit }, signal)
    limit = Math.min(PAGE, used < limit ? used : PAGE)
    const { lines, floorNs } = merge(found)
    const unreadable = found.reduce((sum, one) => sum + one.unreadable, 0)
    if (floorNs === null) {
      yield { lines: without(lines, given), fromNs, unreadable, crowdedNs: [] }
      return
    }
    const fresh = without(lines, given)
    if (floorNs + 1n === endNs) {
      // As many as come at once have one time: what more of them there is cannot be asked for.
      yield { lines: fresh, fromNs: floorNs, unreadable, crowdedNs: [floorNs] }
      endNs = floorNs
      given = new Map()
      continue
    }
    yield { lines: fresh, fromNs: floorNs, unreadable, crowdedNs: [] }
    endNs = floorNs + 1n
    given = countKeys(lines.filter(({ ns }) => ns === floorNs))
  }
}

/** Asks for less where an answer would be too large. */
async function findAll(
  server: LineServer,
  asks: readonly string[],
  range: FindRange,
  signal: AbortSignal,
): Promise<{ readonly found: readonly Found[]; readonly used: number }> {
  for (let limit = range.limit; ; limit = Math.max(SMALLEST_PAGE, Math.floor(limit / 4))) {
    try {
      const found = await Promise.all(asks.map((ask) => server.find(ask, 'newest', { ...range, limit }, signal)))
      return { found, used: limit }
    } catch (error) {
      const isTooLarge =
        error instanceof SourceError && error.kind === 'tooMuch' && error.detail.httpStatus === undefined
      if (!isTooLarge || limit <= SMALLEST_PAGE) throw error
    }
  }
}

/** Lines that any of the answers has, once; `floorNs` is the time from which on all of them are complete but for it itself. */
function merge(found: readonly Found[]): { readonly lines: readonly FoundLine[]; readonly floorNs: UnixNs | null } {
  let floorNs: UnixNs | null = null
  for (const { lines, isFull } of found) {
    if (!isFull || lines.length === 0) continue
    const oldest = lines.map(({ ns }) => ns).toSorted(compareNs)[0] ?? 0n
    if (floorNs === null || oldest > floorNs) floorNs = oldest
  }
  const merged: FoundLine[] = []
  const counts = new Map<string, number>()
  for (const { lines } of found) {
    merged.push(...without(lines, counts))
    for (const [key, count] of countKeys(lines)) counts.set(key, Math.max(count, counts.get(key) ?? 0))
  }
  const floor = floorNs
  const kept = floor === null ? merged : merged.filter(({ ns }) => ns >= floor)
  return { lines: kept.toSorted((a, b) => compareNs(a.ns, b.ns)), floorNs }
}

function countKeys(lines: readonly FoundLine[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { key } of lines) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Lines beyond so many of each key. */
function without(lines: readonly FoundLine[], given: ReadonlyMap<string, number>): readonly FoundLine[] {
  if (given.size === 0) return lines
  const left = new Map(given)
  return lines.filter(({ key }) => {
    const seen = left.get(key) ?? 0
    if (seen > 0) left.set(key, seen - 1)
    return seen === 0
  })
}
