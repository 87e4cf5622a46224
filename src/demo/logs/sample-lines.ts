import type { UnixMs } from '~/domain/units-of-measure'
import { createIncidentClock } from '../incidents'
import { drawPoisson, hashText, mixKeys, RandomStream } from '../random'
import { SAMPLE_PLATFORMS } from '../sample-platforms'
import { auditLine } from './audit'
import { DIALECTS, isoMs } from './dialects'
import { type Journey, runJourney, type Step } from './journey'
import { decodeJourneyId, encodeJourneyId, type JourneyKey } from './journey-id'
import { accessLine, celeryLine, tracebackLines } from './plain-lines'
import { STORIES } from './stories'
import type { Story } from './work'

/** A line that a sample platform wrote. */
export interface SampleLine {
  /** Name of its file: the platform's id, or with `.audit`. */
  readonly stream: string
  readonly timeMs: UnixMs
  /** Without its newline; with some inside where the platform wrote an exception as text. */
  readonly text: string
}

export interface SampleLines {
  readonly streams: readonly string[]
  /**
   * What was written from `fromMs` and before `toMs`, by time. The same for all who ask, in whatever order: every second of a
   * platform is drawn by itself.
   */
  lines(fromMs: UnixMs, toMs: UnixMs, streams?: readonly string[]): readonly SampleLine[]
  /** The request of a trace id; null for an id that is none of a sample platform. */
  journey(traceId: string): Journey | null
  /** Lines of a request that comes from outside, such as one that was sent to the sample API. */
  linesOf(platform: string, journey: Journey): readonly SampleLine[]
}

/** Requests a second, of each platform; the metrics count more of them than are written down. */
const REQUESTS: Readonly<Record<string, number>> = { shorts: 0.22, pipeline: 0.1, transcode: 0.14, trends: 0.18 }
const AUDIT_STREAM = 'trends.audit'
const AUDIT_EVENTS = 0.03
/** No request takes longer, so whoever reads a range looks so far back for requests that began before it. */
const LONGEST_SECONDS = 240
const MOST_IN_A_SECOND = 15
/** How many of the lines come as text beside the JSON. */
const PLAIN_SHARE = 0.3

