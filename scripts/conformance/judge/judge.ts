import { isNode, type QueryNode } from '../query/node'
import type { Answer, Answerer, Question } from './answer'
import { compareAnswers, type Order } from './compare'

/** Why a difference is nobody's fault: the classes of docs/conformance.md. */
export type Excuse = 'Prometheus disagrees with itself' | 'hangs on the last bit of a function'

/** Our engine under a condition that must not matter. Where its answer moves, the question has no one answer. */
export interface Suspect extends Answerer {
  readonly why: Excuse
}

export type Verdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'undefined'; readonly why: Excuse }
  | { readonly kind: 'differs'; readonly what: string }

export interface Judgement {
  readonly verdict: Verdict
  readonly theirs: Answer
  readonly ours: Answer
}

const SORTED = ['function sort', 'function sort_desc', 'aggregator topk', 'aggregator bottomk']
/** Enough to see an order of three series that one in six shows. */
const REPEATS = 20

/** What of the order an answer promises. */
export function orderOf(node: QueryNode, kind: Question['kind']): Order {
  if (kind === 'range') return 'as sent'
  const children = node.parts.filter(isNode)
  const [only] = children
  // Brackets and blanks around one expression.
  if (node.covers.length === 0 && children.length === 1 && only !== undefined) return orderOf(only, kind)
  // Groups come in the random order of Go's maps.
  const isGrouped = node.covers.includes('by') || node.covers.includes('without')
  return !isGrouped && node.covers.some((cover) => SORTED.includes(cover)) ? 'as sent' : 'any'
}

/** The two that are compared, and what is asked where they differ. */
export interface Sides {
  readonly theirs: Answerer
  readonly ours: Answerer
  /** Ours as the suspects ask it, under no condition. */
  readonly plain: Answerer
  readonly suspects: readonly Suspect[]
}

/** Asks both and compares; a difference is looked into before it counts. */
export async function judge(sides: Sides, question: Question, node: QueryNode): Promise<Judgement> {
  const order = orderOf(node, question.kind)
  // Sent first, so that both work at the same time.
  const asked = sides.theirs.ask(question)
  const ours = await sides.ours.ask(question)
  const theirs = await asked
  const what = compareAnswers(theirs, ours, order)
  if (what === null) return { verdict: { kind: 'same' }, theirs, ours }
  const why = await findExcuse(sides, question, { theirs, ours }, node)
  return { verdict: why === undefined ? { kind: 'differs', what } : { kind: 'undefined', why }, theirs, ours }
}

async function findExcuse(
  sides: Sides,
  question: Question,
  first: { readonly theirs: Answer; readonly ours: Answer },
  node: QueryNode,
): Promise<Excuse | undefined> {
  const order = orderOf(node, question.kind)
  if (first.ours.kind === 'crash') return undefined
  // Go's maps are iterated in random order; where that shows, the same question gets several answers.
  for (let i = 0; i < REPEATS; i++) {
    const again = await sides.theirs.ask(question)
    if (compareAnswers(first.theirs, again, order) !== null) return 'Prometheus disagrees with itself'
  }
  const plain = await sides.plain.ask(question)
  // A fault between evaluator and answer has no excuse.
  if (compareAnswers(plain, first.ours, order) !== null) return undefined
  for (const suspect of sides.suspects) {
    if (compareAnswers(plain, await suspect.ask(question), order) !== null) return suspect.why
  }
  return undefined
}
