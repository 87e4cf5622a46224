import { SourceError } from '~/domain/sources'

/** The body is larger than the caller allows. */
export class BodyTooLarge extends Error {}

/** The connection ended before the body did. */
export class BodyBrokeOff extends Error {
  readonly readBytes: number
  constructor(readBytes: number) {
    super(`broke off after ${readBytes} bytes`)
    this.readBytes = readBytes
  }
}

/** Reads a body chunk by chunk, and stops at `maxBytes` of decoded bytes instead of filling the memory. */
export async function readBody(response: Response, maxBytes: number): Promise<ArrayBuffer> {
  // Content-Length counts compressed bytes, so it can only prove that a body is too large.
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel().catch(() => {})
    throw new BodyTooLarge()
  }
  if (response.body === null) return new ArrayBuffer(0)
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read().catch((): never => {
      throw new BodyBrokeOff(bytes)
    })
    if (done) break
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => {})
      throw new BodyTooLarge()
    }
    chunks.push(value)
  }
  return join(chunks, bytes)
}

function join(chunks: readonly Uint8Array[], bytes: number): ArrayBuffer {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole.buffer
}

/** The same as a SourceError for the screen. */
export function bodyError(
  error: BodyTooLarge | BodyBrokeOff,
  address: string,
  host: string,
  maxBytes: number,
): SourceError {
  if (error instanceof BodyTooLarge) {
    return new SourceError({
      kind: 'tooMuch',
      message: `The answer of ${host} is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB.`,
      nextStep: 'Ask for less: aggregate the series, or choose a shorter time range.',
      address,
    })
  }
  return new SourceError({
    kind: 'badPayload',
    message: `The answer of ${host} broke off after ${error.readBytes} bytes.`,
    nextStep: 'The next refresh asks again. If it stays so, look at the proxy between this page and the server.',
    address,
  })
}
