import { explainStatus } from '~/data/decode/explain-status'
import { joinPath } from '~/data/prometheus/wire'
import type { Transport, TransportRequest, TransportResponse } from '~/data/transport/transport'
import { readDate } from '~/domain/checks/clock'
import type { ClockReading, Observation, Part } from '~/domain/checks/observation'
import { SourceError } from '~/domain/sources'

/** A part of the installation that can be asked. */
export interface Subject {
  readonly part: Part
  readonly id: string
  readonly title: string
  readonly kind: string
  /** For people; null for what lives in the page. */
  readonly address: string | null
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly transport: Transport
  /** What the operating system said of the last failure of this host, where that can be heard. */
  readonly systemCodeOf?: (url: string) => string | undefined
}

export type Ask = (
  path: string,
  more?: Partial<TransportRequest>,
  tolerated?: readonly number[],
) => Promise<TransportResponse>

const TIMEOUT_MS = 8_000
const MAX_BYTES = 32 * 1_048_576

/** Asks below the address of a subject; any status but 2xx and those tolerated is thrown as SourceError. */
export function askerOf({ baseUrl, headers, transport, title }: Subject, signal: AbortSignal): Ask {
  return async (path, more = {}, tolerated = []) => {
    const response = await transport.request(
      {
        url: joinPath(baseUrl, path),
        method: 'GET',
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        priority: 'user',
        ...more,
        headers: { ...headers, ...more.headers },
      },
      signal,
    )
    if (response.status < 300 || tolerated.includes(response.status)) return response
    throw await explainStatus(response, title, Date.now())
  }
}

/** What an answer's head tells of the server's clock; null where it has no readable date. */
export function clockOf({ headers, sentMs, headMs }: TransportResponse): ClockReading | null {
  return readDate(headers.get('date'), sentMs, headMs)
}

type Seen = Omit<Observation, 'part' | 'id' | 'title' | 'kind' | 'address'>

/** Runs what looks at a subject; what it throws is what was seen, unless nobody waits any more. */
export async function observe(subject: Subject, look: () => Promise<Seen>): Promise<Observation> {
  const { part, id, title, kind, address } = subject
  const who = { part, id, title, kind, address }
  try {
    return { ...who, ...(await look()) }
  } catch (thrown) {
    const error = toSourceError(thrown).detail
    if (error.kind === 'aborted') throw thrown
    const systemCode = subject.systemCodeOf?.(subject.baseUrl)
    const reach = { kind: 'fails', error, ...(systemCode !== undefined && { systemCode }) } as const
    return { ...who, reach, version: null, clock: null }
  }
}

/** What cannot be had is not known: the rest of the picture is worth having. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof SourceError && error.kind !== 'aborted') return null
    throw error
  }
}

/** What says that a server does not have what was asked for, as most relatives of Prometheus have not all of it. */
const NOT_THERE: ReadonlySet<string> = new Set(['notFound', 'badRequest', 'execution', 'badPayload', 'auth'])

/**
 * The same of one part of a picture: `what` is it in words. Where the server should have told and did not, it is added to `unanswered`.
 */
export async function orUnanswered<T>(asked: Promise<T>, what: string, unanswered: string[]): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind === 'aborted') throw error
    if (!NOT_THERE.has(error.kind) && error.detail.httpStatus !== 501) unanswered.push(what)
    return null
  }
}

export function toSourceError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown
  return new SourceError({ kind: 'client', message: 'It could not be asked, by a fault of Lookout.' })
}
