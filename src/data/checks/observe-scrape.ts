import type { Transport } from '~/data/transport/transport'
import type { Observation, Target } from '~/domain/checks/observation'
import { askerOf, observe, type Subject, toSourceError } from './ask'
import type { Plan } from './subjects'

type ScrapePlan = Extract<Plan, { how: 'scrape' }>

/** Asks each target of a page that scrapes by itself, once, as the page would. Never rejects but for a signal. */
export function observeScrape({ subject, targets }: ScrapePlan, signal: AbortSignal): Promise<Observation> {
  return observe(subject, async () => ({
    reach: { kind: 'inside' },
    version: null,
    clock: null,
    metrics: {
      targets: await Promise.all(targets.map((target) => observeTarget(subject, target, signal))),
      rules: null,
      alertmanagers: null,
      time: null,
      configIsGood: null,
    },
  }))
}

async function observeTarget(
  { transport, title }: { readonly transport: Transport; readonly title: string } & Subject,
  { url, job, instance }: ScrapePlan['targets'][number],
  signal: AbortSignal,
): Promise<Target> {
  const common = { job, instance: instance ?? hostOf(url), url, intervalMs: null }
  const sentMs = Date.now()
  try {
    const subject: Subject = {
      ...{ part: 'metrics', id: job, title, kind: 'scrape', address: url },
      ...{ baseUrl: url, headers: {}, transport },
    }
    const response = await askerOf(subject, signal)('')
    const isPage = (response.headers.get('content-type') ?? '').includes('html')
    return {
      ...common,
      health: isPage ? 'down' : 'up',
      lastError: isPage ? 'expected metrics, received a web page' : '',
      lastScrapeMs: sentMs,
      lastTookMs: response.durationMs,
    }
  } catch (thrown) {
    const { detail } = toSourceError(thrown)
    if (detail.kind === 'aborted') throw thrown
    return { ...common, health: 'down', lastError: detail.message, lastScrapeMs: sentMs, lastTookMs: null }
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
