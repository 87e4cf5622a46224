import { decodeSlos } from '~/domain/slo/decode-slos'
import type { Slo } from '~/domain/slo/model'

/** An objective as it is written in slos.json, with what every one needs. */
export const WRITTEN_SLO = {
  id: 'jobs',
  title: 'Jobs that succeed',
  objective: 99,
  window: '30d',
  sli: { good: 'jobs_total{status="success"}', total: 'jobs_total' },
}

/** The objective that these changes make of it; throws where they make it wrong. */
export function madeSlo(changes: Readonly<Record<string, unknown>> = {}): Slo {
  const { slos, issues } = decodeSlos({ schema: 1, slos: [{ ...WRITTEN_SLO, ...changes }] })
  const [slo] = slos
  if (slo === undefined || issues.length > 0) throw new Error(JSON.stringify(issues))
  return slo
}
