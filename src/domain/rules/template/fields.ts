import { callTimeMethod } from './go-time'
import { type GoValue, goFloat, goLabels, goString, goTypeName, INVALID } from './go-value'

/** A key that `args` did not get: prints as no value, but has no fields, where INVALID answers INVALID for any. */
export const NIL_INTERFACE: GoValue = { type: 'invalid' }

export interface FieldArguments {
  readonly values: readonly GoValue[]
  readonly hasArgs: boolean
}

/** The field, map entry or method of a value that `.name` names; or, as a text, why there is none. */
export function fieldOf(value: GoValue, name: string, { values, hasArgs }: FieldArguments): GoValue | string {
  switch (value.type) {
    case 'invalid':
      return value === NIL_INTERFACE ? `nil pointer evaluating interface {}.${name}` : INVALID
    case 'labels':
      return hasArgs ? notAMethod(name) : goString(value.labels.get(name) ?? '')
    case 'args':
      return hasArgs ? notAMethod(name) : (value.args.get(name) ?? NIL_INTERFACE)
    case 'time': {
      const result = callTimeMethod(value.timeMs, name, values)
      return result ?? cannotEvaluate(value, name)
    }
    case 'sample': {
      const isField = name === 'Labels' || name === 'Value'
      if (!isField) return cannotEvaluate(value, name)
      if (value.sample === null) return `nil pointer evaluating *template.sample.${name}`
      if (hasArgs) return `${name} has arguments but cannot be invoked as function`
      return name === 'Labels' ? goLabels(value.sample.labels) : goFloat(value.sample.value)
    }
    case 'data': {
      const field = dataField(value, name)
      if (field !== undefined && hasArgs) return `${name} has arguments but cannot be invoked as function`
      return field ?? cannotEvaluate(value, name)
    }
    default:
      return cannotEvaluate(value, name)
  }
}

function dataField({ data }: GoValue & { type: 'data' }, name: string): GoValue | undefined {
  switch (name) {
    case 'Labels':
      return goLabels(data.labels)
    case 'ExternalLabels':
      return goLabels(data.externalLabels)
    case 'ExternalURL':
      return goString(data.externalUrl)
    case 'Value':
      return goFloat(data.value)
    default:
      return undefined
  }
}

function notAMethod(name: string): string {
  return `${name} is not a method but has arguments`
}

function cannotEvaluate(value: GoValue, name: string): string {
  return `can't evaluate field ${name} in type ${goTypeName(value)}`
}
