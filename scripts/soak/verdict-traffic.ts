import { LIMITS } from './limits'
import type { Check } from './verdict'

/** What a page has done until the end. */
export interface Traffic {
  /** Errors and warnings on its console, violations of its policy, rejections that nobody caught: of the page and its workers. */
  readonly faults: readonly string[]
  /** Questions under way at the origin of its sources. */
  readonly mostAtOnce: number
  /** Entries that the browser keeps. */
  readonly resources: number
  readonly measures: number
  readonly logLines: number
}

/** What a page that is left alone may not do: say errors, break its policy, ask more at once than it is allowed to, keep more than its caps. */
export function judgeTraffic(name: string, traffic: Traffic): readonly Check[] {
  const { faults, mostAtOnce, resources, measures, logLines } = traffic
  return [
    noneCheck(`${name}: errors and warnings, violations of the policy, unhandled rejections`, faults),
    {
      what: `${name}: questions at once to the origin`,
      measured: String(mostAtOnce),
      limit: `at most ${LIMITS.inFlight}`,
      isGood: mostAtOnce <= LIMITS.inFlight,
    },
    {
      what: `${name}: entries that the browser keeps of requests and of measures`,
      measured: `${resources} and ${measures}`,
      limit: 'at most 250 and 0',
      isGood: resources <= 250 && measures === 0,
    },
    {
      what: `${name}: lines kept of the log, with a cap of 2,000`,
      measured: String(logLines),
      limit: 'at most 2,000',
      isGood: logLines <= 2_000,
    },
  ]
}

/** What the browser itself says against a page: of requests, its policy, deprecated and slow ways. */
export const judgeComplaints = (name: string, complaints: readonly string[]): Check =>
  noneCheck(`${name}: errors and warnings of the browser`, complaints)

function noneCheck(what: string, found: readonly string[]): Check {
  return {
    what,
    measured: found.length === 0 ? 'none' : [...new Set(found)].join('; '),
    limit: 'none',
    isGood: found.length === 0,
  }
}
