/** Prefixes or units of one quantity with their sizes, ascending. */
export type Ladder = readonly (readonly [name: string, size: number])[]

export interface UnitSpec {
  /** Empty ladder: the number is never scaled. */
  readonly ladder: Ladder
  /** From the value to the ladder's measure. */
  readonly factor: number
  /** Whether the ladder's name belongs to the number (`12k req/s`) or to the unit (`12 kB`). */
  readonly prefixOn: 'number' | 'unit'
  readonly suffix: string
  /** Stands before the number, such as `$`. */
  readonly before: string
  readonly style: 'number' | 'percent' | 'money' | 'date' | readonly [no: string, yes: string]
  /** The unit in words for a heading, empty where a number says it all. */
  readonly word: string
}

const SI: Ladder = [
  ['n', 1e-9],
  ['µ', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
]
const SI_UP: Ladder = SI.slice(3)
const IEC: Ladder = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'].map((name, i) => [name, 1024 ** i] as const)
const TIME: Ladder = [
  ['ns', 1e-9],
  ['µs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['min', 60],
  ['h', 3_600],
  ['d', 86_400],
]

const PLAIN: UnitSpec = {
  ladder: [],
  factor: 1,
  prefixOn: 'number',
  suffix: '',
  before: '',
  style: 'number',
  word: '',
}

const time = (factor: number, word: string): UnitSpec => ({ ...PLAIN, ladder: TIME, factor, prefixOn: 'unit', word })
const scaled = (ladder: Ladder, suffix: string, word: string): UnitSpec => ({
  ...PLAIN,
  ladder,
  prefixOn: 'unit',
  suffix,
  word,
})
const counted = (suffix: string, word = ''): UnitSpec => ({ ...PLAIN, ladder: SI, suffix, word })
const money = (before: string, word: string): UnitSpec => ({ ...PLAIN, before, style: 'money', word })
const words = (no: string, yes: string): UnitSpec => ({ ...PLAIN, style: [no, yes] })
const percent = (factor: number): UnitSpec => ({ ...PLAIN, factor, suffix: '%', style: 'percent', word: 'percent' })

/**
 * Grafana's unit ids, for what the dashboards use of them. Where Grafana's own `short` says K, Mil and Bil, this says
 * the k, M and G that Prometheus' readers know: see "Units" in the conventions.
 */
const SPECS: ReadonlyMap<string, UnitSpec> = new Map([
  ['none', PLAIN],
  ['', PLAIN],
  ['short', counted('')],
  ['sishort', counted('')],
  ['tokens', { ...counted('', 'tokens'), ladder: SI_UP }],
  ['percent', percent(1)],
  ['percentunit', percent(100)],
  ['ns', time(1e-9, 'nanoseconds')],
  ['µs', time(1e-6, 'microseconds')],
  ['ms', time(1e-3, 'milliseconds')],
  ['s', time(1, 'seconds')],
  ['m', time(60, 'minutes')],
  ['h', time(3_600, 'hours')],
  ['d', time(86_400, 'days')],
  ['dtdurations', time(1, 'seconds')],
  ['dtdurationms', time(1e-3, 'milliseconds')],
  ['bytes', scaled(IEC, 'B', 'bytes')],
  ['decbytes', scaled(SI_UP, 'B', 'bytes')],
  ['bits', scaled(IEC, 'b', 'bits')],
  ['decbits', scaled(SI_UP, 'b', 'bits')],
  ['binBps', scaled(IEC, 'B/s', 'bytes per second')],
  ['Bps', scaled(SI_UP, 'B/s', 'bytes per second')],
  ['bps', scaled(SI_UP, 'b/s', 'bits per second')],
  ['hertz', scaled(SI, 'Hz', 'hertz')],
  ['celsius', { ...PLAIN, suffix: '°C', word: 'degrees Celsius' }],
  ['reqps', counted('req/s', 'requests per second')],
  ['ops', counted('ops/s', 'operations per second')],
  ['cps', counted('c/s', 'per second')],
  ['1/s', counted('/s', 'per second')],
  ['rps', counted('rd/s', 'reads per second')],
  ['wps', counted('wr/s', 'writes per second')],
  ['iops', counted('io/s', 'I/O operations per second')],
  ['eps', counted('evt/s', 'events per second')],
  ['mps', counted('msg/s', 'messages per second')],
  ['reqpm', counted('req/min', 'requests per minute')],
  ['opm', counted('ops/min', 'operations per minute')],
  ['cpm', counted('c/min', 'per minute')],
  ['currencyUSD', money('$', 'US dollars')],
  ['currencyEUR', money('€', 'euros')],
  ['currencyGBP', money('£', 'pounds')],
  ['bool', words('False', 'True')],
  ['bool_yes_no', words('No', 'Yes')],
  ['bool_on_off', words('Off', 'On')],
  ['dateTimeAsIso', { ...PLAIN, style: 'date' }],
  ['dateTimeAsLocal', { ...PLAIN, style: 'date' }],
  ['dateTimeAsSystem', { ...PLAIN, style: 'date' }],
])

const MAX_SUFFIX = 32

/** What a unit id means; `suffix:x`, `prefix:x`, `si:x`, `count:x` and `currency:x` as in Grafana, other text is a suffix. */
export function unitSpec(id: string): UnitSpec {
  const known = SPECS.get(id)
  if (known !== undefined) return known
  const colon = id.indexOf(':')
  const own = id.slice(colon + 1, colon + 1 + MAX_SUFFIX)
  switch (id.slice(0, Math.max(colon, 0))) {
    case 'suffix':
      return { ...PLAIN, suffix: own, word: own }
    case 'prefix':
      return { ...PLAIN, before: own, word: own }
    case 'si':
      return scaled(SI, own, own)
    case 'count':
      return counted(own, own)
    case 'currency':
      return money(own, own)
    default:
      return { ...PLAIN, suffix: id.slice(0, MAX_SUFFIX), word: id.slice(0, MAX_SUFFIX) }
  }
}

/** The unit in words, for a panel's heading: "seconds", "requests per second", or nothing. */
export function unitWord(id: string): string {
  return unitSpec(id).word
}
