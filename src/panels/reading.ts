import { type Status, statusOf, type ThresholdStep } from '~/domain/thresholds'
import type { Truth } from '~/domain/truth/truth'
import type { StatusMark } from '~/ui/status/tone'
import { STATUS_WORDS } from './status-words'

/** What a single value says: its mark and the word beside it. */
export interface Reading {
  readonly status: Status
  readonly mark: StatusMark
  readonly word: string
}

/**
 * Reads a value against its steps. A value that is old, missing or NaN has no good or bad colour: it says so instead.
 * Without steps a current value says nothing (an empty word).
 */
export function readingOf(
  value: number | null,
  steps: readonly ThresholdStep[],
  truth: Truth,
  atLeast?: boolean,
): Reading {
  if (truth.kind === 'loading') return { status: 'unknown', mark: 'loading', word: truth.word }
  if (truth.old) return { status: 'unknown', mark: 'unknown', word: truth.word }
  if (value === null) return { status: 'unknown', mark: truth.kind === 'failed' ? 'broken' : 'unknown', word: '' }
  if (Number.isNaN(value)) return { status: 'unknown', mark: 'idle', word: '' }
  if (steps.length === 0) return { status: 'unknown', mark: 'unknown', word: '' }
  const status = statusOf(value, steps, atLeast)
  return { status, mark: status, word: STATUS_WORDS[status] }
}
