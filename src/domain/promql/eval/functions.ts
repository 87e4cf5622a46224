import type { CallFunction } from './call'
import { INSTANT_FUNCTIONS } from './instant-functions'
import { RANGE_FUNCTIONS } from './range-functions'

/** Every function by its name in PromQL. */
export const FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map([...INSTANT_FUNCTIONS, ...RANGE_FUNCTIONS])
