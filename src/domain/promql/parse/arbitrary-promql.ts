import fc from 'fast-check'
import { FUNCTION_SIGNATURES } from '~/domain/promql/function-signatures'

/*
 * Random PromQL for tests: lists of tokens of mostly valid expressions, and what becomes of them after a few blows.
 */

type Tokens = readonly string[]
type TokenArbitrary = fc.Arbitrary<Tokens>

const NAMES = ['up', 'x_total', 'api:rate', 'sum', 'by', 'offset', 'start', 'without', 'or', 'rate', 'a']
const LABELS = ['job', 'le', 'on', 'by', 'sum', 'bool', 'instance', 'atan2', '__name__', 'group_left']
const STRINGS = ['""', '"a"', "'b.*'", '`c|d`', '"\\n\\"\\u00e9"', '"(a|b)+"', '"😀"', "'.+'", '"x\\\\.y"']
const DURATIONS = ['5m', '1h30m', '1w', '90s', '250ms', '1y', '8d']
const NUMBERS = ['0', '1', '2.5', '.5', '5.', '1e3', '1e-7', '0x1F', '010', 'Inf', 'NaN', '1e6', '300', '09']
const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2']
const COMPARISONS = ['==', '!=', '<', '>', '<=', '>=']
const SET_OPERATORS = ['and', 'or', 'unless', 'AND']
const OPERATORS = [...ARITHMETIC, ...COMPARISONS, ...SET_OPERATORS]
const AGGREGATORS = ['sum', 'min', 'max', 'avg', 'group', 'stddev', 'stdvar', 'count', 'MAX']
const AGGREGATORS_WITH_NUMBER = ['topk', 'bottomk', 'quantile']
const ODD_TOKENS = '( ) [ ] { } , : = =~ ! @ # 5m 0s 5m5m 1e400 "(" bool on start " \' \u00e9 \0 ;'.split(' ')

const FUNCTIONS = [...FUNCTION_SIGNATURES.values()].filter(({ since3 }) => !since3)

const join = (...parts: readonly (Tokens | string)[]): Tokens => parts.flat()
const listOf = (items: readonly string[]) =>
  fc.array(fc.constantFrom(...items), { maxLength: 3 }).map((labels) =>
    join(
      '(',
      labels.flatMap((x, i) => (i === 0 ? [x] : [',', x])),
      ')',
    ),
  )

const matcher = fc
  .tuple(fc.constantFrom(...LABELS), fc.constantFrom('=', '!=', '=~', '!~'), fc.constantFrom(...STRINGS))
  .map((tokens) => [...tokens])
const braces = fc.tuple(fc.array(matcher, { maxLength: 3 }), fc.boolean()).map(([matchers, comma]) =>
  join(
    '{',
    matchers.flatMap((tokens, i) => (i === 0 ? tokens : [',', ...tokens])),
    comma && matchers.length > 0 ? ',' : [],
    '}',
  ),
)
const name = fc.constantFrom(...NAMES).map((word) => [word])
const selector: TokenArbitrary = fc.oneof(
  name,
  name,
  fc.tuple(name, braces).map(([a, b]) => join(a, b)),
  braces,
)
const duration = fc.constantFrom(...DURATIONS)
const shift: TokenArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  fc.tuple(duration, fc.boolean()).map(([length, minus]) => join('offset', minus ? '-' : [], length)),
  fc.constantFrom('12.5', '1e9', 'Inf', '0', '1.0005').map((time) => ['@', time]),
  fc.constantFrom('12', '0.0005').map((time) => ['@', '-', time]),
  fc.constantFrom('start', 'end').map((end) => ['@', end, '(', ')']),
)
const shifts = fc.tuple(shift, shift).map(([a, b]) => join(a, b))
const number = fc.constantFrom(...NUMBERS).map((text) => [text])

const none = fc.constant<Tokens>([])
const bool = fc.constantFrom<Tokens>([], ['bool'])
const labelMatching = fc
  .tuple(fc.constantFrom('on', 'ignoring', 'ON'), listOf(LABELS))
  .map(([word, labels]) => join(word, labels))
const group = fc
  .tuple(fc.constantFrom('group_left', 'group_right'), fc.oneof(none, listOf(['pod', 'zone', 'bool'])))
  .map(([word, labels]) => join(word, labels))
const matching = fc.oneof(
  none,
  labelMatching,
  fc.tuple(labelMatching, group).map(([labels, include]) => join(labels, include)),
)

/** Of two operands, of which at most one may be a scalar unless `areScalars`. */
function binary(left: TokenArbitrary, right: TokenArbitrary, operands: 'vectors' | 'mixed' | 'scalars' | 'any') {
  const operation = (operators: readonly string[], ...modifiers: readonly TokenArbitrary[]) =>
    fc.tuple(fc.constantFrom(...operators), ...modifiers).map((parts) => join(...parts))
  const operations = {
    vectors: fc.oneof(
      operation(ARITHMETIC, matching),
      operation(COMPARISONS, bool, matching),
      operation(SET_OPERATORS, fc.oneof(none, labelMatching)),
    ),
    mixed: fc.oneof(operation(ARITHMETIC), operation(COMPARISONS, bool)),
    scalars: fc.oneof(operation(ARITHMETIC), operation(COMPARISONS, fc.constant(['bool']))),
    any: operation(OPERATORS, bool, matching),
  }
  return fc.tuple(left, operations[operands], right).map((parts) => join(...parts))
}

