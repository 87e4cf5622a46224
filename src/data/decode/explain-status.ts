import { SourceError } from '~/domain/sources'
import type { UnixMs } from '~/domain/units-of-measure'
import type { HttpAnswer } from './http-error'

/** As `decodeHttpError`, whose code is a chunk of its own: a page that is well does not need it. */
export async function explainStatus(answer: HttpAnswer, who: string, nowMs: UnixMs): Promise<SourceError> {
  try {
    const { decodeHttpError } = await import('./http-error')
    return decodeHttpError(answer, who, nowMs)
  } catch {
    const { status, url } = answer
    return new SourceError({
      kind: 'unavailable',
      message: `${who} answers with status ${status}.`,
      httpStatus: status,
      address: url,
    })
  }
}
