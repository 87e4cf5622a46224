/** Properties and scripts that re2js knows and Go 1.19, which builds Prometheus 2.42, does not. */
const NEWER_UNICODE_NAMES: ReadonlySet<string> = new Set(
  (
    'ASCII_Hex_Digit Alphabetic Ascii Assigned Beria_Erfe Cn Cypro_Minoan Dash Emoji Emoji_Component Emoji_Modifier ' +
    'Emoji_Modifier_Base Emoji_Presentation Extended_Pictographic Garay Gurung_Khema Hex_Digit Kawi Kirat_Rai LC Lc ' +
    'Lowercase Math Nag_Mundari Ol_Onal Old_Uyghur Quotation_Mark Sidetic Sunuwar Tai_Yo Tangsa Terminal_Punctuation ' +
    'Todhri Tolong_Siki Toto Tulu_Tigalari Unknown Uppercase Vithkuqi White_Space'
  ).split(' '),
)

/** A named class costs re2js as much as this many plain characters: it copies tables of hundreds of ranges. */
const TABLE_COST = 100
/** What the smallest pattern costs. */
const BASE_COST = 50

const TOKENS = new RegExp(
  [
    String.raw`\\Q[\s\S]*?(?:\\E|$)`,
    // Bounds keep a text of `\x{` without end from being read to its end again and again.
    String.raw`\\[pP](?:\{[^}]{0,64}\}|.)`,
    String.raw`\\x\{[^}]{0,64}\}`,
    String.raw`\\[\s\S]?`,
    String.raw`\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]?`,
    String.raw`\(\?P<\w+>|\(\?<|\(`,
    String.raw`\{\d+(?:,\d*)?\}`,
    String.raw`[\s\S]`,
  ].join('|'),
  'gu',
)
const GROUP_NAME = /^\(\?P<\w+>$/
const TABLE = /\\[pP](?:\{\^?([^}]{0,64})\}|.)|\[:|\\[\s\S]/gu
const MAX_REPEAT = 1000
const REPEAT = /^\{(\d+)(?:,(\d*))?\}$/

export interface PatternScan {
  /** Estimate from above of the work that the pattern makes: about its length with all repetitions written out. */
  readonly cost: number
  /** What Go refuses and re2js accepts, in Go's words. */
  readonly fault: string | undefined
}

/** Reads a pattern without judging its syntax, but for what the engine would let pass. Its time is linear. */
export function scanPattern(pattern: string): PatternScan {
  let fault: string | undefined
  // What is read once, however often it is repeated.
  let onceCost = BASE_COST
  // Of each open group, the cost of what is complete, and of its last part, which a repetition would multiply.
  const outer: { cost: number; last: number }[] = []
  let group = { cost: 0, last: 0 }
  const add = (cost: number) => {
    group = { cost: group.cost + group.last, last: cost }
  }
  for (const [token] of pattern.matchAll(TOKENS)) {
    const repeat = REPEAT.exec(token)
    if (repeat !== null) {
      const times = Math.max(1, Number(repeat[1]), Number(repeat[2] ?? 0))
      // More than a thousand is an error at once.
      if (times <= MAX_REPEAT) group.last *= times
    } else if (token.startsWith('(')) {
      if (token === '(?<') fault ??= 'invalid or unsupported Perl syntax: `(?<`'
      outer.push(group)
      group = { cost: token.length + 1, last: 0 }
    } else if (token === ')') {
      const inner = group.cost + group.last
      const around = outer.pop()
      // `a)(b` is whole between the anchors and their group; Prometheus compiles it without them as well.
      if (around === undefined) fault ??= `unexpected ): \`${pattern}\``
      group = around ?? { cost: 0, last: 0 }
      add(inner)
    } else if (token.startsWith('\\Q')) {
      add(token.length)
    } else {
      const tables = tablesOf(token)
      const newer = tables.find(({ name }) => NEWER_UNICODE_NAMES.has(name))
      if (newer !== undefined) fault ??= `invalid character class range: \`${newer.text}\``
      onceCost += tables.length * TABLE_COST + token.length
      add(1)
    }
  }
  const cost = [...outer, group].reduce((sum, { cost, last }) => sum + cost + last, onceCost)
  return { cost, fault }
}

/** The same pattern with its groups' names left out: Go lets two groups have one name. */
export function withoutGroupNames(pattern: string): string {
  return pattern.replace(TOKENS, (token) => (GROUP_NAME.test(token) ? '(' : token))
}

/** The named classes of a token: `\pL`, `\p{Greek}`, `[:alpha:]`. */
function tablesOf(token: string): { readonly text: string; readonly name: string }[] {
  if (token.length === 1) return []
  const found = []
  for (const [text, name] of token.matchAll(TABLE)) {
    if (text === '[:' || /^\\p/i.test(text)) found.push({ text, name: name ?? '' })
  }
  return found
}
