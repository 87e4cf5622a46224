import { printAnswer } from './judge/compare'
import type { Tally } from './judge/tally'
import type { LabelOutcome } from './label-run'
import { REQUIRED, REQUIRED_EMPTY } from './query/coverage'
import type { Difference } from './run'

const percent = (part: number, whole: number) => `${whole === 0 ? 0 : ((100 * part) / whole).toFixed(1)} %`
const number = (value: number) => value.toLocaleString('en-US')

/** Share of comparisons that may hang on what Prometheus does not define. */
const UNDEFINED_AT_MOST = 0.001

/** Why a run has failed, a line each; a whole run must have covered the language. */
export function faultsOf(tally: Tally, labels: LabelOutcome, isWhole: boolean): string[] {
  const faults: string[] = []
  const differing = tally.differing + labels.differences.length
  if (differing > 0) faults.push(`${number(differing)} answers differ.`)
  const missing = [
    ...REQUIRED.filter((use) => !tally.covered.has(use)),
    ...REQUIRED_EMPTY.filter((use) => !tally.asked.has(use)),
  ]
  if (isWhole && missing.length > 0) faults.push(`Not covered: ${missing.join(', ')}.`)
  const leftOut = [...tally.undefined.values()].reduce((sum, count) => sum + count, 0)
  if (leftOut > UNDEFINED_AT_MOST * tally.compared) {
    faults.push(`Too much is left out: ${number(leftOut)} of ${number(tally.compared)}.`)
  }
  return faults
}

/** The table of a run, in Markdown. */
export function printTally(tally: Tally, labels: LabelOutcome): string {
  const { compared, nonEmpty, errorsAgreed } = tally
  const least = REQUIRED.map((use) => [tally.covered.get(use) ?? 0, use] as const).sort(([a], [b]) => a - b)[0]
  const rows: [string, string][] = [
    ['queries compared', `${number(compared)} (${number(tally.instants)} instant, ${number(tally.ranges)} range)`],
    [
      'answers that are not empty',
      `${number(nonEmpty)} (${percent(nonEmpty, compared - errorsAgreed)} of those without an error)`,
    ],
    ['points compared', number(tally.points)],
    [
      'equal to the last bit',
      `${number(tally.identical)} (${percent(tally.identical, nonEmpty)} of the answers that are not empty)`,
    ],
    ['errors on both sides', `${number(errorsAgreed)} (${percent(tally.sameWords, errorsAgreed)} in the same words)`],
    [
      'uses of the language covered',
      `${REQUIRED.length - REQUIRED.filter((use) => !tally.covered.has(use)).length} of ${REQUIRED.length}`,
    ],
    ['least covered', least === undefined ? '' : `${least[1]}, ${number(least[0])} times`],
    ...[...tally.undefined].map(([why, count]): [string, string] => [`left out: ${why}`, number(count)]),
    ['questions about series and labels', `${number(labels.compared)} (${number(labels.nonEmpty)} not empty)`],
    ['**differing**', `**${number(tally.differing + labels.differences.length)}**`],
  ]
  return ['| what | figure |', '| --- | --- |', ...rows.map(([what, figure]) => `| ${what} | ${figure} |`)].join('\n')
}

/** How often each use of the language was compared with a non-empty answer. */
export function printCoverage(tally: Tally): string {
  return REQUIRED.map((use) => `${use}: ${tally.covered.get(use) ?? 0}`).join(', ')
}

/** One difference as someone wants it who has to find its cause. */
export function printDifference({ index, moment, expr, shrunk, judgement }: Difference, seed: number): string {
  const { verdict, theirs, ours } = judgement
  const when =
    moment.kind === 'instant'
      ? `at ${moment.timeMs} (${new Date(moment.timeMs).toISOString()})`
      : `from ${moment.startMs} to ${moment.endMs} step ${moment.stepMs} ms`
  return [
    `difference in query ${index}, alone: npm run conformance -- --seed ${seed} --from ${index} --count 1`,
    `  expr    ${shrunk}`,
    ...(expr === shrunk ? [] : [`  was     ${expr}`]),
    `  ${moment.kind} ${when}`,
    `  what    ${verdict.kind === 'differs' ? verdict.what : verdict.kind}`,
    `  theirs  ${printAnswer(theirs)}`,
    `  ours    ${printAnswer(ours)}`,
  ].join('\n')
}

export function printExcuse({ verdict }: Difference['judgement']): string {
  return verdict.kind === 'undefined' ? verdict.why : verdict.kind
}
