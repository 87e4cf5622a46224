import type { ExpositionFault } from '~/domain/exposition/exposition'
import type { SourceError } from '~/domain/sources'
import type { ScrapeTally } from './write-exposition'

/** What is wrong with a target, and what whoever reads it can do. Literal text. */
export interface ScrapeProblem {
  readonly message: string
  readonly nextStep: string
}

/** Why a target gave no answer at all. */
export function explainNoAnswer({ detail }: SourceError): ScrapeProblem {
  const { kind, message } = detail
  const nextStep = detail.nextStep ?? 'Look at the target itself. Lookout keeps asking by itself.'
  switch (kind) {
    case 'auth':
      return {
        message: 'The target sends the scrape elsewhere instead of answering it.',
        nextStep: 'Give the address that it sends to, often the same with a slash at its end; or sign in there.',
      }
    case 'tooMuch':
      return { message, nextStep: 'Let the target expose less, or raise the size limit of its scrape.' }
    case 'timeout':
      return { message, nextStep: 'The next scrape asks again. If it stays so, give the target a longer timeout.' }
    case 'unreachable':
      return detail.cause === 'network'
        ? { message, nextStep: 'Check that the target runs at this address. Lookout keeps asking by itself.' }
        : { message, nextStep }
    default:
      return { message, nextStep }
  }
}

/** Why an answer with this status is no scrape: all but 200. */
export function explainStatusOfScrape(status: number): ScrapeProblem {
  const message = `The target answers with HTTP status ${status}.`
  if (status === 401 || status === 403) {
    return {
      message,
      nextStep: 'It wants to know who asks. Let it answer this page without a password, or put a proxy between.',
    }
  }
  if (status === 404) return { message, nextStep: 'Check the path of the address: most targets expose /metrics.' }
  if (status >= 500) return { message, nextStep: 'The target, or a proxy before it, failed. Look at its log.' }
  return { message, nextStep: 'A scrape must be answered with 200. Open the address in a tab to see what it says.' }
}

/** What is wrong with an answer that came: nothing of it can be read, some lines cannot, or there is no room. */
export function explainTally(tally: ScrapeTally): ScrapeProblem | undefined {
  const [first] = tally.faults
  if (first !== undefined && tally.scraped === 0) {
    return {
      message: `The answer cannot be read: line ${first.line}: ${whyOf(first)}`,
      nextStep: 'Check that the address is that of the metrics, mostly /metrics.',
    }
  }
  if (first !== undefined) {
    const { faultCount } = tally
    const more = faultCount === 1 ? '' : ` and ${countOf(faultCount - 1, 'line')} more`
    return {
      message: `Line ${first.line}${more} cannot be read: ${whyOf(first)}`,
      nextStep: 'The rest is kept. Prometheus would refuse all of it, so the exporter should be mended.',
    }
  }
  if (tally.withoutRoom.count > 0) {
    return {
      message: `${countOf(tally.withoutRoom.count, 'sample')} found no room: ${tally.withoutRoom.message}.`,
      nextStep: 'Scrape fewer targets, or let them expose less.',
    }
  }
  return explainRefused(tally)
}

const REFUSALS = {
  future: ['from the future', 'Set the clock of the target, or do not honour its timestamps.'],
  tooOld: ['older than the history', 'Do not honour the timestamps of the target if they say nothing.'],
  outOfOrder: ['older than what is stored', 'A clock was set back, or two targets write the same series.'],
  duplicateTime: [
    'for times that have another value',
    'The text has a series twice, or two targets write the same one.',
  ],
} as const

function explainRefused({ refused }: ScrapeTally): ScrapeProblem | undefined {
  for (const [verdict, count] of refused) {
    const [what, nextStep] = REFUSALS[verdict]
    return { message: `${countOf(count, 'sample')} left out: ${what}.`, nextStep }
  }
  return undefined
}

function whyOf({ message, text }: ExpositionFault): string {
  return text === '' ? `${message}.` : `${message} (${text}).`
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
