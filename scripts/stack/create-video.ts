import { randomBytes, randomInt } from 'node:crypto'
import { type Journey, runJourney } from '~/demo/logs/journey'
import { createSampleLines, type SampleLine, traceIdOf } from '~/demo/logs/sample-lines'
import { STORIES } from '~/demo/logs/stories'
import { SAMPLE_SEED } from '~/demo/sample-platforms'
import type { UnixMs } from '~/domain/units-of-measure'

const PLATFORM = 'shorts'
const ENDPOINT = '/api/v1/videos'

export interface VideoRequests {
  readonly nowMs: () => UnixMs
  /** Ids of the incidents of the platform that are on. */
  readonly incidents: () => readonly string[]
  /** Writes lines into the log of their platform when their time has come. */
  readonly write: (lines: readonly SampleLine[]) => Promise<void>
}

/** Lets one more `POST /api/v1/videos` happen, which is logged as any other; resolves when it has come to its end. */
export async function createVideo({ nowMs, incidents, write }: VideoRequests): Promise<Journey> {
  const story = STORIES[PLATFORM]?.find(({ method, endpoint }) => method === 'POST' && endpoint === ENDPOINT)
  if (story === undefined) throw new Error(`no sample platform answers POST ${ENDPOINT}`)
  const journey = runJourney({
    traceId: traceIdOf(randomBytes(6).toString('hex')),
    story,
    startMs: nowMs(),
    incidents: new Set(incidents()),
    key: randomInt(2 ** 31),
  })
  await write(createSampleLines({ seed: SAMPLE_SEED }).linesOf(PLATFORM, journey))
  return journey
}
