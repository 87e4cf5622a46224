import { RE2JS } from 're2js'
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
  const regex = compileReplace(pattern)
  if (!isLabelName(destination)) {
    failExecution(`invalid destination label name in label_replace(): ${destination}`)
  }
  return changeLabels(series, (labels) => {
    const matcher = regex.matcher(labels.get(source) ?? '')
    return matcher.find() ? withLabel(labels, destination, expandTemplate(replacement, matcher, regex)) : labels
  })
}

function compileReplace(pattern: string): RE2JS {
  try {
    return RE2JS.compile(`^(?:${pattern})$`)
  } catch {
    return failExecution(`invalid regular expression in label_replace(): ${pattern}`)
  }
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
