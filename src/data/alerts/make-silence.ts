import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { SilenceDraft } from '~/domain/alerts/model'
import { findMade } from '~/domain/alerts/silencing'
import { SourceError, type SourceErrorKind } from '~/domain/sources'
import type { DurationMs } from '~/domain/units-of-measure'
import { delay as pause } from '~/lib/delay'

export type MadeSilence =
  /** `late`: the answer did not come, but the silence is there. */
  | { readonly kind: 'made'; readonly id: string; readonly late: boolean }
  /** It was not made, and asking again makes it. */
  | { readonly kind: 'refused'; readonly error: SourceError }
  /** It may have been made and may not: no answer came, and it is not among the silences yet, or these were not told either. */
  | { readonly kind: 'unknown'; readonly error: SourceError; readonly looked: boolean }

/** Of failures after which nobody knows whether the request was carried out. */
const UNSURE: ReadonlySet<SourceErrorKind> = new Set([
  'timeout',
  'unreachable',
  'unavailable',
  'badPayload',
  'client',
  'aborted',
])
/** A request that is on its way when its time is up may still arrive. */
const LOOKS_AFTER_MS: readonly DurationMs[] = [0, 1_000, 2_000]

export interface MakeOptions {
  /** The same draft was posted before, and what became of it is not known: it is looked for before it is posted again. */
  readonly again: boolean
  readonly signal: AbortSignal
  readonly delay?: (ms: DurationMs) => Promise<void>
}

/** Posts a silence exactly once. Where no answer comes it looks for the silence, and never posts blindly again. */
export async function makeSilence(store: AlertStore, draft: SilenceDraft, options: MakeOptions): Promise<MadeSilence> {
  const { again, signal, delay = pause } = options
  if (again) {
    try {
      const found = findMade(draft, await store.silences(signal))
      if (found !== undefined) return { kind: 'made', id: found.id, late: true }
    } catch (error) {
      return { kind: 'unknown', error: asError(error), looked: false }
    }
  }
  try {
    return { kind: 'made', id: await store.putSilence(draft, signal), late: false }
  } catch (thrown) {
    const error = asError(thrown)
    if (!UNSURE.has(error.kind)) return { kind: 'refused', error }
    return lookFor(store, draft, error, signal, delay)
  }
}

async function lookFor(
  store: AlertStore,
  draft: SilenceDraft,
  error: SourceError,
  signal: AbortSignal,
  delay: (ms: DurationMs) => Promise<void>,
): Promise<MadeSilence> {
  let looked = false
  for (const afterMs of LOOKS_AFTER_MS) {
    await delay(afterMs)
    try {
      const found = findMade(draft, await store.silences(signal))
      looked = true
      if (found !== undefined) return { kind: 'made', id: found.id, late: true }
    } catch {
      looked = false
    }
  }
  return { kind: 'unknown', error, looked }
}

function asError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown
  return new SourceError({ kind: 'client', message: 'The request failed by a fault of this page.' })
}
