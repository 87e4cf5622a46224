import {
  ARITHMETIC,
  COMPARISONS,
  DATES,
  MATHS,
  NATIVE_HISTOGRAM,
  OTHERS,
  OVER_RANGES,
  PARAMETER_AGGREGATORS,
  PLAIN_AGGREGATORS,
  SETS,
} from './vocabulary'

const list = (kind: string, words: readonly string[]) => words.map((word) => `${kind} ${word}`)

/** Uses of the language that a run must have compared with a non-empty answer. */
export const REQUIRED: readonly string[] = [
  ...list('function', [...MATHS, ...DATES, ...OVER_RANGES, ...OTHERS]),
  ...list('aggregator', [...PLAIN_AGGREGATORS, ...PARAMETER_AGGREGATORS]),
  ...list('operator', [...ARITHMETIC, ...COMPARISONS, ...SETS, 'unary -', 'unary +']),
  ...list('matcher', ['=', '!=', '=~', '!~']),
  ...list('modifier', ['bool']),
  ...['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'include'],
  ...['selector', 'selector without name', 'range selector', 'subquery', 'subquery without step'],
  ...['offset', 'negative offset', '@', '@ start()', '@ end()', 'string'],
  ...['scalar operator scalar', 'vector operator scalar', 'scalar operator vector', 'vector operator vector'],
]

/** Uses that have no non-empty answer over float samples; they must have been compared all the same. */
export const REQUIRED_EMPTY: readonly string[] = list('function', NATIVE_HISTOGRAM)
