import type * as v from 'valibot'
import type { Status, ThresholdStep } from '~/domain/thresholds'
import type { mappingsSchema } from './option-schemas'
import { STATUS_WORDS } from './status-words'

export type ValueMapping = v.InferOutput<typeof mappingsSchema>[number]

export interface WordedStep extends ThresholdStep {
  readonly text?: string
}

/** What a value means: a word and its status. */
export interface ValueState {
  readonly text: string
  readonly status: Status
  /** The word stands for the value instead of beside it. */
  readonly mapped: boolean
}

/**
 * Meaning of a value: the first mapping that fits, else the highest step whose bound is at most the value, else none. NaN
 * (no traffic) has none.
 */
export function stateOfValue(
  value: number,
  mappings: readonly ValueMapping[],
  steps: readonly WordedStep[],
): ValueState | null {
  if (Number.isNaN(value)) return null
  const mapping = mappings.find((one) => fits(value, one))
  if (mapping !== undefined) return { text: mapping.text, status: mapping.status, mapped: true }
  const step = steps.findLast((one) => one.value === null || value >= one.value)
  return step === undefined
    ? null
    : { text: step.text ?? STATUS_WORDS[step.status], status: step.status, mapped: false }
}

function fits(value: number, { value: exact, from, to }: ValueMapping): boolean {
  if (exact !== undefined) return value === exact
  return value >= (from ?? Number.NEGATIVE_INFINITY) && value <= (to ?? Number.POSITIVE_INFINITY)
}
