import type { Backend } from '../backend/backend'
import type { SoakedPage } from '../soaked-page'
import type { Traffic } from '../verdict-traffic'

export async function lookAtTraffic(page: SoakedPage, backend: Backend): Promise<Traffic> {
  const countOf = (type: string) => page.evaluate<number>(`performance.getEntriesByType('${type}').length`)
  return {
    faults: await page.call('faults'),
    mostAtOnce: backend.traffic.mostAtOnce,
    resources: await countOf('resource'),
    measures: await countOf('measure'),
    logLines: (await page.call('sizes'))['log lines'] ?? 0,
  }
}
