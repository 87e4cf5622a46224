import type { ValueType } from './ast'

/** What a function takes and gives, as in Prometheus' promql/parser/functions.go. */
export interface FunctionSignature {
  readonly name: string
  readonly argTypes: readonly ValueType[]
  /** How many arguments beyond `argTypes` less its last are optional; -1: any number of the last type. 0: none. */
  readonly variadic: number
  readonly returnType: ValueType
  /** Unknown to Prometheus 2.42. */
  readonly since3: boolean
}

const VECTOR_TO_VECTOR = [
  'abs',
  'absent',
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atanh',
  'ceil',
  'cos',
  'cosh',
  'deg',
  'exp',
  'floor',
  'histogram_count',
  'histogram_sum',
  'ln',
  'log10',
  'log2',
  'rad',
  'sgn',
  'sin',
  'sinh',
  'sort',
  'sort_desc',
  'sqrt',
  'tan',
  'tanh',
  'timestamp',
]
const MATRIX_TO_VECTOR = [
  'absent_over_time',
  'avg_over_time',
  'changes',
  'count_over_time',
  'delta',
  'deriv',
  'idelta',
  'increase',
  'irate',
  'last_over_time',
  'max_over_time',
  'min_over_time',
  'present_over_time',
  'rate',
  'resets',
  'stddev_over_time',
  'stdvar_over_time',
  'sum_over_time',
]
/** Of the evaluation time where no vector is given. */
const DATE_PARTS = ['day_of_month', 'day_of_week', 'day_of_year', 'days_in_month', 'hour', 'minute', 'month', 'year']
const MATRIX_TO_VECTOR_3 = [
  'first_over_time',
  'mad_over_time',
  'ts_of_first_over_time',
  'ts_of_last_over_time',
  'ts_of_max_over_time',
  'ts_of_min_over_time',
]

function signature(
  name: string,
  argTypes: readonly ValueType[],
  returnType: ValueType,
  variadic = 0,
  since3 = false,
): FunctionSignature {
  return { name, argTypes, variadic, returnType, since3 }
}

const ALL: readonly FunctionSignature[] = [
  ...VECTOR_TO_VECTOR.map((name) => signature(name, ['vector'], 'vector')),
  ...MATRIX_TO_VECTOR.map((name) => signature(name, ['matrix'], 'vector')),
  ...DATE_PARTS.map((name) => signature(name, ['vector'], 'vector', 1)),
  signature('clamp', ['vector', 'scalar', 'scalar'], 'vector'),
  signature('clamp_max', ['vector', 'scalar'], 'vector'),
  signature('clamp_min', ['vector', 'scalar'], 'vector'),
  signature('histogram_fraction', ['scalar', 'scalar', 'vector'], 'vector'),
  signature('histogram_quantile', ['scalar', 'vector'], 'vector'),
  signature('holt_winters', ['matrix', 'scalar', 'scalar'], 'vector'),
  signature('label_join', ['vector', 'string', 'string', 'string'], 'vector', -1),
  signature('label_replace', ['vector', 'string', 'string', 'string', 'string'], 'vector'),
  signature('pi', [], 'scalar'),
  signature('predict_linear', ['matrix', 'scalar'], 'vector'),
  signature('quantile_over_time', ['scalar', 'matrix'], 'vector'),
  signature('round', ['vector', 'scalar'], 'vector', 1),
  signature('scalar', ['vector'], 'scalar'),
  signature('time', [], 'scalar'),
  signature('vector', ['scalar'], 'vector'),
  ...MATRIX_TO_VECTOR_3.map((name) => signature(name, ['matrix'], 'vector', 0, true)),
  signature('double_exponential_smoothing', ['matrix', 'scalar', 'scalar'], 'vector', 0, true),
  signature('sort_by_label', ['vector', 'string'], 'vector', -1, true),
  signature('sort_by_label_desc', ['vector', 'string'], 'vector', -1, true),
]

/** All functions by name: Prometheus 2.42's, and those of 3.x that Lookout evaluates too. */
export const FUNCTION_SIGNATURES: ReadonlyMap<string, FunctionSignature> = new Map(
  ALL.map((entry) => [entry.name, entry]),
)
