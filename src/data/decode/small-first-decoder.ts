import type { Grid } from '~/domain/series/frame'
import type { UnixMs } from '~/domain/units-of-measure'
import { createInThreadDecoder, type Decoder } from './decoder'

/** Decoded in a few milliseconds; starting a worker takes ten times as long. */
const SMALL_BYTES = 256 * 1024

export interface SmallFirstDecoder extends Decoder {
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
  let isDisposed = false

  function moveToWorker(): Promise<Decoder> {
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
    return there === undefined && body.byteLength <= SMALL_BYTES ? here : moveToWorker()
  }

  return {
    decodeRange: async (body: ArrayBuffer, grid: Grid) => (await pick(body)).decodeRange(body, grid),
    decodeInstant: async (body: ArrayBuffer, timeMs: UnixMs) => (await pick(body)).decodeInstant(body, timeMs),
    dispose() {
      isDisposed = true
      void there?.then((decoder) => decoder.dispose())
    },
    moveToWorker: () => void moveToWorker(),
  }
}
