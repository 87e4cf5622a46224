import {
  type Binding,
  type Bindings,
  InterpolationFault,
  interpolateExpr,
  interpolatePattern,
  referencesOf,
} from './interpolate'
import { type OptionsAnswer, type OptionsQuestion, shapeOptions, type VariableOption } from './options'
import type { Variable } from './schema'

/** Grafana's word in an address for all values. */
export const ALL = '$__all'
/** A window that follows the step, where an interval says `auto`. */
const AUTO = '$__rate_interval'

/** How a variable stands. */
export interface ResolvedVariable {
  readonly variable: Variable
  /** What the address or the file chooses, as it is shown and written to the address; `$__all` for all. */
  readonly chosen: readonly string[]
  /** Null while they are not known, and for free text. */
  readonly options: readonly VariableOption[] | null
  /** What tells its options; null where the file does. */
  readonly question: OptionsQuestion | null
  /** Why nothing can stand for it. */
  readonly problem: string | null
}

export interface Resolution {
  readonly variables: readonly ResolvedVariable[]
  readonly bindings: Bindings
  /** Names of those that nothing can stand for, and why. */
  readonly problems: ReadonlyMap<string, string>
  /** What must be answered before the rest can be bound. */
  readonly waiting: readonly OptionsQuestion[]
}

export interface ResolveContext {
  /** Values of the address, by name; never an empty list. */
  readonly vars: ReadonlyMap<string, readonly string[]>
  /** Variables that panels are repeated by: all their values must be known one by one. */
  readonly repeated: ReadonlySet<string>
  readonly held: (question: OptionsQuestion) => OptionsAnswer | undefined
}

/**
 * Finds what stands for each variable, those first that others refer to. A value that the address names stands as it is,
 * without waiting for the options: a link opened a week later shows what it showed, or that there is no such data.
 */
export function resolveVariables(variables: readonly Variable[], context: ResolveContext): Resolution {
  const bindings = new Map<string, Binding>()
  const problems = new Map<string, string>()
  const known: Known = { ...context, bindings, problems, declared: new Set(variables.map(({ name }) => name)) }
  const waiting: OptionsQuestion[] = []
  const byName = new Map<string, ResolvedVariable>()
  for (const variable of inOrder(variables, problems)) {
    const { name } = variable
    const before = problems.get(name)
    const found = before === undefined ? bind(variable, known) : { problem: before }
    if (found.binding !== undefined) bindings.set(name, found.binding)
    if (found.problem !== undefined) problems.set(name, found.problem)
    if (found.waits !== undefined) waiting.push(found.waits)
    byName.set(name, {
      variable,
      chosen: found.chosen ?? [],
      options: found.options ?? null,
      question: found.question ?? null,
      problem: found.problem ?? null,
    })
  }
  return { variables: variables.flatMap(({ name }) => byName.get(name) ?? []), bindings, problems, waiting }
}

/** What is known when the next variable's turn comes. */
interface Known extends ResolveContext {
  readonly declared: ReadonlySet<string>
  readonly bindings: Bindings
  readonly problems: ReadonlyMap<string, string>
}

interface Found {
  readonly binding?: Binding
  readonly chosen?: readonly string[]
  readonly options?: readonly VariableOption[] | null
  readonly question?: OptionsQuestion
  readonly waits?: OptionsQuestion
  readonly problem?: string
}

function bind(variable: Variable, known: Known): Found {
  const wanted = known.vars.get(variable.name)
  if (variable.kind === 'text') {
    const value = wanted?.[0] ?? variable.default
    return { binding: { values: [value], pattern: null, isOwn: false }, chosen: [value] }
  }
  if (variable.kind === 'interval') {
    const options = variable.options.map((value) => ({ value, text: value }))
    const value = [wanted?.[0], variable.default].find((each) => each !== undefined && variable.options.includes(each))
    const chosen = value ?? variable.options[0] ?? 'auto'
    return {
      binding: { values: [chosen === 'auto' ? AUTO : chosen], pattern: null, isOwn: true },
      chosen: [chosen],
      options,
    }
  }
  if (variable.kind === 'custom') {
    const listed = (values: readonly string[] | undefined) =>
      values?.filter((value) => (value === ALL ? variable.all : variable.options.some((one) => one.value === value)))
    const chosen = [wanted, variable.default].map(listed).find((values) => values !== undefined && values.length > 0)
    return bindChoice(variable, chosen, variable.options, true, known)
  }
  return bindAsked(variable, wanted, known)
}

type AskedVariable = Extract<Variable, { kind: 'labelValues' | 'queryResult' }>

