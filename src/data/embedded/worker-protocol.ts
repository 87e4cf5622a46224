import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EmbeddedSpec } from './embedded-spec'

/** What the page says to the embedded Prometheus in its worker. `clockOffsetMs` is server time less the viewer's, as far as the page knows it by then. */
export type ToWorker =
  /** Once, before all else. */
  | {
      readonly kind: 'start'
      readonly spec: EmbeddedSpec
      readonly clockOffsetMs: DurationMs
      /** Memory of `CancelFlags`, where the page may have any. */
      readonly cancels: SharedArrayBuffer | undefined
    }
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly path: string
      readonly query: string
      readonly clockOffsetMs: DurationMs
    }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'ping'; readonly clockOffsetMs: DurationMs }
  /** The page is hidden or frozen and may go: whatever is to be kept must be written now. */
  | { readonly kind: 'keep' }

/** What it says to the page. */
export type FromWorker =
  | { readonly kind: 'started' }
  /** From here to its answer the worker does nothing else: if it falls silent, this question is to blame. */
  | { readonly kind: 'begins'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly status: number; readonly body: ArrayBuffer }
  | { readonly kind: 'pong'; readonly nowMs: UnixMs }
