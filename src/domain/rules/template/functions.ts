import type { UnixMs } from '~/domain/units-of-measure'
import type { GoSample, GoValue } from './go-value'

/** What a parameter of a template's function takes; `value` is Go's reflect.Value, which takes all that `any` takes. */
export type ParamType = 'string' | 'any' | 'value' | 'vector' | 'sample'

/** What a template may ask of the world around it. */
export interface TemplateContext {
  /** Answers `query`; throws where the query cannot be parsed or evaluated. */
  readonly query: (expr: string, timeMs: UnixMs) => readonly GoSample[]
  /** The time of the evaluation. */
  readonly timeMs: UnixMs
  /** Address of this server as users see it; `externalURL` and `pathPrefix` come from it. */
  readonly externalUrl: string
}

export interface TemplateFunction {
  readonly params: readonly ParamType[]
  /** Type of any number of further arguments. */
  readonly variadic?: ParamType
  /** What a call costs beyond the size of its arguments, in the work of a simple command. */
  readonly cost?: (args: readonly GoValue[]) => number
  /** Throws FunctionError for arguments that it cannot take. */
  readonly call: (args: readonly GoValue[], context: TemplateContext) => GoValue
}

const PARAM_TYPE_NAMES: Readonly<Record<ParamType, string>> = {
  string: 'string',
  any: 'interface {}',
  value: 'reflect.Value',
  vector: 'template.queryResult',
  sample: '*template.sample',
}

export const paramTypeName = (type: ParamType): string => PARAM_TYPE_NAMES[type]
