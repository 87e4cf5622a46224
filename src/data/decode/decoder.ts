import type { Grid } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { type DecodedInstant, type DecodedRange, decodeInstantBody, decodeRangeBody } from './decode-answer'

/** Decodes bodies of the Prometheus API, wherever it does that. Rejects with SourceError only; takes the body over. */
export interface Decoder {
  decodeRange(body: ArrayBuffer, grid: Grid): Promise<DecodedRange>
  decodeInstant(body: ArrayBuffer, timeMs: UnixMs): Promise<DecodedInstant>
  /** Ends what it runs; pending decodes are rejected. */
  dispose(): void
}

/** Decodes in the calling thread: for tests, for Node, and where the page may start no worker. */
export function createInThreadDecoder(): Decoder {
  return {
    decodeRange: async (body, grid) => decodeRangeBody(body, grid),
    decodeInstant: async (body, timeMs) => decodeInstantBody(body, timeMs),
    dispose: () => {},
  }
}
