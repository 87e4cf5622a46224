import type { Dashboard } from '~/domain/dashboards/model'
import { DecodeError, type DecodeIssue, decode } from '~/lib/decode'
import { applyVariables } from './apply-variables'
import { decodeFilters, FILTERS } from './filters'
import type { OptionsAnswer, OptionsQuestion } from './options'
import { type Resolution, resolveVariables } from './resolve-variables'
import { type Variable, variableSchema } from './schema'

/** The variables of a dashboard file, decoded one by one: a broken one costs what refers to it. */
export interface Template {
  readonly variables: readonly Variable[]
  readonly repeated: ReadonlySet<string>
  readonly issues: readonly DecodeIssue[]
  /** Names of broken ones, where they can be read, and what is wrong with them. */
  readonly broken: ReadonlyMap<string, string>
}

const known = new WeakMap<Dashboard, Template>()

export function templateOf(dashboard: Dashboard): Template {
  const template = known.get(dashboard) ?? readTemplate(dashboard)
  known.set(dashboard, template)
  return template
}

function readTemplate({ variables: inputs, rows, panels }: Dashboard): Template {
  const variables: Variable[] = []
  const issues: DecodeIssue[] = []
  const broken = new Map<string, string>()
  for (const [i, input] of inputs.entries()) {
    try {
      const variable = decode(variableSchema, input)
      const isTaken = variables.some(({ name }) => name === variable.name)
      if (isTaken)
        throw new DecodeError([{ path: '/name', message: `"${variable.name}" is another variable's name too` }])
      variables.push(variable)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      const own = error.issues.map((issue) => ({ ...issue, path: `/variables/${i}${issue.path}` }))
      issues.push(...own)
      const name = nameIn(input)
      const isTold = name !== null && !variables.some((variable) => variable.name === name)
      if (isTold) broken.set(name, `cannot be read: ${own[0]?.path} ${own[0]?.message}`)
    }
  }
  const repeats = [
    ...rows.map(({ repeat }) => repeat),
    ...panels.map((entry) => (entry.ok ? entry.panel.repeat?.by : undefined)),
  ]
  return { variables, issues, broken, repeated: new Set(repeats.filter((name) => name !== undefined)) }
}

function nameIn(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || !('name' in input)) return null
  return typeof input.name === 'string' ? input.name : null
}

export interface FilledDashboard {
  /** An ordinary dashboard, for what is chosen. */
  readonly dashboard: Dashboard
  readonly resolution: Resolution
}

/** The dashboard for the values of an address, as far as the answers that are held allow. */
export function fillDashboard(
  dashboard: Dashboard,
  vars: ReadonlyMap<string, readonly string[]>,
  held: (question: OptionsQuestion) => OptionsAnswer | undefined,
): FilledDashboard {
  const { variables, repeated, issues, broken } = templateOf(dashboard)
  const found = resolveVariables(variables, { vars, repeated, held })
  const resolution = { ...found, problems: new Map([...broken, ...found.problems]) }
  const filled = applyVariables(dashboard, resolution, decodeFilters(vars.get(FILTERS) ?? []))
  return { dashboard: { ...filled, kpiIssues: [...issues, ...filled.kpiIssues] }, resolution }
}
