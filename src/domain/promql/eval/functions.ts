import { ABSENT_FUNCTIONS } from './absent'
import type { CallFunction } from './call'
import { DATE_FUNCTIONS } from './dates'
import { HISTOGRAM_FUNCTIONS } from './histogram'
import { INSTANT_FUNCTIONS } from './instant-functions'
import { LABEL_FUNCTIONS } from './label-functions'
import { RANGE_CALLS } from './range-functions'
import { SORT_FUNCTIONS } from './sort-functions'
import { TIMESTAMP_FUNCTIONS } from './timestamp'

/** Every function by its name in PromQL. */
export const FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map([
  ...ABSENT_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...HISTOGRAM_FUNCTIONS,
  ...INSTANT_FUNCTIONS,
  ...LABEL_FUNCTIONS,
  ...RANGE_CALLS,
  ...SORT_FUNCTIONS,
  ...TIMESTAMP_FUNCTIONS,
])
