import { type Judgement, judge, type Sides } from './judge/judge'
import { shrinkQuery } from './judge/shrink'
import { addToTally, createTally, type Tally } from './judge/tally'
import type { ConformanceOptions } from './options'
import { askAt, type GeneratedQuery, generateQuery } from './query/generate'
import { printQuery, type QueryNode } from './query/node'
import type { Schema } from './query/schema'

/** Queries in work at the same time: Prometheus answers some while our engine computes another. */
const AT_ONCE = 4

export interface Difference {
  readonly index: number
  readonly moment: GeneratedQuery['moment']
  readonly expr: string
  readonly shrunk: string
  readonly judgement: Judgement
}

export interface RunOutcome {
  readonly tally: Tally
  /** As many as were asked for; `tally.differing` counts all. */
  readonly differences: readonly Difference[]
  /** What was left out, and why. */
  readonly excused: readonly Difference[]
}

interface RunContext extends Sides {
  readonly schema: Schema
  readonly isStopped: () => boolean
  readonly progress: (done: number, tally: Tally) => void
}

/** Asks both sides the queries of the options and adds up what they say. */
export async function runQueries(options: ConformanceOptions, context: RunContext): Promise<RunOutcome> {
  const { schema } = context
  const tally = createTally()
  const found: { query: GeneratedQuery; judgement: Judgement }[] = []
  const excused: Difference[] = []
  let next = options.from

  const judgeAt = (node: QueryNode, { moment }: GeneratedQuery): Promise<Judgement> =>
    judge(context, askAt(printQuery(node), moment), node)

  const work = async (): Promise<void> => {
    while (next < options.from + options.count && !context.isStopped()) {
      const query = generateQuery(options.seed, next++, schema)
      if (options.only !== undefined && !options.only.test(printQuery(query.node))) continue
      const judgement = await judgeAt(query.node, query)
      addToTally(tally, query.node, query.moment.kind === 'range', judgement)
      if (judgement.verdict.kind === 'differs') found.push({ query, judgement })
      if (judgement.verdict.kind === 'undefined') {
        const expr = printQuery(query.node)
        excused.push({ index: query.index, moment: query.moment, expr, shrunk: expr, judgement })
      }
      context.progress(next - options.from, tally)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))

  const differences: Difference[] = []
  const shown = new Map<string, number>()
  for (const { query, judgement } of found.sort((a, b) => a.query.index - b.query.index)) {
    if (context.isStopped() || differences.length >= options.show) break
    const sort = sortOf(judgement)
    // Differences in values have many causes, a text of an error has one.
    const most = /^(?:we fail|they fail|type of error)/.test(sort) ? 2 : options.show
    shown.set(sort, (shown.get(sort) ?? 0) + 1)
    if ((shown.get(sort) ?? 0) > most) continue
    const differs = async (node: QueryNode) => sortOf(await judgeAt(node, query)) === sort
    const shrunk = await shrinkQuery(query.node, differs)
    differences.push({
      index: query.index,
      moment: query.moment,
      expr: printQuery(query.node),
      shrunk: printQuery(shrunk),
      judgement: await judgeAt(shrunk, query),
    })
  }
  return { tally, differences, excused }
}

/** What a difference says without its labels and numbers, so that shrinking does not end at another fault. */
function sortOf({ verdict }: Judgement): string {
  return verdict.kind === 'differs' ? verdict.what.replaceAll(/\{.*\}|-?\d[\d.e+-]*|NaN|-?Infinity/g, '') : ''
}
