/** PromQL's words, as Prometheus 2.42 knows them. What is listed here must be covered by a run. */

export const ARITHMETIC = ['+', '-', '*', '/', '%', '^', 'atan2'] as const
export const COMPARISONS = ['==', '!=', '<', '>', '<=', '>='] as const
export const SETS = ['and', 'or', 'unless'] as const

/** Aggregators without a parameter; the others are in `PARAMETER_AGGREGATORS`. */
export const PLAIN_AGGREGATORS = ['sum', 'min', 'max', 'avg', 'group', 'stddev', 'stdvar', 'count'] as const
export const PARAMETER_AGGREGATORS = ['topk', 'bottomk', 'quantile', 'count_values'] as const

/** One instant vector in, one out. */
export const MATHS = [
  'abs',
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
  'ln',
  'log10',
  'log2',
  'rad',
  'sgn',
  'sin',
  'sinh',
  'sqrt',
  'tan',
  'tanh',
  'round',
] as const

/** An instant vector, or nothing for the time of evaluation. */
export const DATES = [
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'hour',
  'minute',
  'month',
  'year',
] as const

/** One range vector in. */
export const OVER_RANGES = [
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
] as const

/** Functions with arguments of their own kinds. */
export const OTHERS = [
  'absent',
  'absent_over_time',
  'clamp',
  'clamp_max',
  'clamp_min',
  'histogram_quantile',
  'holt_winters',
  'label_join',
  'label_replace',
  'pi',
  'predict_linear',
  'quantile_over_time',
  'scalar',
  'sort',
  'sort_desc',
  'time',
  'timestamp',
  'vector',
] as const

/** Of native histograms alone: over floats their answer is always empty. */
export const NATIVE_HISTOGRAM = ['histogram_count', 'histogram_fraction', 'histogram_sum'] as const
