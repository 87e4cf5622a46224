import { createRandom, type Random } from '../random'
import { type InputSeries, makeSeries } from './series'
import { makeTemplate } from './templates'

type Texts = Readonly<Record<string, string>>

export interface ScenarioRule {
  readonly alert?: string
  readonly record?: string
  readonly expr: string
  readonly for?: string
  readonly keep_firing_for?: string
  readonly labels?: Texts
  readonly annotations?: Texts
}

export interface ScenarioGroup {
  readonly name: string
  readonly limit?: number
  readonly rules: readonly ScenarioRule[]
}

/** Rules, what they read, and when somebody looks at what came of them. */
export interface Scenario {
  readonly index: number
  readonly seed: number
  readonly intervalMs: number
  readonly series: readonly InputSeries[]
  readonly groups: readonly ScenarioGroup[]
  readonly externalLabels: Texts
  readonly externalUrl: string
  /** Ascending multiples of the interval. */
  readonly lookAtMs: readonly number[]
}

const JOBS = ['api', 'db', 'web front']
const INSTANCES = ['a.example.com:9090', 'b:80', '10.0.0.1:9100']

/** Makes scenario number `index` of a seed. */
export function makeScenario(seed: number, index: number): Scenario {
  const random = createRandom(`${seed}:rules:${index}`)
  const intervalMs = random.pick([15_000, 30_000, 60_000, 60_000])
  const length = random.between(12, 60)
  const names: string[] = []
  const groups = Array.from({ length: random.between(1, 3) }, (_, i) => makeGroup(random, i, names))
  const steps = Array.from({ length }, (_, i) => i)
  return {
    index,
    seed,
    intervalMs,
    series: makeInput(random, length),
    groups,
    externalLabels: { region: 'eu', zone: 'a' },
    externalUrl: 'http://prom.example:9090/path',
    lookAtMs: random.some(steps, 6).map((step) => step * intervalMs),
  }
}

function makeInput(random: Random, length: number): InputSeries[] {
  const series: InputSeries[] = []
  for (const name of ['up', 'temp', 'requests_total', 'errors_total']) {
    for (const job of random.some(JOBS, random.between(1, 3))) {
      for (const instance of random.some(INSTANCES, random.between(1, 2))) {
        const labels = new Map([
          ['job', job],
          ['instance', instance],
        ])
        series.push(makeSeries(random, name, labels, { isCounter: name.endsWith('total'), length }))
      }
    }
  }
  return series
}

function makeGroup(random: Random, index: number, names: string[]): ScenarioGroup {
  const rules: ScenarioRule[] = []
  for (let i = random.between(1, 5); i > 0; i--) {
    if (random.chance(0.4)) {
      const record = random.weighted<string>(
        [1, random.pick(['job:up:sum', 'temp:max', 'copy'])],
        [5, `rec:${index}:${i}`],
      )
      rules.push({ record, expr: makeExpr(random, names), ...labelsOf(random, false) })
      names.push(record)
    } else rules.push(makeAlert(random, names))
  }
  // A rule that reads itself or one after it, as the evaluation before left it.
  if (random.chance(0.15)) {
    const own = rules.find((rule) => rule.record !== undefined)?.record
    if (own !== undefined) rules.unshift({ record: `before:${index}`, expr: `${own} + 1 or vector(0)` })
  }
  return { name: `group ${index}`, ...(random.chance(0.06) ? { limit: random.between(1, 4) } : {}), rules }
}

function makeAlert(random: Random, names: readonly string[]): ScenarioRule {
  return {
    alert: random.pick(['Down', 'Hot', 'Errors', 'Busy', 'Odd Name']),
    expr: makeExpr(random, names),
    ...(random.chance(0.6) ? { for: random.pick(['0s', '30s', '1m', '2m30s', '5m', '10m']) } : {}),
    ...(random.chance(0.3) ? { keep_firing_for: random.pick(['30s', '1m', '3m', '10m']) } : {}),
    ...labelsOf(random, true),
    ...(random.chance(0.7) ? { annotations: makeAnnotations(random) } : {}),
  }
}

function labelsOf(random: Random, isAlert: boolean): { labels?: Texts } {
  if (random.chance(0.4)) return {}
  const labels: Record<string, string> = {}
  for (const name of random.some(['severity', 'team', 'job', 'instance', 'zone'], random.between(1, 2))) {
    const isTemplate = isAlert && random.chance(0.4)
    labels[name] = isTemplate ? makeTemplate(random) : random.pick(['page', 'x y', '', 'é', 'critical'])
    // Fewer clashes: most labels do not hide what tells the alerts apart.
    if ((name === 'job' || name === 'instance') && random.chance(0.97)) delete labels[name]
  }
  return { labels }
}

function makeAnnotations(random: Random): Texts {
  const names = random.some(['summary', 'description', 'link'], random.between(1, 3))
  return Object.fromEntries(names.map((name) => [name, makeTemplate(random)]))
}

function makeExpr(random: Random, names: readonly string[]): string {
  const window = random.pick(['1m', '2m', '5m', '10m'])
  const limit = random.pick([0, 1, 5, 10, 20, 50])
  const compare = random.pick(['>', '<', '>=', '==', '!='])
  const known = names.length > 0 ? random.pick(names) : 'up'
  return random.weighted<() => string>(
    [2, () => `up == ${random.pick([0, 1])}`],
    [3, () => `temp ${compare} ${limit}`],
    [2, () => `increase(requests_total[${window}]) ${compare} ${limit}`],
    [2, () => `sum by (${random.pick(['job', 'instance', 'job, instance'])}) (temp) ${compare} ${limit}`],
    [1, () => `max_over_time(temp[${window}]) ${compare} bool ${limit}`],
    [1, () => `changes(up[${window}]) > ${random.between(0, 3)}`],
    [1, () => `absent(${random.pick(['up{job="api"}', 'nothing{job="x", instance="y"}', known])})`],
    [1, () => `errors_total / on (job, instance) requests_total > 0.1`],
    [1, () => `errors_total + on (job) group_left () sum by (job) (requests_total)`],
    [0.1, () => `errors_total + on (job) requests_total`],
    [1, () => `temp offset ${window} > temp`],
    [2, () => `${known} ${compare} ${limit}`],
    [1, () => `sum(${known}) without (instance)`],
    [
      1,
      () =>
        // Alerts of alerts with labels of their own would double at each evaluation.
        random.pick(['count by (alertname, alertstate) (ALERTS)', 'max by (alertname) (ALERTS_FOR_STATE) > 60']),
    ],
    [1, () => random.pick(['vector(1)', 'vector(time() % 600) < 300', '1', 'time()', 'vector(0) > 1', '-(up)'])],
    [1, () => `count_values("value", up)`],
    [1, () => `avg_over_time(${known}[${window}:1m]) ${compare} ${limit}`],
    [0.5, () => `label_replace(temp, "instance", "$1", "instance", "(.*):.*") ${compare} ${limit}`],
    [0.5, () => `temp @ end() > ${limit}`],
    [0.04, () => `up[5m]`],
    [0.04, () => `"text"`],
  )()
}
