import type { Random } from '../random'

const VERBS = ['%v', '%s', '%d', '%.2f', '%q', '%x', '%5.1f|', '%-6s|', '%t', '%g', '%05d', '%+v', '%e', '%T', '%%']
const ATOMS = [
  ...['$value', '$value', '$labels.job', '$labels.instance', '$labels.nope', '$externalLabels.region', '$externalURL'],
  ...[
    '.Value',
    '.Labels.job',
    '$labels',
    '1',
    '2.5',
    '"a b"',
    '"é<&>"',
    '`raw`',
    'true',
    'nil',
    '0',
    '-3',
    '1e6',
    '"5m"',
  ],
]
const ONE = (
  'humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp title toUpper toLower len print println ' +
  'html js urlquery not stripPort stripDomain safeHtml graphLink tableLink parseDuration'
).split(' ')
const TWO = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'index', 'match', 'print']

/** Makes a template of a label or an annotation. Most can be parsed; what cannot be expanded says so on both sides. */
export function makeTemplate(random: Random): string {
  return random.weighted<() => string>(
    [3, () => random.pick(USUAL)],
    [3, () => `${random.pick(['', 'text ', 'é: '])}{{ ${makePipe(random, 2)} }}${random.pick(['', ' end', '\n'])}`],
    [1, () => `{{ if ${makePipe(random, 1)} }}yes {{ ${makePipe(random, 1)} }}{{ else }}no{{ end }}`],
    [1, () => `{{ with ${makePipe(random, 1)} }}[{{ . }}]{{ else }}none{{ end }}`],
    [1, () => `{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ ${makePipe(random, 1)} }};{{ end }}`],
    [1, () => makeQuery(random)],
    [0.5, () => `{{ $x := ${makePipe(random, 1)} }}{{ define "t" }}<{{ . }}>{{ end }}{{- template "t" $x -}} .`],
  )()
}

const USUAL = [
  '{{ $value }}',
  '{{ $labels.job }} is down',
  '{{ $value | humanize }} of {{ $labels.job }} at {{ $labels.instance }}',
  '{{ $value | humanizePercentage }}',
  '{{ $value | humanizeDuration }}',
  '{{ printf "%.2f" $value }} {{ $labels.instance | stripPort }}',
  '{{ if gt $value 10.0 }}high{{ else }}low{{ end }}',
  '{{ .Labels }} {{ .Value }} {{ .ExternalLabels.region }}',
  '{{ $labels.instance | reReplaceAll "(.*):[0-9]+" "host $1" }}',
  '{{ $value | printf "%.0f" | toUpper }} {{ $externalURL }}',
  'no template',
]

function makePipe(random: Random, depth: number): string {
  let pipe = makeCommand(random, depth)
  while (random.chance(0.25)) pipe += ` | ${random.chance(0.7) ? random.pick(ONE) : `printf "${random.pick(VERBS)}"`}`
  return pipe
}

function makeCommand(random: Random, depth: number): string {
  const term = () => (depth > 0 && random.chance(0.25) ? `(${makePipe(random, depth - 1)})` : random.pick(ATOMS))
  return random.weighted<() => string>(
    [3, term],
    [4, () => `${random.pick(ONE)} ${term()}`],
    [2, () => `printf "${random.pick(VERBS)}" ${term()}`],
    [2, () => `${random.pick(TWO)} ${term()} ${term()}`],
    [0.5, () => `${random.pick(ONE)} ${term()} ${term()}`],
  )()
}

function makeQuery(random: Random): string {
  const query = random.pick([
    'up',
    'sum(up)',
    'temp > 20',
    'vector(3)',
    'sum by (job) (temp)',
    'nothing',
    '1 + 1',
    'ALERTS',
  ])
  // Prometheus leaves open in which order a vector comes.
  const sorted = `query ${JSON.stringify(query)} | sortByLabel "alertname" | sortByLabel "instance" | sortByLabel "job"`
  return random.pick([
    `{{ with ${sorted} }}{{ . | first | value | humanize }}{{ else }}none{{ end }}`,
    `{{ query ${JSON.stringify(query)} | len }}`,
    `{{ ${sorted} | first | label "job" }}`,
    `{{ range ${sorted} }}{{ .Labels.job }} {{ end }}`,
  ])
}
