import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { EmbeddedSpec } from './embedded-spec'

/** What the page says to the embedded Prometheus in its worker. */
export type ToWorker =
  /** Once, before all else. `clockOffsetMs` is server time less the viewer's. */
  | { readonly kind: 'start'; readonly spec: EmbeddedSpec; readonly clockOffsetMs: DurationMs }
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly path: string
      readonly query: string
      /** The page's server time less the viewer's, which it may have learnt since. */
      readonly clockOffsetMs: DurationMs
    }
  | { readonly kind: 'ping'; readonly id: number }
  /** The page is hidden or frozen and may go: whatever is to be kept must be written now. */
  | { readonly kind: 'keep' }

/** What it says to the page. */
export type FromWorker =
  | { readonly kind: 'started' }
  | { readonly kind: 'answer'; readonly id: number; readonly status: number; readonly body: ArrayBuffer }
  | { readonly kind: 'pong'; readonly id: number; readonly nowMs: UnixMs }