function bindAsked(variable: AskedVariable, wanted: readonly string[] | undefined, known: Known): Found {
  const { bindings, problems, declared } = known
  const parents = parentsOf(variable)
  let question: OptionsQuestion
  let regex: string
  try {
    const missing = parents.find((name) => problems.has(name))
    if (missing !== undefined) return { problem: `needs the variable "${missing}", which ${problems.get(missing)}` }
    // A parent that waits: this one waits with it.
    if (parents.some((name) => declared.has(name) && !bindings.has(name))) return {}
    question = questionOf(variable, bindings)
    regex = interpolatePattern(variable.regex, bindings)
  } catch (error) {
    return { problem: error instanceof InterpolationFault ? `cannot be asked: ${error.message}` : String(error) }
  }
  const answer = known.held(question)
  const chosen = (wanted ?? variable.default)?.filter((value) => value !== ALL || variable.all)
  if (answer?.ok === false) {
    const found = chosen?.length === 0 ? {} : bindChoice(variable, chosen, null, false, known)
    return found.binding === undefined
      ? { question, problem: `has no values: ${answer.message}` }
      : { ...found, question }
  }
  let options: readonly VariableOption[] | null = null
  try {
    if (answer !== undefined) options = shapeOptions(answer.texts, { regex, sort: variable.sort })
  } catch (error) {
    return {
      question,
      problem: `has a regular expression that cannot be read: ${error instanceof Error ? error.message : error}`,
    }
  }
  const found = bindChoice(variable, chosen?.length === 0 ? undefined : chosen, options, false, known)
  return { ...found, question, ...(found.binding === undefined && options === null ? { waits: question } : {}) }
}

/** Binds what is chosen, or all, or the first; nothing where that takes options which are not known yet. */
function bindChoice(
  variable: Extract<Variable, { multi: boolean }>,
  wanted: readonly string[] | undefined,
  options: readonly VariableOption[] | null,
  isOwn: boolean,
  context: ResolveContext,
): Found {
  const chosen = wanted ?? (variable.all ? [ALL] : undefined)
  const isListed = chosen?.includes(ALL) === true
  const named = (options ?? []).filter(({ value, text }) => value !== text)
  const texts = named.length === 0 ? {} : { texts: new Map(named.map(({ value, text }) => [value, text])) }
  if (isListed && variable.allValue !== undefined && !context.repeated.has(variable.name)) {
    return { binding: { values: [], pattern: variable.allValue, isOwn, isAll: true, ...texts }, chosen: [ALL], options }
  }
  if (chosen !== undefined && !isListed) {
    const values = variable.multi ? chosen : chosen.slice(0, 1)
    return { binding: { values, pattern: null, isOwn, ...texts }, chosen: values, options }
  }
  if (options === null) return {}
  if (options.length === 0) return { options, problem: 'has no values: nothing that it could stand for was found.' }
  const values = options.map(({ value }) => value)
  if (isListed) return { binding: { values, pattern: null, isOwn, isAll: true, ...texts }, chosen: [ALL], options }
  return {
    binding: { values: values.slice(0, 1), pattern: null, isOwn, ...texts },
    chosen: values.slice(0, 1),
    options,
  }
}

function questionOf(variable: AskedVariable, bindings: Bindings): OptionsQuestion {
  if (variable.kind === 'queryResult') return { kind: 'queryResult', expr: interpolateExpr(variable.expr, bindings) }
  const match = variable.match === undefined ? undefined : interpolateExpr(variable.match, bindings)
  return { kind: 'labelValues', of: variable.of, match }
}

/** What a variable's options depend on. */
function parentsOf(variable: Variable): readonly string[] {
  if (variable.kind === 'labelValues') return [...referencesOf(variable.match ?? ''), ...referencesOf(variable.regex)]
  if (variable.kind === 'queryResult') return [...referencesOf(variable.expr), ...referencesOf(variable.regex)]
  return []
}

/** Variables after those that they refer to. Those of a circle get a problem. */
function inOrder(variables: readonly Variable[], problems: Map<string, string>): readonly Variable[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]))
  const ordered = new Set<Variable>()
  const visit = (variable: Variable, above: readonly string[]) => {
    if (ordered.has(variable)) return
    if (above.includes(variable.name)) {
      problems.set(variable.name, 'refers to itself.')
      return
    }
    for (const name of parentsOf(variable)) {
      const parent = byName.get(name)
      if (parent !== undefined) visit(parent, [...above, variable.name])
    }
    ordered.add(variable)
  }
  for (const variable of variables) visit(variable, [])
  return [...ordered]
}

/** Names of the variables whose options depend on one, in any number of steps. */
export function descendantsOf(name: string, variables: readonly ResolvedVariable[]): ReadonlySet<string> {
  const found = new Set([name])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const { variable } of variables)
      if (parentsOf(variable).some((parent) => found.has(parent))) found.add(variable.name)
  }
  found.delete(name)
  return found
}
