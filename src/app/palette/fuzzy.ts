/** Half-open ranges of a text, ascending. */
export type Ranges = readonly (readonly [number, number])[]

export interface FuzzyMatch {
  /** Higher is better; comparable between texts for one query. */
  readonly score: number
  readonly ranges: Ranges
}

const START_OF_WORD = 8
const CONSECUTIVE = 5
const START_OF_TEXT = 6
const GAP = -1

/**
 * Matches the letters of a query in their order, words of the query in any order, without regard to case and accents.
 * Letters at the start of words and next to each other count more, so `jd` finds "Job Duration" first.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const folded = fold(text)
  let score = -text.length / 100
  const hits = new Set<number>()
  for (const word of fold(query).split(' ')) {
    if (word === '') continue
    const best = bestWord(word, folded)
    if (best === null) return null
    score += best.score
    for (const index of best.indexes) hits.add(index)
  }
  return { score, ranges: rangesOf([...hits].sort((a, b) => a - b)) }
}

/** One character a character, so that indexes stay those of the text. */
function fold(text: string): string {
  let folded = ''
  for (const unit of text.split('')) {
    const plain = unit.normalize('NFD')[0]?.toLowerCase() ?? unit
    folded += plain.length === 1 ? plain : unit
  }
  return folded
}

function bestWord(word: string, text: string): { score: number; indexes: readonly number[] } | null {
  let best: { score: number; indexes: readonly number[] } | null = null
  for (let start = text.indexOf(word[0] ?? ''); start >= 0; start = text.indexOf(word[0] ?? '', start + 1)) {
    const indexes = greedy(word, text, start)
    if (indexes === null) break
    const score = scoreOf(indexes, text)
    if (best === null || score > best.score) best = { score, indexes }
  }
  return best
}

/** From a start, each next letter where it continues, else at the next start of a word, else wherever it comes next. */
function greedy(word: string, text: string, start: number): number[] | null {
  const indexes = [start]
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? ''
    const next = (indexes.at(-1) ?? start) + 1
    let found = text[next] === letter ? next : -1
    for (let i = next; found < 0 && i < text.length; i += 1) {
      if (text[i] === letter && isWordStart(text, i)) found = i
    }
    if (found < 0) found = text.indexOf(letter, next)
    if (found < 0) return null
    indexes.push(found)
  }
  return indexes
}

function scoreOf(indexes: readonly number[], text: string): number {
  let score = 0
  for (const [at, index] of indexes.entries()) {
    const before = at === 0 ? undefined : indexes[at - 1]
    if (index === 0) score += START_OF_TEXT
    if (isWordStart(text, index)) score += START_OF_WORD
    if (before === index - 1) score += CONSECUTIVE
    else if (before !== undefined) score += Math.max(GAP * (index - before), -10)
  }
  return score
}

function isWordStart(text: string, index: number): boolean {
  return index === 0 || !/[\p{L}\p{N}]/u.test(text[index - 1] ?? '')
}

function rangesOf(indexes: readonly number[]): Ranges {
  const ranges: [number, number][] = []
  for (const index of indexes) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === index) last[1] = index + 1
    else ranges.push([index, index + 1])
  }
  return ranges
}
