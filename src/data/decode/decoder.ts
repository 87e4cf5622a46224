import type { Grid } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { AlertsTask, PackedAlerts } from './alerts/packed'
import { type DecodedInstant, type DecodedRange, decodeInstantBody, decodeRangeBody } from './decode-answer'

/** Decodes bodies of the APIs of Prometheus and Alertmanager, wherever it does that. Rejects with SourceError only; takes the body over. */
export interface Decoder {
  decodeRange(body: ArrayBuffer, grid: Grid): Promise<DecodedRange>
  decodeInstant(body: ArrayBuffer, timeMs: UnixMs): Promise<DecodedInstant>
  /** For `alerts/alert-reader.ts`, which makes alerts of it. */
  decodeAlerts(body: ArrayBuffer, task: AlertsTask): Promise<PackedAlerts>
  /** Ends what it runs; pending decodes are rejected. */
  dispose(): void
}

/** Decodes in the calling thread: for tests, for Node, and where the page may start no worker. */
export function createInThreadDecoder(): Decoder {
  return {
    decodeRange: async (body, grid) => decodeRangeBody(body, grid),
    decodeInstant: async (body, timeMs) => decodeInstantBody(body, timeMs),
    // Hardly ever done here, and no part of the first picture.
    decodeAlerts: async (body, task) => (await import('./alerts/pack-alerts')).packAlerts(body, task),
    dispose: () => {},
  }
}
