import type { ConformanceOptions } from './options'
import { generateLabelQuestion, type LabelQuestion } from './query/label-question'
import type { Schema } from './query/schema'

/** One in so many of a run's questions is about labels. */
const SHARE = 20

export interface LabelOutcome {
  readonly compared: number
  readonly nonEmpty: number
  /** Whole differences, ready to be printed. */
  readonly differences: readonly string[]
}

/** Body of an answer of the API. */
export type AskAboutLabels = (question: LabelQuestion) => Promise<string>

/** Asks both sides about label sets. What either sends must be equal, order included; errors must be of one type. */
export async function runLabelQuestions(
  options: ConformanceOptions,
  schema: Schema,
  askTheirs: AskAboutLabels,
  askOurs: AskAboutLabels,
): Promise<LabelOutcome> {
  const differences: string[] = []
  const count = Math.floor(options.count / SHARE)
  let nonEmpty = 0
  for (let index = 0; index < count; index++) {
    const question = generateLabelQuestion(options.seed, index, schema)
    const [theirs, ours] = [summarise(await askTheirs(question)), summarise(await askOurs(question))]
    if (theirs !== ours)
      differences.push(`${question.path}?${question.parameters}\n  theirs  ${theirs}\n  ours    ${ours}`)
    else if (theirs.startsWith('[') && theirs !== '[]') nonEmpty++
  }
  return { compared: count, nonEmpty, differences }
}

/** The data as JSON in one spelling, or the type of the error. */
function summarise(body: string): string {
  const answer = JSON.parse(body) as { readonly data?: unknown; readonly errorType?: string }
  return answer.errorType === undefined ? JSON.stringify(answer.data) : `error: ${answer.errorType}`
}