const { vector, matrix, scalar } = fc.letrec<{ vector: Tokens; matrix: Tokens; scalar: Tokens }>((tie) => {
  const parens = (inner: TokenArbitrary) => inner.map((tokens) => join('(', tokens, ')'))
  const grouping = fc.oneof(
    fc.constant<Tokens>([]),
    fc.tuple(fc.constantFrom('by', 'without', 'BY'), listOf(LABELS)).map(([word, labels]) => join(word, labels)),
  )
  const argument = (type: string): TokenArbitrary =>
    type === 'string' ? fc.constantFrom(...STRINGS).map((text) => [text]) : tie(type as 'vector' | 'matrix' | 'scalar')
  const call: TokenArbitrary = fc.constantFrom(...FUNCTIONS).chain(({ name: func, argTypes, variadic }) =>
    fc
      .tuple(fc.integer({ min: 0, max: variadic === 0 ? 0 : 2 }), fc.integer({ min: 0, max: 40 }))
      .chain(([more, slip]) => {
        const last = argTypes[argTypes.length - 1] ?? 'vector'
        const types = [...argTypes, ...Array.from({ length: more }, () => last)].slice(slip === 0 ? 1 : 0)
        return fc.tuple(...types.map(argument)).map((args) =>
          join(
            func,
            '(',
            args.flatMap((tokens, i) => (i === 0 ? tokens : [',', ...tokens])),
            ')',
          ),
        )
      }),
  )
  const aggregation = fc
    .tuple(
      fc.oneof(
        fc.tuple(fc.constantFrom(...AGGREGATORS), tie('vector')).map(([op, of]) => ({ op, body: of })),
        fc
          .tuple(fc.constantFrom(...AGGREGATORS_WITH_NUMBER), tie('scalar'), tie('vector'))
          .map(([op, param, of]) => ({ op, body: join(param, ',', of) })),
        tie('vector').map((of) => ({ op: 'count_values', body: join('"v"', ',', of) })),
      ),
      grouping,
      fc.boolean(),
    )
    .map(([{ op, body }, labels, early]) => join(op, early ? labels : [], '(', body, ')', early ? [] : labels))
  const depth = { depthSize: 'small' as const, withCrossShrink: true }
  return {
    vector: fc.oneof(
      depth,
      fc.tuple(selector, shifts).map(([a, b]) => join(a, b)),
      aggregation,
      call,
      binary(tie('vector'), tie('vector'), 'vectors'),
      binary(tie('vector'), tie('scalar'), 'mixed'),
      binary(tie('scalar'), tie('vector'), 'mixed'),
      parens(tie('vector')),
      fc.tuple(fc.constantFrom('-', '+'), tie('vector')).map(([sign, of]) => join(sign, of)),
    ),
    matrix: fc.oneof(
      depth,
      fc.tuple(selector, duration, shifts).map(([of, range, when]) => join(of, '[', range, ']', when)),
      fc
        .tuple(tie('vector'), duration, fc.option(duration, { nil: [] }), shifts)
        .map(([of, range, step, when]) => join('(', of, ')', '[', range, ':', step, ']', when)),
      fc.tuple(call, duration, shifts).map(([of, range, when]) => join(of, '[', range, ':', ']', when)),
    ),
    scalar: fc.oneof(
      depth,
      number,
      fc.constant(['time', '(', ')']),
      tie('vector').map((of) => join('scalar', '(', of, ')')),
      binary(tie('scalar'), tie('scalar'), 'scalars'),
      parens(tie('scalar')),
      fc.tuple(fc.constantFrom('-', '+'), tie('scalar')).map(([sign, of]) => join(sign, of)),
    ),
  }
})

/** Tokens of an expression that Prometheus mostly accepts. */
export const promqlTokens: TokenArbitrary = fc.oneof(
  { weight: 6, arbitrary: vector },
  { weight: 2, arbitrary: scalar },
  { weight: 1, arbitrary: matrix },
  { weight: 1, arbitrary: binary(fc.oneof(vector, matrix), fc.oneof(scalar, matrix), 'any') },
)

const blank = fc.constantFrom(' ', '', ' ', '  ', '\n', '\t', ' # ( c "\n', ' #\r')

/** A text of an expression: words are kept apart, everything else stands as it comes. */
export const promqlText: fc.Arbitrary<string> = fc
  .tuple(promqlTokens, fc.array(blank, { minLength: 1, maxLength: 5 }))
  .map(spell)

/** The same after up to three tokens were lost, doubled, swapped or replaced, or a character was. */
export const brokenPromqlText: fc.Arbitrary<string> = fc
  .tuple(
    promqlTokens,
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), fc.constantFrom(...ODD_TOKENS, ...OPERATORS, ...NAMES)), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.array(blank, { minLength: 1, maxLength: 5 }),
  )
  .map(([tokens, blows, blanks]) => {
    const broken = [...tokens]
    for (const [at, kind, odd] of blows) {
      const i = at % Math.max(1, broken.length)
      const token = broken[i] ?? ''
      if (kind === 0) broken.splice(i, 1)
      else if (kind === 1) broken.splice(i, 0, token)
      else if (kind === 2) broken.splice(i, 2, broken[i + 1] ?? '', token)
      else if (kind === 3) broken[i] = odd
      else broken[i] = token.slice(0, -1)
    }
    return spell([broken, blanks])
  })

function spell([tokens, blanks]: readonly [Tokens, readonly string[]]): string {
  const isWord = (char: string | undefined) => /[\w:.]/.test(char ?? '')
  let text = ''
  tokens.forEach((token, i) => {
    const between = blanks[i % blanks.length] ?? ''
    // Without a blank, `1` `offset` and `<` `=` would be other tokens.
    const apart = between !== '' || isWord(text.at(-1)) !== isWord(token[0])
    text += `${text === '' ? '' : apart ? between : ' '}${token}`
  })
  return text
}
