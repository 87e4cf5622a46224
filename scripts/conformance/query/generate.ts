import type { Question } from '../judge/answer'
import { createRandom, type Random } from '../random'
import { createMaker, type Maker } from './maker'
import { createNode, printQuery, type QueryNode } from './node'
import type { Schema } from './schema'
import { printString } from './text'
import { makeWrong } from './wrong'

/** When a query is asked: what is left of a question without its text. */
export type Moment = Question extends infer Each ? (Each extends Question ? Omit<Each, 'expr'> : never) : never

export interface GeneratedQuery {
  readonly index: number
  readonly node: QueryNode
  readonly moment: Moment
}

export function askAt(expr: string, moment: Moment): Question {
  return { ...moment, expr }
}

/** Samples that a range query touches at most, so that 20,000 take minutes. */
const BUDGET = 150_000
const MAX_STEPS = 90
const MINUTE = 60_000

/** The query with this number, whatever was made before it. */
export function generateQuery(seed: number, index: number, schema: Schema): GeneratedQuery {
  const random = createRandom(`${seed}:query:${index}`)
  const maker = createMaker(random, schema)
  const node = random.weighted<() => QueryNode>(
    [83, () => maker.vector(random.weighted([1, 0], [4, 1], [6, 2], [5, 3], [3, 4]))],
    [6, () => maker.scalar(random.between(0, 3))],
    [3, () => maker.matrix(1)],
    [0.5, () => createNode('string', [printString(random, random.pick(['a', 'ü"\\\n', '']))], ['string'])],
    [7.5, () => makeWrong(maker)],
  )()
  return { index, node: aired(maker, node), moment: pickMoment(random, schema, node) }
}

/** Sometimes with blanks, lines and a comment around it. */
function aired({ random }: Maker, node: QueryNode): QueryNode {
  if (!random.chance(0.04)) return node
  return createNode(node.type, [
    { optional: random.pick([' ', '\n\t', '# first\n']) },
    node,
    { optional: random.pick(['\n', ' # last', '  ']) },
  ])
}

function pickMoment(random: Random, schema: Schema, node: QueryNode): Moment {
  const isInstant = random.chance(node.type === 'matrix' || node.type === 'string' ? 0.95 : 0.5)
  if (isInstant || isDamaged(node)) return { kind: 'instant', timeMs: pickTime(random, schema, node) }
  const stepMs = random.pick([15_000, 30_000, 60_000, 7000, 13_337, 61_001, 5 * MINUTE, 17 * MINUTE, 1, 250])
  if (random.chance(0.003)) return atPointLimit(random, schema, node)
  const most = Math.max(1, Math.min(MAX_STEPS, Math.floor(BUDGET / node.cost)))
  const steps = random.chance(0.05) ? 1 : random.between(1, most)
  const startMs = pickTime(random, schema, node)
  // The end need not fall on a step.
  const endMs = startMs + (steps - 1) * stepMs + (random.chance(0.5) ? 0 : random.between(0, stepMs - 1))
  return { kind: 'range', startMs, endMs, stepMs }
}

/** Prometheus answers 11,000 steps beyond the first, and refuses one more. */
function atPointLimit(random: Random, { startMs }: Schema, node: QueryNode): Moment {
  const steps = node.cost > 3 ? 11_001 : random.between(10_999, 11_001)
  return {
    kind: 'range',
    startMs,
    endMs: startMs + steps * 500 + random.between(0, 499),
    stepMs: 500,
  }
}

/** What a damaged query costs nobody knows. */
function isDamaged(node: QueryNode): boolean {
  return node.covers.includes('wrong: damaged')
}

/** How long after a sample a lookback or a range stops to see it, and a millisecond before and after. */
const AFTER_EDGE_MS = [0, 15_000, 60_000, 300_000, 300_000, 600_000].flatMap((ms) => [ms - 1, ms, ms + 1])

function pickTime(random: Random, schema: Schema, node: QueryNode): number {
  const { startMs, endMs } = schema
  if (random.chance(0.01)) return random.pick([0, 1, 1_000_000_000_000, 4_102_444_800_000, -86_400_001])
  if (random.chance(0.025)) return random.between(startMs - 20 * MINUTE, startMs)
  if (random.chance(0.025)) return random.between(endMs, endMs + 20 * MINUTE)
  if (random.chance(0.2)) {
    const text = printQuery(node)
    const edges = schema.families.filter(({ name }) => text.includes(name)).flatMap(({ edgesMs }) => edgesMs)
    if (edges.length > 0) return random.pick(edges) + random.pick(AFTER_EDGE_MS)
  }
  const timeMs = random.between(startMs + MINUTE, endMs)
  return random.chance(0.4) ? timeMs - (timeMs % 15_000) : timeMs
}
