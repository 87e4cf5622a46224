import type { Matrix } from '~/domain/series/frame'

/** The buffers of an answer, for a transfer out of the worker. */
export function toTransferables(matrix: Matrix): Transferable[] {
  const buffers = new Set<Transferable>()
  for (const { values, present } of matrix.series) {
    if (values.buffer instanceof ArrayBuffer) buffers.add(values.buffer)
    if (present.buffer instanceof ArrayBuffer) buffers.add(present.buffer)
  }
  return [...buffers]
}
