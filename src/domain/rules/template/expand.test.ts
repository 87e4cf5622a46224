import { describe, expect, it } from 'vitest'
import { PromqlParseError } from '~/domain/promql/ast'
import { evaluateInstant } from '~/domain/promql/eval/evaluate'
import { formatParseError } from '~/domain/promql/parse/format-parse-error'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import { compileAlertTemplate, templateFault } from './expand'
import type { TemplateContext } from './functions'
import type { AlertData, GoSample } from './go-value'
import cases from './golden/prometheus-2.42.json'
import { FunctionError } from './template-error'

const data: AlertData = {
  labels: new Map([
    ['instance', 'web-1.example.com:9090'],
    ['job', 'api'],
  ]),
  externalLabels: new Map([
    ['region', 'eu'],
    ['zone', 'a'],
  ]),
  externalUrl: 'http://prom.example:9090/pre%20fix',
  value: 1234.5678,
}
const context: TemplateContext = { query, timeMs: 1_000, externalUrl: data.externalUrl }

/** Prometheus without any series, as the golden file was made with. */
function query(expr: string): readonly GoSample[] {
  try {
    const result = evaluateInstant(parsePromql(expr), { select: () => [] }, { timeMs: 1_000 })
    if (result.type === 'vector') return result.samples
    if (result.type === 'scalar') return [{ labels: new Map(), value: result.value }]
  } catch (error) {
    if (error instanceof PromqlParseError) throw new FunctionError(formatParseError(expr, error.fault))
    throw error
  }
  throw new FunctionError('rule result is not a vector or scalar')
}

const expand = (text: string, given = data) => compileAlertTemplate('T', text).expand(given, context)

describe('templates of alerts', () => {
  // What Prometheus 2.42 answers at /api/v1/alerts, or `promtool check rules` says of it.
  it.each(cases.map((one, i) => [i, one] as const))(
    'as Prometheus has it, case %i',
    (_i, { template, text, fault }) => {
      expect({ template, fault: templateFault('T', template) }).toEqual({ template, fault: fault ?? null })
      if (fault === undefined) expect(expand(template)).toBe(text)
      else expect(expand(template)).toBe(`<error expanding template: error parsing template __alert_T: ${fault}>`)
    },
  )

  it.each([
    ['names of objects are keys like any other', '{{ $labels.__proto__ }}{{ $labels.constructor }}', ''],
    ['one that is there', '{{ .Labels.__proto__ }}', 'x', new Map([['__proto__', 'x']])],
    ['patterns of groups', '{{ reReplaceAll "(a)(?P<toString>b)?" "<$toString$1>" "a ab" }}', '<a> <ba>'],
    ['a flag of a printed number', '{{ printf "%+08.2f|%-8d|%x" 3.14159 42 "hé" }}', '+0003.14|42      |68c3a9'],
  ] as const)('%s', (_name, template, text, labels: ReadonlyMap<string, string> = data.labels) => {
    expect(expand(template, { ...data, labels })).toBe(text)
  })

  it.each([
    ['a loop in a loop', `${'{{ range $labels }}'.repeat(20)}x${'{{ end }}'.repeat(20)}`, 'too many steps'],
    ['a template that calls itself', '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}', 'template depth'],
    ['a wide number', '{{ printf "%99999d" 1 }}', 'not allowed'],
    [
      'wide numbers in a loop',
      `${'{{ range $labels }}'.repeat(6)}{{ printf "%9999d" 1 }}${'{{ end }}'.repeat(6)}`,
      '64 kB',
    ],
    ['many queries', `${'{{ range $labels }}'.repeat(9)}{{ query "up" }}${'{{ end }}'.repeat(9)}`, 'too many steps'],
    ['a greedy pattern', `{{ match "${'(a{0,999}){0,999}'}" "aaa" }}`, 'too many steps'],
    ['a replacement that doubles', `{{ reReplaceAll "" "${'x'.repeat(9000)}" "${'y'.repeat(99)}" }}`, '64 kB'],
    ['a text that doubles', `{{ $x := "ab" }}${'{{ $x = print $x $x }}'.repeat(50)}`, '64 kB'],
    ['arguments that double', `{{ $x := args 1 }}${'{{ $x = args $x $x }}'.repeat(50)}{{ $x }}`, '64 kB'],
    ['many long arguments', `{{ $x := printf "%9999s" "" }}{{ print ${'$x '.repeat(50)}}}`, '64 kB'],
    ['work on a long text', `{{ $x := printf "%9999s" "" }}${'{{ $y := toUpper $x }}'.repeat(2800)}`, 'too many steps'],
    ['a slow pattern', `{{ $x := printf "%9999s" "" }}${'{{ match "(x+x+){200}y" $x }}'.repeat(20)}`, 'too many steps'],
    ['many variables', `${'{{$a:=1}}'.repeat(6000)}${'{{$a}}'.repeat(1500)}`, 'too many steps'],
    ['deep parentheses', `{{ ${'('.repeat(500)}1${')'.repeat(500)} }}`, 'nested too deeply'],
    ['a chain of else if', `{{ if 0 }}${'{{ else if 0 }}'.repeat(500)}{{ end }}`, 'nested too deeply'],
    ['a long text', `{{ 1 }}${' '.repeat(70_000)}`, 'longer than 64 kB'],
  ])('%s ends with an error', (_name, template, message) => {
    const text = expand(template)
    expect(text).toMatch(/^<error expanding template: /)
    expect(text).toContain(message)
  })

  it.each([
    ['no template', 'text', true],
    ['labels', '{{ $labels.job | toUpper }} {{ .Labels.x }} {{ $externalURL }}', true],
    ['the value', '{{ $value }}', false],
    ['the value as a field', '{{ .Value | humanize }}', false],
    ['the value through the root', '{{ $.Value }}', false],
    ['all', '{{ . }}', false],
    ['a variable of labels', '{{ $x := $labels.job }}{{ $x }}', true],
    ['a variable of the value', '{{ $x := $value }}{{ $x }}', false],
    ['in a branch', '{{ if $labels.job }}{{ $value }}{{ end }}', false],
    ['in parentheses', '{{ printf "%s" (humanize $value) }}', false],
    ['a query', '{{ query "up" | first | value }}', false],
    ['a template of its own', '{{ define "a" }}{{ .Value }}{{ end }}{{ template "a" . }}', false],
  ])('whether labels alone decide: %s', (_name, text, expected) => {
    expect(compileAlertTemplate('T', text).dependsOnLabelsAlone).toBe(expected)
  })
})
