import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Outcome, runHistory, runOurs } from './our-side'
import { faultsByFile, printRules, printTest, removeFiles, runPromtool, writeFiles } from './promtool'
import { makeScenario, type Scenario } from './scenario'
import { compareVerdicts } from './verdicts'

export interface RulesConformance {
  /** Rule files. */
  readonly compared: number
  /** Of them, those in which a rule failed on both sides, which ends promtool's run. */
  readonly failedOnBothSides: number
  /** Firing alerts, with labels and annotations, that were the same. */
  readonly alerts: number
  /** Samples of recorded series, `ALERTS` and `ALERTS_FOR_STATE` that were the same. */
  readonly samples: number
  /** Rule files of another kind, odd ones, that both sides took or both refused. */
  readonly verdicts: { readonly taken: number; readonly refused: number }
  /** Each in words, with the number of its scenario. */
  readonly differences: readonly string[]
}

/** A folder of this run alone; it stays where something differs. */
const DIR = resolve(`.lookout/conformance-rules/${process.pid}`)
const BATCH = 50

/**
 * Runs `count` random rule files over random series in our engine and in `promtool test rules`, and compares what comes of them;
 * and as many odd files in our decoder and in `promtool check rules`.
 */
export async function runRulesConformance(seed: number, count: number, from = 0): Promise<RulesConformance> {
  const differences: string[] = []
  const seen = { failedOnBothSides: 0, alerts: 0, samples: 0 }
  let refused = 0
  for (let start = from; start < from + count; start += BATCH) {
    const indexes = Array.from({ length: Math.min(BATCH, from + count - start) }, (_, i) => start + i)
    differences.push(
      ...compareBatch(
        indexes.map((index) => makeScenario(seed, index)),
        seen,
      ),
    )
    const verdicts = compareVerdicts(DIR, seed, indexes)
    differences.push(...verdicts.differences)
    refused += verdicts.refusedOnBothSides
    // Whoever waits may want to do something else.
    await new Promise((done) => setImmediate(done))
  }
  if (differences.length === 0) removeFiles(DIR)
  return { compared: count, ...seen, verdicts: { taken: count - refused, refused }, differences }
}

function compareBatch(
  scenarios: readonly Scenario[],
  seen: { failedOnBothSides: number; alerts: number; samples: number },
): string[] {
  const outcomes = scenarios.map((scenario) => {
    const rules = printRules(scenario)
    return { scenario, rules, outcome: runOurs(scenario, rules) }
  })
  const files = outcomes.flatMap(({ scenario, rules, outcome }): [string, string][] => [
    [`${scenario.index}.rules.json`, rules],
    [`${scenario.index}.test.json`, printTest(scenario, outcome, `${scenario.index}.rules.json`)],
  ])
  writeFiles(DIR, files)
  const tests = scenarios.map(({ index }) => `${index}.test.json`)
  const faults = faultsByFile(runPromtool(DIR, ['test', 'rules', ...tests]), /^Unit Testing: {2}(\S+)$/m)
  return outcomes.flatMap(({ scenario, rules, outcome }) => {
    const theirs = faults.get(`${scenario.index}.test.json`)
    if (outcome.failures.length > 0) seen.failedOnBothSides++
    seen.alerts += sizeOf(outcome.alerts)
    seen.samples += sizeOf(outcome.samples)
    const found = [judge(outcome, theirs), outcome.failures.length > 0 ? '' : judgeHistory(scenario, rules, outcome)]
    return found
      .filter((text) => text !== '')
      .map((text) => `scenario ${scenario.index} of seed ${scenario.seed}: ${text}`)
  })
}

function sizeOf(byTime: ReadonlyMap<number, ReadonlyMap<string, readonly unknown[]>>): number {
  return [...byTime.values()].reduce((sum, lists) => [...lists.values()].reduce((n, list) => n + list.length, sum), 0)
}

function judge({ failures }: Outcome, theirs: string | undefined): string {
  if (theirs === undefined) return 'promtool says nothing of it'
  if (failures.length === 0) return theirs === '' ? '' : `promtool differs:\n${theirs}`
  // A rule that fails ends promtool's run: it must be the same rules, at the same time, for the same reason.
  const ours = failures.map(({ rule, timeMs, message }) => `${rule} ${timeMs} ${comparable(message)}`).sort()
  const said = [...theirs.matchAll(/^ *rule: (.*), time: (\S+), err: (.*)$/gm)]
    .map(([, rule, time, message]) => `${rule} ${millisecondsOf(time ?? '')} ${comparable(message ?? '')}`)
    .sort()
  return ours.join('\n') === said.join('\n') ? '' : `failures differ:\nours\n${ours.join('\n')}\ntheirs\n${theirs}`
}

/** Which of two series is named first is chance in Prometheus. */
function comparable(message: string): string {
  return message.replace(/\[?\{.*\}\]?/g, '{}')
}

/** Go's print of a duration: 1h2m30s. */
function millisecondsOf(text: string): number {
  const units = new Map([
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ])
  return [...text.matchAll(/([\d.]+)([hms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (units.get(unit ?? '') ?? 0),
    0,
  )
}

/** The whole past in one go must leave what step by step left. */
function judgeHistory(scenario: Scenario, rules: string, outcome: Outcome): string {
  const history = runHistory(scenario, rules)
  const lastMs = scenario.lookAtMs.at(-1) ?? 0
  const left = plain({ alerts: new Map([[lastMs, outcome.alerts.get(lastMs)]]), samples: outcome.samples })
  const right = plain(history)
  return left === right ? '' : `history differs:\nstep by step ${left}\nin one go    ${right}`
}

function plain(value: unknown): string {
  const sortAll = (item: unknown): unknown => {
    if (item instanceof Map) return [...item].map(([key, inner]) => [key, sortAll(inner)])
    if (Array.isArray(item)) return item.map((inner) => JSON.stringify(sortAll(inner))).sort()
    if (item === null || typeof item !== 'object') return Number.isNaN(item) ? 'NaN' : item
    const { labels, annotations, value: number } = item as Record<string, unknown>
    if (labels === undefined) return Object.entries(item).map(([key, inner]) => [key, sortAll(inner)])
    return [sortAll(labels), sortAll(annotations ?? null), annotations === undefined ? sortAll(number) : 0]
  }
  return JSON.stringify(sortAll(value))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '300' },
      from: { type: 'string', default: '0' },
    },
  })
  const startedMs = Date.now()
  const result = await runRulesConformance(Number(values.seed), Number(values.count), Number(values.from))
  const { compared, differences } = result
  for (const difference of differences.slice(0, 20)) console.log(`${difference}\n`)
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0)
  console.log(`${compared} rule files compared with promtool, ${result.failedOnBothSides} with rules that fail.`)
  console.log(`${result.alerts} firing alerts and ${result.samples} samples in the others.`)
  console.log(`Verdicts on odd files: ${result.verdicts.taken} taken, ${result.verdicts.refused} refused.`)
  console.log(`${differences.length} differing. Seed ${values.seed}, ${seconds} s.`)
  process.exitCode = differences.length === 0 && compared > 0 ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
