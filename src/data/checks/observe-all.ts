import type { Observation } from '~/domain/checks/observation'
import { SourceError } from '~/domain/sources'
import { observe } from './ask'
import { observeAlerts } from './observe-alerts'
import { observeFiles, observeLogServer } from './observe-logs'
import { observeMetrics } from './observe-metrics'
import { observeScrape } from './observe-scrape'
import { observeTraces } from './observe-traces'
import { type Plan, type PlanOptions, planChecks } from './subjects'

/** Looks at every source of a configuration, all at once. Rejects only where the signal fires. */
export function observeAll(options: PlanOptions, signal: AbortSignal): Promise<readonly Observation[]> {
  return Promise.all(planChecks(options).map((plan) => observePlan(plan, signal)))
}

function observePlan(plan: Plan, signal: AbortSignal): Promise<Observation> {
  const { subject } = plan
  switch (plan.how) {
    case 'metrics':
      return observeMetrics(subject, signal)
    case 'alerts':
      return observeAlerts(subject, signal)
    case 'files':
      return observeFiles(subject, plan.files, signal)
    case 'log-server':
      return observeLogServer(subject, signal)
    case 'traces':
      return observeTraces(subject, signal)
    case 'scrape':
      return observeScrape(plan, signal)
    case 'inside':
      return observe(subject, async () => ({ reach: { kind: 'inside' }, version: null, clock: null }))
    case 'nowhere':
      return observe(subject, async () => {
        throw new SourceError({
          kind: 'client',
          message: `${subject.title} has an address below the page's own server, and where that is was not said.`,
          nextStep: 'Say it with --site https://lookout.example, or give the address of a config.json there.',
        })
      })
  }
}
