import type { AggregateExpr, Expr, VectorSelector } from '~/domain/promql/ast'
import { nodesOf } from '~/domain/promql/nodes-of'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { printExpr } from '~/domain/promql/print-expr'
import type { Vector } from '~/domain/series/frame'
import { onlySelector } from './self-ratio'

/** How far a metric is known: has series now, had some within a day, had none within a day. */
export type MetricPresence = 'now' | 'lately' | 'never'

/** What a source knows of what rules name; undefined where it was not asked or did not answer. */
export interface RuleFacts {
  readonly presence: (metric: string) => MetricPresence | undefined
  /** Whether any series of a metric bears the label. */
  readonly hasLabel: (metric: string, label: string) => boolean | undefined
  /** How many series a selector finds now; it is named by `selectorText`. */
  readonly matches: (selector: string) => number | undefined
}

/** Where nobody was asked. */
export const NO_FACTS: RuleFacts = {
  presence: () => undefined,
  hasLabel: () => undefined,
  matches: () => undefined,
}

/** Asks one instant query now; null where it was not answered. */
export type AskInstant = (expr: string) => Promise<Vector | null>

/** Counts asked in one query: together they stay one short request. */
const BATCH = 40
/** Selectors asked at all: rules beyond them are judged by their text alone. */
const MAX_ASKED = 2_000
/** Label that says which of a batch a count answers. */
const PLACE = 'lookout_place'

/** A selector without when it is asked for, as facts are kept. */
export function selectorText(selector: VectorSelector): string {
  return printExpr({ ...selector, offsetMs: 0, at: undefined })
}

/** Parsed, or null where this page cannot read the expression. */
export function parseRule(query: string): Expr | null {
  try {
    return parsePromql(query, { dialect: '3' })
  } catch {
    return null
  }
}

/**
 * Asks a source what it knows of the metrics and labels that rules name: first how much each selector finds, then, only for
 * those that find nothing, whether their metrics and labels exist at all. A question that is not answered leaves its facts unknown.
 */
export async function askRuleFacts(queries: readonly string[], ask: AskInstant): Promise<RuleFacts> {
  const selectors = new Map<string, VectorSelector>()
  const groupings: (readonly [selector: VectorSelector, label: string])[] = []
  for (const query of queries) {
    const expr = parseRule(query)
    if (expr === null) continue
    for (const node of nodesOf(expr)) {
      if (node.kind === 'vectorSelector') selectors.set(selectorText(node), node)
      if (node.kind === 'aggregate') groupings.push(...groupedLabels(node))
    }
  }
  const asked = [...selectors.keys()].slice(0, MAX_ASKED)
  const matches = await askCounts(asked, ask)
  const empty = asked.filter((text) => matches.get(text) === 0).flatMap((text) => selectors.get(text) ?? [])
  // Of what finds nothing it is no news that the labels are not there either.
  const grouped = groupings.flatMap(([selector, label]) =>
    selector.name !== undefined && (matches.get(selectorText(selector)) ?? 0) > 0
      ? [[selector.name, label] as const]
      : [],
  )
  const presence = await askPresence([...new Set(empty.flatMap(({ name }) => (name === undefined ? [] : [name])))], ask)
  const labels = new Map<string, string>()
  for (const { name, matchers } of empty) {
    if (name === undefined || presence.get(name) !== 'now') continue
    for (const { name: label } of matchers) {
      if (label !== '__name__' && isPlainName(label)) labels.set(labelPlace(name, label), `${name}{${label}!=""}`)
    }
  }
  for (const [name, label] of grouped) {
    if (labels.size < MAX_ASKED) labels.set(labelPlace(name, label), `${name}{${label}!=""}`)
  }
  const counts = await askCounts([...new Set(labels.values())], ask)
  return {
    presence: (metric) => presence.get(metric),
    matches: (selector) => matches.get(selector),
    hasLabel: (metric, label) => {
      const count = counts.get(labels.get(labelPlace(metric, label)) ?? '')
      return count === undefined ? undefined : count > 0
    },
  }
}

/** Labels that an aggregation groups by, with the one selector that they come from where that is plain to see. */
function groupedLabels({ expr, grouping, without }: AggregateExpr): (readonly [VectorSelector, string])[] {
  const selector = without ? null : onlySelector(expr)
  return selector === null ? [] : grouping.filter(isPlainName).map((label) => [selector, label] as const)
}

const isPlainName = (label: string) => /^[a-zA-Z_]\w*$/.test(label)

const labelPlace = (metric: string, label: string) => `${metric} ${label}`

async function askCounts(selectors: readonly string[], ask: AskInstant): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (let from = 0; from < selectors.length; from += BATCH) {
    const batch = selectors.slice(from, from + BATCH)
    const answer = await ask(
      batch.map((one, i) => `label_replace(count(${one}), "${PLACE}", "${i}", "", "")`).join(' or '),
    )
    if (answer === null) continue
    for (const one of batch) counts.set(one, 0)
    for (const { labels, value } of answer.samples) {
      const selector = batch[Number(labels.get(PLACE))]
      if (selector !== undefined) counts.set(selector, value)
    }
  }
  return counts
}

async function askPresence(names: readonly string[], ask: AskInstant): Promise<ReadonlyMap<string, MetricPresence>> {
  const presence = new Map<string, MetricPresence>()
  for (let from = 0; from < names.length; from += BATCH) {
    const batch = names.slice(from, from + BATCH)
    const now = await askNames(batch, (selector) => `count by (__name__) (${selector})`, ask)
    if (now === null) continue
    for (const name of now) presence.set(name, 'now')
    const missing = batch.filter((name) => !now.has(name))
    if (missing.length === 0) continue
    const lately = await askNames(missing, (selector) => `count by (__name__) (last_over_time(${selector}[1d]))`, ask)
    if (lately === null) continue
    for (const name of missing) presence.set(name, lately.has(name) ? 'lately' : 'never')
  }
  return presence
}

/** Names of metrics are letters, digits, `_` and `:`: none needs an escape; of others nothing is asked. */
async function askNames(
  names: readonly string[],
  exprOf: (selector: string) => string,
  ask: AskInstant,
): Promise<ReadonlySet<string> | null> {
  const plain = names.filter((name) => /^[\w:]+$/.test(name))
  if (plain.length === 0) return null
  const answer = await ask(exprOf(`{__name__=~"${plain.join('|')}"}`))
  return answer === null ? null : new Set(answer.samples.map(({ labels }) => labels.get('__name__') ?? ''))
}
