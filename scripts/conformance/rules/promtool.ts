import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Labels } from '~/domain/series/frame'
import type { Outcome } from './our-side'
import type { Scenario } from './scenario'

/** The rule file of a scenario: JSON is YAML. */
export function printRules({ groups }: Scenario): string {
  return JSON.stringify({ groups }, null, 1)
}

/** A test file that asks promtool whether its own outcome is ours. */
export function printTest(scenario: Scenario, outcome: Outcome, rulesFile: string): string {
  const text = JSON.stringify({
    rule_files: [rulesFile],
    evaluation_interval: duration(scenario.intervalMs),
    group_eval_order: scenario.groups.map(({ name }) => name),
    tests: [
      {
        interval: duration(scenario.intervalMs),
        external_labels: scenario.externalLabels,
        external_url: scenario.externalUrl,
        input_series: scenario.series.map(({ name, labels, notation }) => ({
          series: printMetric(new Map([['__name__', name], ...labels])),
          values: notation,
        })),
        alert_rule_test: alertTests(scenario, outcome),
        promql_expr_test: [...exprTests(outcome), lastLook(scenario)],
      },
    ],
  })
  // JSON has no infinity, YAML has.
  return text.replaceAll(new RegExp(`"(-?)${INFINITY_MARK}"`, 'g'), '$1.inf')
}

const INFINITY_MARK = 'infinity of YAML'

function exprTests({ samples }: Outcome): unknown[] {
  return [...samples].flatMap(([timeMs, queries]) =>
    [...queries]
      // To promtool, NaN is not what it expects where it expects NaN.
      .filter(([, found]) => found.every(({ value }) => !Number.isNaN(value)))
      // Nor can its lexer, to which U+FFFD is a fault in UTF-8, read the labels that we expect.
      .filter(([, found]) => !found.some(({ labels }) => [...labels.values()].some((text) => text.includes('\uFFFD'))))
      .map(([expr, found]) => ({
        expr,
        eval_time: duration(timeMs),
        exp_samples: found.map(({ labels, value }) => ({ labels: printMetric(labels), value: printYaml(value) })),
      })),
  )
}

/** Promtool evaluates rules up to the last time at which it is asked for something. */
function lastLook({ lookAtMs }: Scenario): unknown {
  return { expr: 'vector(1)', eval_time: duration(lookAtMs.at(-1) ?? 0), exp_samples: [{ labels: '{}', value: 1 }] }
}

function duration(ms: number): string {
  return `${ms / 1000}s`
}

function alertTests({ groups, lookAtMs }: Scenario, { alerts }: Outcome): unknown[] {
  const names = new Set(groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? [])))
  return lookAtMs.flatMap((timeMs) =>
    [...names].map((alertname) => ({
      eval_time: duration(timeMs),
      alertname,
      exp_alerts: (alerts.get(timeMs)?.get(alertname) ?? []).map(({ labels, annotations }) => ({
        exp_labels: Object.fromEntries(labels),
        exp_annotations: Object.fromEntries(annotations),
      })),
    })),
  )
}

function printYaml(value: number): number | string {
  return Number.isFinite(value) ? value : value > 0 ? INFINITY_MARK : `-${INFINITY_MARK}`
}

function printMetric(labels: Labels): string {
  const pairs = [...labels]
    .filter(([name]) => name !== '__name__')
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `${labels.get('__name__') ?? ''}{${pairs.join(',')}}`
}

/** Writes files into a folder of their own. */
export function writeFiles(dir: string, files: Iterable<readonly [name: string, text: string]>): void {
  removeFiles(dir)
  mkdirSync(dir, { recursive: true })
  for (const [name, text] of files) writeFileSync(join(dir, name), text)
}

export function removeFiles(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
}

/** What promtool says, both of its outputs in the order in which it wrote them. */
export function runPromtool(dir: string, args: readonly string[]): string {
  const outFile = join(dir, 'promtool.out')
  const out = openSync(outFile, 'w')
  try {
    const { error } = spawnSync('promtool', args, { cwd: dir, stdio: ['ignore', out, out] })
    if (error !== undefined) throw new Error(`promtool cannot be run: ${error.message}`)
  } finally {
    closeSync(out)
  }
  return readFileSync(outFile, 'utf8')
}

/** What promtool says of each file of a run: nothing where it found no fault. */
export function faultsByFile(output: string, heading: RegExp): Map<string, string> {
  const faults = new Map<string, string>()
  const parts = output.split(heading)
  // Before the first heading there is nothing; then a file's name and what is said of it take turns.
  for (let i = 1; i + 1 < parts.length; i += 2) {
    const text = (parts[i + 1] ?? '').trim()
    faults.set(parts[i] ?? '', text.startsWith('SUCCESS') ? '' : text)
  }
  return faults
}
