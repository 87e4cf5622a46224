import type { Backend } from '../backend/backend'
import { LIMITS } from '../limits'
import type { SoakedPage } from '../soaked-page'
import type { Check } from '../verdict'

/** What a page that is left alone may not do: say errors, break its policy, ask more at once than it is allowed to, keep more than its caps. */
export async function judgeTraffic(name: string, page: SoakedPage, backend: Backend): Promise<readonly Check[]> {
  const faults = await page.call('faults')
  const sizes = await page.call('sizes')
  const lines = sizes['log lines'] ?? 0
  const countOf = (type: string) => page.evaluate<number>(`performance.getEntriesByType('${type}').length`)
  const [resources, measures] = [await countOf('resource'), await countOf('measure')]
  return [
    {
      what: `${name}: errors and warnings, violations of the policy, unhandled rejections`,
      measured: faults.length === 0 ? 'none' : [...new Set(faults)].join('; '),
      limit: 'none',
      isGood: faults.length === 0,
    },
    {
      what: `${name}: questions at once to the origin`,
      measured: String(backend.traffic.mostAtOnce),
      limit: `at most ${LIMITS.inFlight}`,
      isGood: backend.traffic.mostAtOnce <= LIMITS.inFlight,
    },
    {
      what: `${name}: entries that the browser keeps of requests and of measures`,
      measured: `${resources} and ${measures}`,
      limit: 'at most 250 and 0',
      isGood: resources <= 250 && measures === 0,
    },
    {
      what: `${name}: lines kept of the log, with a cap of 2,000`,
      measured: String(lines),
      limit: 'at most 2,000',
      isGood: lines <= 2_000,
    },
  ]
}
