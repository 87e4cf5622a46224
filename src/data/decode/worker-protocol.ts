import type { Grid } from '~/domain/series/frame'
import { SourceError, type SourceErrorDetail } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import { packAlerts } from './alerts/pack-alerts'
import type { AlertsTask, PackedAlerts } from './alerts/packed'
import { type DecodedInstant, type DecodedRange, decodeInstantBody, decodeRangeBody } from './decode-answer'
import { toTransferables } from './transferables'

/** What the page sends to the decoding worker. Requests are answered one by one, in order. */
export type DecodeRequest = { readonly id: number; readonly body: ArrayBuffer } & DecodeTask

export type DecodeTask =
  | { readonly kind: 'range'; readonly grid: Grid }
  | { readonly kind: 'instant'; readonly timeMs: UnixMs }
  | AlertsTask

export type DecodedAnswer = DecodedRange | DecodedInstant | PackedAlerts

export type DecodeReply =
  | { readonly id: 0; readonly ready: true }
  | { readonly id: number; readonly decoded: DecodedAnswer }
  | { readonly id: number; readonly error: SourceErrorDetail }

/** Does one request; any fault becomes an error in the reply, so that the worker lives on. */
export function answerDecode(request: DecodeRequest): {
  readonly reply: DecodeReply
  readonly transfer: Transferable[]
} {
  const { id } = request
  try {
    const decoded = runDecode(request.body, request)
    return { reply: { id, decoded }, transfer: 'matrix' in decoded ? toTransferables(decoded.matrix) : [] }
  } catch (error) {
    return { reply: { id, error: decodeFault(error) }, transfer: [] }
  }
}

/** Decodes one body in the calling thread. Throws SourceError. */
export function runDecode(body: ArrayBuffer, task: DecodeTask): DecodedAnswer {
  if (task.kind === 'range') return decodeRangeBody(body, task.grid)
  return task.kind === 'instant' ? decodeInstantBody(body, task.timeMs) : packAlerts(body, task)
}

function decodeFault(error: unknown): SourceErrorDetail {
  if (error instanceof SourceError) return error.detail
  // Out of memory is the one fault left that a body can cause.
  return {
    kind: 'tooMuch',
    message: 'The answer is too large to be decoded.',
    nextStep: 'Aggregate the series, or choose a shorter range.',
  }
}