/** Creates the log of the sample platforms. Pure: the clock is what is asked for. */
export function createSampleLines({ seed }: { readonly seed: number }): SampleLines {
  const platforms = SAMPLE_PLATFORMS.map((model, place) => ({
    id: model.id,
    place,
    key: mixKeys(seed, hashText(`${model.id} log`)),
    incidents: createIncidentClock(model),
    /** Targets that can be down, with the platform not answering at all then. */
    jobs: model.targets.map(({ job }) => job),
    stories: STORIES[model.id] ?? [],
    rate: REQUESTS[model.id] ?? 0,
  }))
  type Platform = (typeof platforms)[number]

  function isOut(platform: Platform, timeMs: UnixMs): boolean {
    return platform.jobs.every((job) => platform.incidents.isDown(job, timeMs))
  }

  function requestsIn(platform: Platform, second: number): number {
    if (isOut(platform, second * 1000)) return 0
    const random = new RandomStream(mixKeys(platform.key, second))
    return Math.min(MOST_IN_A_SECOND, drawPoisson(random, platform.rate))
  }

  function journeyAt(platform: Platform, key: JourneyKey): Journey {
    const random = new RandomStream(mixKeys(platform.key, key.second, key.nth))
    const startMs = (key.second + random.next()) * 1000
    return runJourney({
      traceId: traceIdOf(encodeJourneyId(key, seed)),
      story: storyAt(platform.stories, random.next()),
      startMs,
      incidents: new Set(platform.incidents.activeAt(startMs).map(({ id }) => id)),
      key: mixKeys(platform.key, key.second, key.nth, 1),
    })
  }

  function* platformLines(platform: Platform, fromMs: UnixMs, toMs: UnixMs): Generator<SampleLine> {
    const last = Math.ceil(toMs / 1000)
    for (let second = Math.floor(fromMs / 1000) - LONGEST_SECONDS; second < last; second++) {
      const count = requestsIn(platform, second)
      for (let nth = 0; nth < count; nth++) {
        yield* linesOf(platform.id, journeyAt(platform, { platform: platform.place, second, nth }))
      }
      const timeMs = second * 1000
      if (second % 20 === 0 && isOut(platform, timeMs)) yield outageLine(platform.id, timeMs)
    }
  }

  function* auditLines(fromMs: UnixMs, toMs: UnixMs): Generator<SampleLine> {
    const key = mixKeys(seed, hashText(AUDIT_STREAM))
    for (let second = Math.floor(fromMs / 1000); second < Math.ceil(toMs / 1000); second++) {
      const random = new RandomStream(mixKeys(key, second))
      if (random.next() >= AUDIT_EVENTS) continue
      const timeMs = second * 1000 + Math.floor(random.next() * 1000)
      yield { stream: AUDIT_STREAM, timeMs, text: auditLine(timeMs, random) }
    }
  }

  return {
    streams: [...platforms.map(({ id }) => id), AUDIT_STREAM],
    lines(fromMs, toMs, streams) {
      const wanted = (stream: string) => streams === undefined || streams.includes(stream)
      const all = [
        ...platforms.filter(({ id }) => wanted(id)).flatMap((one) => [...platformLines(one, fromMs, toMs)]),
        ...(wanted(AUDIT_STREAM) ? auditLines(fromMs, toMs) : []),
      ]
      return all.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs).sort((a, b) => a.timeMs - b.timeMs)
    },
    journey(traceId) {
      const key = decodeJourneyId(traceId.replace(/^trace_/, ''), seed)
      const platform = key === null ? undefined : platforms[key.platform]
      if (key === null || platform === undefined || key.nth >= requestsIn(platform, key.second)) return null
      return journeyAt(platform, key)
    },
    linesOf,
  }
}

/** A trace id as the platforms write it. */
export function traceIdOf(digits: string): string {
  return `trace_${digits}`
}

function storyAt(stories: readonly Story[], place: number): Story {
  const total = stories.reduce((sum, { weight }) => sum + weight, 0)
  let rest = place * total
  for (const story of stories) {
    rest -= story.weight
    if (rest < 0) return story
  }
  return stories.at(-1) as Story
}

/** The lines of a request in its platform's dialect, and beside them what its servers wrote as text. */
function linesOf(platform: string, journey: Journey): readonly SampleLine[] {
  const print = DIALECTS[platform]
  if (print === undefined) throw new Error(`the sample platform ${platform} has no dialect`)
  return journey.steps.flatMap((step) => {
    const line = { stream: platform, timeMs: step.timeMs, text: print(step, journey) }
    const plain = plainLine(step, journey)
    // A millisecond later: the server writes when the application is done.
    return plain === null ? [line] : [line, { ...line, timeMs: step.timeMs + 1, text: plain }]
  })
}

function plainLine(step: Step, journey: Journey): string | null {
  const chance = mixKeys(hashText(step.spanId), hashText(step.message)) / 2 ** 32
  if (step.exception !== null && chance < PLAIN_SHARE) return tracebackLines(step)
  if (step.statusCode !== null && chance < PLAIN_SHARE) return accessLine(step, journey)
  if (
    step.service.endsWith('-worker') &&
    step.durationMs !== null &&
    step.level === 'INFO' &&
    chance < PLAIN_SHARE / 3
  ) {
    return celeryLine(step, journey)
  }
  return null
}

/** Of a platform that does not answer only its watchdog is heard. */
function outageLine(platform: string, timeMs: UnixMs): SampleLine {
  const about = { timestamp: isoMs(timeMs), level: 'CRITICAL', logger: 'watchdog', service: `${platform}-watchdog` }
  return {
    stream: platform,
    timeMs,
    text: JSON.stringify({ ...about, message: 'Service does not answer: connection refused' }),
  }
}
