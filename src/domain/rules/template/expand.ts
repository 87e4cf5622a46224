import { BUILTINS } from './builtins'
import { executeTemplate } from './execute'
import type { TemplateContext, TemplateFunction } from './functions'
import type { AlertData } from './go-value'
import { parseTemplate } from './parser'
import { PROMETHEUS_FUNCTIONS } from './prometheus-functions'
import { readsLabelsAlone } from './reads-labels'
import { TemplateError } from './template-error'
import type { Template } from './tree'

const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map([...BUILTINS, ...PROMETHEUS_FUNCTIONS])
/** Prometheus puts these before every template of an alert; positions in errors count them. */
const DEFINITIONS =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}'
/** More than any label or annotation needs. */
const MAX_LENGTH = 65_536

/** A template of a label or an annotation of an alert, ready to be expanded. */
export interface AlertTemplate {
  /** Whether equal labels make equal texts, whatever the value and the time. */
  readonly dependsOnLabelsAlone: boolean
  /**
   * What the text says for one alert. Never throws: a failed expansion says so in the text, as Prometheus does:
   * `<error expanding template: ...>`.
   */
  readonly expand: (data: AlertData, context: TemplateContext) => string
}

/** Prepares the template of an alert's label or annotation. A text that is no template expands to what is wrong with it. */
export function compileAlertTemplate(alertName: string, text: string): AlertTemplate {
  if (!text.includes('{{')) return { dependsOnLabelsAlone: true, expand: () => text }
  const name = `__alert_${alertName}`
  let template: Template
  try {
    template = parseAlertTemplate(name, text)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const message = `<error expanding template: error parsing template ${name}: ${error.message}>`
    return { dependsOnLabelsAlone: true, expand: () => message }
  }
  return {
    dependsOnLabelsAlone: readsLabelsAlone(template, DEFINITIONS.length),
    expand: (data, context) => {
      try {
        return executeTemplate(template, { type: 'data', data }, FUNCTIONS, context)
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error
        return `<error expanding template: error executing template ${name}: ${error.message}>`
      }
    },
  }
}

/** Why a text is no template, in Go's words; null where it is one. `{{ foo }}` is `function "foo" not defined`. */
export function templateFault(alertName: string, text: string): string | null {
  if (!text.includes('{{')) return null
  try {
    parseAlertTemplate(`__alert_${alertName}`, text)
    return null
  } catch (error) {
    if (error instanceof TemplateError) return error.message
    throw error
  }
}

function parseAlertTemplate(name: string, text: string): Template {
  if (text.length > MAX_LENGTH) throw new TemplateError(`template: ${name}:1: longer than 64 kB`)
  return parseTemplate(name, DEFINITIONS + text, (word) => FUNCTIONS.has(word))
}
