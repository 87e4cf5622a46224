import { compareText } from '~/domain/promql/labels'
import { parseDuration } from '~/domain/time/duration'
import { textOf } from './builtins'
import { escapeQuery } from './escapes'
import type { TemplateFunction } from './functions'
import { quoteGo } from './go-quote'
import {
  type GoSample,
  type GoValue,
  goBool,
  goFloat,
  goString,
  goTypeName,
  INVALID,
  MAX_TEXT_LENGTH,
  sizeOf,
} from './go-value'
import { stripDomain, stripPort } from './host-port'
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  timeOfSeconds,
} from './humanize'
import { parseGoFloat } from './parse-number'
import { matchRegex, regexCost, replaceRegex } from './regex'
import { FunctionError } from './template-error'
import { titleGo, toLowerGo, toUpperGo } from './text-case'

/** Go counts durations in nanoseconds of 64 bits. */
const MAX_GO_DURATION_MS = 9_223_372_036_854
const STEPS_OF_A_QUERY = 500
const NIL_POINTER = 'runtime error: invalid memory address or nil pointer dereference'

/** The functions that Prometheus adds to the templates of labels and annotations. (`tmpl` is of console pages alone.) */
export const PROMETHEUS_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  [
    'query',
    {
      params: ['string'],
      cost: () => STEPS_OF_A_QUERY,
      call: ([expr], context) => ({ type: 'vector', samples: context.query(textOf(expr), context.timeMs) }),
    },
  ],
  ['first', { params: ['vector'], call: ([vector]) => firstOf(vector ?? INVALID) }],
  ['value', { params: ['sample'], call: ([sample]) => goFloat(sampleOf(sample).value) }],
  ['label', { params: ['string', 'sample'], call: ([name, sample]) => labelOf(textOf(name), sample) }],
  ['strvalue', { params: ['sample'], call: ([sample]) => labelOf('__value__', sample) }],
  ['sortByLabel', { params: ['string', 'vector'], call: ([name, vector]) => sortByLabel(textOf(name), vector) }],
  ['args', { params: [], variadic: 'any', call: (args) => numberedArgs(args) }],
  ['humanize', numberFunction(humanize)],
  ['humanize1024', numberFunction(humanize1024)],
  ['humanizeDuration', numberFunction(humanizeDuration)],
  ['humanizePercentage', numberFunction(humanizePercentage)],
  ['humanizeTimestamp', numberFunction(humanizeTimestamp)],
  ['toTime', { params: ['any'], call: ([value]) => ({ type: 'time', timeMs: timeOfSeconds(numberOf(value)) }) }],
  ['parseDuration', { params: ['string'], call: ([text]) => goFloat(secondsOf(textOf(text))) }],
  ['title', textFunction(titleGo)],
  ['toUpper', textFunction(toUpperGo)],
  ['toLower', textFunction(toLowerGo)],
  ['stripPort', textFunction(stripPort)],
  ['stripDomain', textFunction(stripDomain)],
  ['graphLink', textFunction((expr) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=0`)],
  ['tableLink', textFunction((expr) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=1`)],
  ['safeHtml', { params: ['string'], call: ([text]) => ({ type: 'string', value: textOf(text), isHtml: true }) }],
  [
    'match',
    {
      params: ['string', 'string'],
      cost: ([pattern, text]) => regexCost(textOf(pattern), textOf(text)),
      call: ([pattern, text]) => goBool(matchRegex(textOf(pattern), textOf(text))),
    },
  ],
  [
    'reReplaceAll',
    {
      params: ['string', 'string', 'string'],
      cost: ([pattern, , text]) => regexCost(textOf(pattern), textOf(text)),
      call: ([pattern, to, text]) => goString(replaceRegex(textOf(pattern), textOf(to), textOf(text))),
    },
  ],
  ['externalURL', { params: [], call: (_args, context) => goString(context.externalUrl) }],
  ['pathPrefix', { params: [], call: (_args, context) => goString(pathOf(context.externalUrl)) }],
])

function numberFunction(print: (value: number) => string): TemplateFunction {
  return { params: ['any'], call: ([value]) => goString(print(numberOf(value))) }
}

function textFunction(change: (text: string) => string): TemplateFunction {
  return { params: ['string'], call: ([text]) => goString(change(textOf(text))) }
}

function numberOf(value: GoValue = INVALID): number {
  if (value.type === 'float') return value.value
  if (value.type === 'int' && (value.goType === 'int' || value.goType === 'int64')) return Number(value.value)
  if (value.type === 'string' && !value.isHtml) {
    const number = parseGoFloat(value.value)
    const quoted = quoteGo(value.value)
    if (number === null) throw new FunctionError(`strconv.ParseFloat: parsing ${quoted}: invalid syntax`)
    if (!Number.isFinite(number) && /\d/.test(value.value)) {
      throw new FunctionError(`strconv.ParseFloat: parsing ${quoted}: value out of range`)
    }
    return number
  }
  throw new FunctionError(`can't convert ${goTypeName(value)} to float`)
}

function secondsOf(text: string): number {
  const duration = text === '' || text.trim() !== text ? null : parseDuration(text)
  if (duration?.ok) {
    if (duration.value > MAX_GO_DURATION_MS) throw new FunctionError('duration out of range')
    return duration.value / 1000
  }
  throw new FunctionError(text === '' ? 'empty duration string' : `not a valid duration string: ${quoteGo(text)}`)
}

function firstOf(vector: GoValue): GoValue {
  const sample = vector.type === 'vector' ? vector.samples[0] : undefined
  if (sample === undefined) throw new FunctionError('first() called on vector with no elements')
  return { type: 'sample', sample }
}

function sampleOf(value: GoValue = INVALID): GoSample {
  if (value.type !== 'sample' || value.sample === null) throw new FunctionError(NIL_POINTER)
  return value.sample
}

function labelOf(name: string, sample: GoValue | undefined): GoValue {
  return goString(sampleOf(sample).labels.get(name) ?? '')
}

function sortByLabel(name: string, vector: GoValue = INVALID): GoValue {
  if (vector.type !== 'vector') return { type: 'vector', samples: [] }
  const key = (sample: GoSample) => sample.labels.get(name) ?? ''
  return { type: 'vector', samples: vector.samples.toSorted((a, b) => compareText(key(a), key(b))) }
}

function numberedArgs(args: readonly GoValue[]): GoValue {
  // Args of args of args would double with each line.
  const size = args.reduce((sum, arg) => sum + sizeOf(arg), args.length)
  if (size > MAX_TEXT_LENGTH) throw new FunctionError('the arguments are longer than 64 kB')
  return { type: 'args', size, args: new Map(args.map((arg, i) => [`arg${i}`, arg])) }
}

/** Path of an address without scheme and host, percents read; empty where it has none. */
function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
