import { RE2JS } from 're2js'
import { MAX_PATTERN_COST } from '~/domain/promql/compile-pattern'
import { scanPattern, withoutGroupNames } from '~/domain/promql/parse/scan-pattern'
import type { Labels } from '~/domain/series/frame'
import { type Call, type CallFunction, stringArg, vectorArg } from './call'
import { failExecution } from './context'
import { expandTemplate } from './expand-template'
import { withLabel } from './label-sets'
import { mergeSameLabels } from './values'

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/

export function isLabelName(name: string): boolean {
  return LABEL_NAME.test(name)
}

/** `label_replace(v, dst, replacement, src, regex)`: where the whole of `src` matches, `dst` becomes the expanded replacement. */
function labelReplace(call: Call): ReturnType<CallFunction> {
  const series = vectorArg(call, 0)
  const [destination, replacement, source, pattern] = [1, 2, 3, 4].map((index) => stringArg(call, index)) as [
    string,
    string,
    string,
    string,
  ]
  const { regex, names } = compileReplace(pattern)
  if (!isLabelName(destination)) {
    failExecution(`invalid destination label name in label_replace(): ${destination}`)
  }
  return changeLabels(series, (labels) => {
    const matcher = regex.matcher(labels.get(source) ?? '')
    if (!matcher.find()) return labels
    const textOf = (index: number) => (index <= matcher.groupCount() ? matcher.group(index) : null)
    return withLabel(labels, destination, expandTemplate(replacement, { names, textOf }))
  })
}

interface ReplacePattern {
  readonly regex: RE2JS
  /** Of each group, the whole being group 0. */
  readonly names: readonly (string | undefined)[]
}

function compileReplace(pattern: string): ReplacePattern {
  const { cost, fault } = scanPattern(pattern)
  // `a)(b` becomes whole between the anchors: label_replace never compiles it without them, as a matcher does.
  const isRefused = fault !== undefined && !fault.startsWith('unexpected )')
  if (cost <= MAX_PATTERN_COST && !isRefused) {
    try {
      return { regex: compileWithGroups(pattern), names: groupNames(pattern) }
    } catch {
      // re2js has its own words for what is wrong, and Prometheus gives none.
    }
  }
  return failExecution(`invalid regular expression in label_replace(): ${pattern}`)
}

function compileWithGroups(pattern: string): RE2JS {
  try {
    return RE2JS.compile(`^(?:${pattern})$`)
  } catch (error) {
    // Go 1.19 lets two groups have one name.
    if (!String(error).includes('duplicate capture group name')) throw error
    return RE2JS.compile(`^(?:${withoutGroupNames(pattern)})$`)
  }
}

/** What is no group, so that its parentheses do not count, and then the two kinds of groups. */
const GROUP =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]?|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]?|\(\?P<(?<name>\w+)>|(?<plain>\((?!\?))/g

function groupNames(pattern: string): (string | undefined)[] {
  const names: (string | undefined)[] = [undefined]
  for (const { groups } of pattern.matchAll(GROUP)) {
    const name = groups?.['name']
    if (name !== undefined || groups?.['plain'] !== undefined) names.push(name)
  }
  return names
}

/** `label_join(v, dst, separator, src...)`. */
function labelJoin(call: Call): ReturnType<CallFunction> {
  const series = vectorArg(call, 0)
  const [destination, separator] = [stringArg(call, 1), stringArg(call, 2)]
  const sources = call.node.args.slice(3).map((_, index) => stringArg(call, index + 3))
  const bad = sources.find((source) => !isLabelName(source))
  if (bad !== undefined) failExecution(`invalid source label name in label_join(): ${bad}`)
  if (!isLabelName(destination)) failExecution(`invalid destination label name in label_join(): ${destination}`)
  return changeLabels(series, (labels) =>
    withLabel(labels, destination, sources.map((source) => labels.get(source) ?? '').join(separator)),
  )
}

function changeLabels(
  series: ReturnType<typeof vectorArg>,
  change: (labels: Labels) => Labels,
): ReturnType<CallFunction> {
  return { kind: 'vector', series: mergeSameLabels(series.map((one) => ({ ...one, labels: change(one.labels) }))) }
}

export const LABEL_FUNCTIONS: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ['label_replace', labelReplace],
  ['label_join', labelJoin],
])
