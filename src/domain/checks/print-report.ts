import { formatReading } from './clock'
import type { FindingSeverity } from './finding'
import { leadOf, type PartReport, type Report } from './judge'
import type { Observation, Target } from './observation'

const MARKS: Readonly<Record<FindingSeverity | 'ok', string>> = { crit: 'FAIL', warn: 'WARN', info: 'note', ok: 'ok' }
const MOST_TARGETS = 20

/** The report as plain text: for a terminal and for a ticket. One line an observation, one or two a finding. */
export function printReport(report: Report): string {
  const lines = [
    `${leadOf(report)} Checked ${new Date(report.checkedMs).toISOString()}.`,
    '',
    ...report.findings.flatMap((found) => [
      `${MARKS[found.severity].padEnd(4)}  ${oneLine(found.message)}`,
      `      → ${oneLine(found.nextStep)}`,
    ]),
    ...report.parts.flatMap(printPart),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function printPart({ observed, severity, findings }: PartReport): readonly string[] {
  const { title, metrics } = observed
  const down = (metrics?.targets ?? []).filter(({ health }) => health === 'down')
  return [
    `${MARKS[severity].padEnd(4)}  ${oneLine(title)}: ${factsOf(observed).map(oneLine).join(', ')}`,
    ...findings.flatMap(({ message, nextStep, code }) => [
      `      ${oneLine(message)} [${code}]`,
      `      → ${oneLine(nextStep)}`,
    ]),
    ...down.slice(0, MOST_TARGETS).map(printTarget),
    ...(down.length > MOST_TARGETS ? [`      and ${down.length - MOST_TARGETS} more targets are down`] : []),
  ]
}

function printTarget({ job, instance, lastError }: Target): string {
  return `      down: ${oneLine(`${job} at ${instance}${lastError === '' ? '' : `: ${lastError}`}`)}`
}

/** What is known of a part, in few words each. */
export function factsOf({ kind, version, address, reach, clock, metrics }: Observation): readonly string[] {
  return [
    version === null ? kind : `${kind} ${version}`,
    ...(address === null ? [] : [address]),
    spellReach(reach),
    ...(clock === null ? [] : [`clock ${formatReading(clock)}`]),
    ...targetFacts(metrics?.targets ?? null),
    ...(metrics?.rules ? [`${metrics.rules.count} alerting rules`] : []),
  ]
}

function spellReach(reach: Observation['reach']): string {
  if (reach.kind === 'answers') return `answers in ${Math.max(1, Math.round(reach.latencyMs))} ms`
  return reach.kind === 'inside' ? 'lives in the page' : 'does not answer as it should'
}

function targetFacts(targets: readonly Target[] | null): readonly string[] {
  if (targets === null) return []
  const up = targets.filter(({ health }) => health === 'up').length
  return [`${up} of ${targets.length} targets up`]
}

/** Text from outside must not draw lines of its own, nor speak to a terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').slice(0, 600)
}
