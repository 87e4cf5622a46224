import type { Grid } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import type { AlertsTask } from './alerts/packed'
import { createInThreadDecoder, type Decoder } from './decoder'

/** Decoded in a few milliseconds; starting a worker takes ten times as long. */
const SMALL_BYTES = 256 * 1024

export interface SmallFirstDecoder extends Decoder {
  /**
   * The next rules are decoded in the page's own thread, however many they are: while there is no page nothing else waits for it,
   * and a worker's start and the way back take as long again.
   */
  hurryRules(): void
  /** Starts the worker for a large answer that is expected; small ones do not wait for it. */
  warm(): void
  /** From now on everything is decoded in the worker. */
  moveToWorker(): void
}

/**
 * Decodes small answers in the page's own thread until `moveToWorker` is called: the worker's start, and what watches it, would
 * compete with the first picture. A large answer starts it at once. Where it cannot be had, the page's thread goes on.
 */
export function createSmallFirstDecoder(load: () => Promise<Decoder>): SmallFirstDecoder {
  const here = createInThreadDecoder()
  let there: Promise<Decoder> | undefined
  let isMoved = false
  let isHurried = false
  let isDisposed = false

  function start(): Promise<Decoder> {
    there ??= load().then(
      (decoder) => {
        if (isDisposed) decoder.dispose()
        return decoder
      },
      () => here,
    )
    return there
  }

  async function pick(body: ArrayBuffer): Promise<Decoder> {
    if (!isMoved && body.byteLength <= SMALL_BYTES) return here
    isMoved = true
    return start()
  }

  return {
    decodeRange: async (body: ArrayBuffer, grid: Grid) => (await pick(body)).decodeRange(body, grid),
    decodeInstant: async (body: ArrayBuffer, timeMs: UnixMs) => (await pick(body)).decodeInstant(body, timeMs),
    async decodeAlerts(body: ArrayBuffer, task: AlertsTask) {
      const isHere = isHurried && !isMoved && task.kind === 'rules'
      if (!isHere) return (await pick(body)).decodeAlerts(body, task)
      isHurried = false
      return (await import('./alerts/pack-alerts')).readAlertsOnce(body, task)
    },
    hurryRules() {
      isHurried = true
    },
    dispose() {
      isDisposed = true
      void there?.then((decoder) => decoder.dispose())
    },
    warm: () => void start(),
    moveToWorker() {
      isMoved = true
      void start()
    },
  }
}
