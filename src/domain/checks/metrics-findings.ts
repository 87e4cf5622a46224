import { formatAge } from '../time/duration'
import type { UnixMs } from '../units-of-measure'
import { type Finding, finding } from './finding'
import { isLateTarget } from './late-target'
import type { MetricsFacts, Rules, Target } from './observation'

const NAMED = 5

export interface MetricsContext {
  readonly title: string
  /** On the server's clock. */
  readonly nowMs: UnixMs
  /** The configuration names an Alertmanager. */
  readonly hasAlertSource: boolean
}

/** What is wrong with what a server of metrics scrapes, evaluates and sends. */
export function findInMetrics(facts: MetricsFacts, context: MetricsContext): readonly Finding[] {
  const { title } = context
  return [
    ...(facts.configIsGood === false
      ? [
          finding(
            'warn',
            'reload-failed',
            `${title} runs with an older configuration: its last reload failed.`,
            'Check the file with promtool check config, and reload it again.',
          ),
        ]
      : []),
    ...(facts.targets === null ? [] : findInTargets(facts.targets, context)),
    ...(facts.rules === null ? [] : findInRules(facts.rules, facts.alertmanagers !== null, context)),
    ...findSending(facts, context),
  ]
}

function findInTargets(targets: readonly Target[], { title, nowMs }: MetricsContext): readonly Finding[] {
  if (targets.length === 0) {
    return [
      finding(
        'warn',
        'no-targets',
        `${title} scrapes nothing.`,
        'Add scrape_configs to prometheus.yml, unless all its series come by remote write.',
      ),
    ]
  }
  const down = targets.filter(({ health }) => health === 'down')
  const late = targets.filter((target) => isLateTarget(target, nowMs))
  const found: Finding[] = []
  if (down.length > 0) {
    const [first] = down
    const reason = first?.lastError ? ` First error: ${first.lastError}` : ''
    found.push(
      finding(
        'crit',
        'targets-down',
        `${down.length} of ${targets.length} targets ${down.length === 1 ? 'is' : 'are'} down: ${nameSome(down)}.${reason}`,
        nextStepFor(first?.lastError ?? ''),
      ),
    )
  }
  if (late.length > 0) {
    const oldest = Math.max(...late.map(({ lastScrapeMs }) => nowMs - (lastScrapeMs ?? nowMs)))
    found.push(
      finding(
        'warn',
        'targets-late',
        `${late.length} of ${targets.length} targets were not scraped for up to ${formatAge(oldest)}: ${nameSome(late)}.`,
        `Look at the load of ${title}, and whether its clock was set.`,
      ),
    )
  }
  return found
}

/** What the words of a failed scrape ask for. They are Go's and Prometheus' own. */
function nextStepFor(error: string): string {
  if (/connection refused/.test(error))
    return 'Nothing listens at that address: start the application, or correct its port.'
  if (/no such host|server misbehaving/.test(error))
    return 'The name is not known to Prometheus: check it and the DNS there.'
  if (/deadline exceeded|timeout/i.test(error))
    return 'It answers too slowly: look at the application, or raise scrape_timeout.'
  if (/HTTP status 404/.test(error)) return 'There is nothing at that path: set metrics_path to where the metrics are.'
  if (/HTTP status 40[13]/.test(error)) return 'It asks for a sign-in: give the scrape configuration its credentials.'
  if (/HTTP status 5/.test(error)) return 'The application fails while it writes its metrics: look at its log.'
  if (/certificate|x509/.test(error)) return 'Its certificate is not trusted by Prometheus: set tls_config.ca_file.'
  if (/expected|invalid|unsupported|parse|strconv/i.test(error))
    return 'It answers, but not with metrics: check metrics_path.'
  return 'Open the address of the target from where Prometheus runs, and look at what it answers.'
}

function nameSome(targets: readonly Target[]): string {
  const names = targets.slice(0, NAMED).map(({ job, instance }) => `${job} at ${instance}`)
  const more = targets.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

/** Where nothing is delivered, as in the page itself, nobody misses a dead man's switch. */
function findInRules(
  { count, failing, deadMan }: Rules,
  delivers: boolean,
  { title, hasAlertSource }: MetricsContext,
): readonly Finding[] {
  if (count === 0) {
    return [
      finding(
        'warn',
        'no-rules',
        `${title} has no alerting rules, so it never alerts.`,
        'Load rule files (rule_files in prometheus.yml); those that Lookout comes with are in deploy/prometheus/rules.',
      ),
    ]
  }
  const found: Finding[] = []
  if (failing.length > 0) {
    const shown = failing.slice(0, NAMED).join(', ')
    found.push(
      finding(
        'crit',
        'rules-fail',
        `${failing.length} of ${count} rules cannot be evaluated: ${shown}${failing.length > NAMED ? ' and more' : ''}.`,
        'The list of rules (Alerts, Rules) has the error of each.',
      ),
    )
  }
  if (deadMan === 'none' && (delivers || hasAlertSource)) {
    found.push(
      finding(
        'info',
        'no-dead-man',
        `${title} has no dead man's switch: silence cannot be told from alerts that do not arrive.`,
        'Load deploy/prometheus/rules/lookout.yml, whose alert Watchdog always fires.',
      ),
    )
  }
  if (deadMan === 'silent') {
    found.push(
      finding(
        'crit',
        'dead-man-silent',
        `The dead man's switch of ${title} does not fire, although its rule always does.`,
        'Look at the log of Prometheus for errors of the rule evaluation and of its storage.',
      ),
    )
  }
  return found
}

function findSending(facts: MetricsFacts, { title, hasAlertSource }: MetricsContext): readonly Finding[] {
  const { alertmanagers, rules } = facts
  if (alertmanagers === null || alertmanagers.length > 0 || rules === null || rules.count === 0) return []
  return [
    finding(
      hasAlertSource ? 'crit' : 'warn',
      'no-alertmanager',
      `${title} knows no Alertmanager, so nobody is told of what fires.`,
      hasAlertSource
        ? 'Name the Alertmanager of config.json under alerting.alertmanagers in prometheus.yml, and reload.'
        : 'Name one under alerting.alertmanagers in prometheus.yml, and in config.json.',
    ),
  ]
}
