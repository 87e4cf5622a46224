import type { SeriesSlice } from '~/domain/promql/queryable'
import type { Random } from '../random'
import { buildSeries, counter, DATA_END_MS, DATA_START_MS, type Scrapes, scrapeTimes, type Written } from './build'

const SECOND = 1000
const MINUTE = 60_000
const { NaN: NOT_A_NUMBER, POSITIVE_INFINITY: INF, NEGATIVE_INFINITY: MINUS_INF, MAX_VALUE, MIN_VALUE } = Number

/** What breaks evaluators: special floats, gaps around the lookback, markers, odd labels, histograms that are none. */
export function oddSeries(random: Random): SeriesSlice[] {
  return [...specialFloats(random), ...gaps(random), ...oddLabels(random), ...oddHistograms(random)]
}

const SPECIALS: readonly (readonly [string, readonly number[]])[] = [
  ['nan', [NOT_A_NUMBER]],
  ['nan-some', [1, 2, NOT_A_NUMBER, 4]],
  ['inf', [INF]],
  ['inf-both', [1, INF, 2, MINUS_INF]],
  ['zeros', [0, -0]],
  ['minus-zero', [-0]],
  ['subnormal', [MIN_VALUE, -MIN_VALUE, 1e-310, 0]],
  ['huge', [MAX_VALUE, -MAX_VALUE, 1e308]],
  ['big-int', [2 ** 53, 2 ** 53 + 2, 2 ** 63, -(2 ** 63)]],
  ['cancel', [1e16, 1, -1e16, 1]],
  ['halves', [0.5, 1.5, -0.5, -2.5, 2.5]],
  ['tenths', [0.1, 0.2, 0.3, 0.7]],
]

function specialFloats(random: Random): SeriesSlice[] {
  const times = scrapeTimes(random, { everyMs: 30 * SECOND, jitterMs: 500 })
  return SPECIALS.map(([kind, values]) => buildSeries('odd_value', { kind }, times, () => random.pick(values)))
}

/** Presence is what these are about; their values count the scrapes, or are constant. */
function gaps(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  const add = (
    pattern: string,
    scrapes: Scrapes,
    write: (timeMs: number, i: number) => Written | undefined = (_t, i) => i,
  ) =>
    all.push(
      buildSeries(
        'gappy',
        { pattern, group: pattern.length % 2 === 0 ? 'even' : 'odd' },
        scrapeTimes(random, scrapes),
        write,
      ),
    )
  const every = 15 * SECOND
  const gap = (fromMinutes: number, lengthMs: number): [number, number] => [
    fromMinutes * MINUTE,
    fromMinutes * MINUTE + lengthMs,
  ]

  add('around-lookback', {
    everyMs: every,
    gaps: [gap(20, 5 * MINUTE), gap(40, 5 * MINUTE + every), gap(60, 5 * MINUTE - every)],
  })
  add('many-gaps', {
    everyMs: every,
    jitterMs: 2000,
    gaps: [gap(5, 44 * SECOND), gap(30, 2 * MINUTE), gap(50, 11 * MINUTE), gap(90, 20 * MINUTE)],
  })
  add('sparse-exact', { everyMs: 5 * MINUTE })
  add('sparse-late', { everyMs: 5 * MINUTE + 1 })
  add('sparse-random', { everyMs: 97 * SECOND, jitterMs: 90 * SECOND })
  add('one-sample', { everyMs: every }, (_t, i) => (i === 200 ? 42 : undefined))
  add('two-samples', { everyMs: every }, (_t, i) => (i === 200 ? 1 : i === 201 ? 3.5 : undefined))
  add('constant', { everyMs: every }, () => 7)
  add('vanishes', { everyMs: every, toMs: DATA_START_MS + 47 * MINUTE })
  add('appears', { everyMs: every, fromMs: DATA_START_MS + 73 * MINUTE + 7 })
  add('every-second', { everyMs: SECOND, fromMs: DATA_END_MS - 6 * MINUTE })
  add('stale-middle', { everyMs: every }, (_t, i) =>
    i === 160 || i === 300 ? 'stale' : i > 160 && i < 200 ? undefined : i,
  )
  add('stale-often', { everyMs: every }, (_t, i) => (random.chance(0.15) ? 'stale' : i))
  add('stale-end', { everyMs: every, toMs: DATA_START_MS + 100 * MINUTE }, (_t, i) => (i === 400 ? 'stale' : i))
  add('stale-first', { everyMs: every }, (_t, i) => (i < 2 ? 'stale' : i))
  add('stale-only', { everyMs: every }, (_t, i) => (i === 100 ? 'stale' : undefined))
  add('reset-at-gap', { everyMs: every, gaps: [gap(44, 90 * SECOND)] }, (timeMs, i) =>
    timeMs < DATA_START_MS + 44 * MINUTE ? i * 3 : i,
  )
  return all
}

/** Names and values of labels that imitate syntax, numbers and JavaScript. */
function oddLabels(random: Random): SeriesSlice[] {
  const times = scrapeTimes(random, { everyMs: 60 * SECOND, jitterMs: 100 })
  const sets: (readonly (readonly [string, string])[])[] = [
    [['text', 'ünï→"quoted"']],
    [['text', "it's\\back`tick"]],
    [['text', 'line\nbreak\ttab']],
    [['text', '\u{1F600}']],
    [['text', '\uFFFD']],
    [['text', '']],
    [
      ['__proto__', 'polluted'],
      ['text', 'a'],
    ],
    [
      ['__proto__', 'other'],
      ['constructor', 'x'],
      ['text', 'a'],
    ],
    [
      ['number', '1'],
      ['text', 'a'],
    ],
    [
      ['number', '01'],
      ['text', 'a'],
    ],
    [
      ['number', '1e0'],
      ['text', 'a'],
    ],
    [
      ['number', 'NaN'],
      ['text', 'b'],
    ],
    [
      ['by', 'on'],
      ['on', 'by'],
      ['sum', 'le'],
      ['text', 'b'],
    ],
    [
      ['A', '1'],
      ['_', '2'],
      ['a', '3'],
      ['a_', '4'],
      ['text', 'b'],
    ],
    [['text', 'a.b']],
    [['text', 'a-b$1{x}']],
  ]
  return sets.map((labels) => buildSeries('odd:labels', labels, times, () => random.between(0, 9)))
}

/** Buckets of each shape as `le=rate`; a rate of 0 never counts anything. */
const HISTOGRAMS: readonly (readonly [shape: string, buckets: string])[] = [
  ['no-inf', '0.1=1 1=2 10=3'],
  ['not-monotonic', '0.1=5 1=2 10=3 +Inf=4'],
  ['not-a-number', '0.1=1 lots=2 =2 +Inf=3'],
  ['two-names', '1=1 1.0=2 10=4 1e1=1 +Inf=5'],
  ['only-inf', '+Inf=5'],
  ['empty', '0.1=0 1=0 +Inf=0'],
  ['negative', '-10=1 -1=3 0=4 5=5 +Inf=6'],
  ['first-negative', '-1=3 +Inf=6'],
  ['inf-bounds', '-Inf=1 1=3 Inf=6'],
]

function oddHistograms(random: Random): SeriesSlice[] {
  const all: SeriesSlice[] = []
  const add = (name: string, shape: string, buckets: string) => {
    const times = scrapeTimes(random, { everyMs: 30 * SECOND })
    for (const bucket of buckets.split(' ')) {
      const [le = '', rate] = bucket.split('=')
      const grow = () => Number(rate) * random.between(1, 3)
      const write = rate === '0' ? () => 0 : counter(random, grow, 0.003)
      all.push(buildSeries(name, { shape, le }, times, write))
    }
  }
  for (const [shape, buckets] of HISTOGRAMS) add('odd_latency_bucket', shape, buckets)
  // Under a name that histogram_quantile is seldom asked about: a bound that is NaN sorts anywhere.
  add('nan_latency', 'nan-bound', '1=3 NaN=4 +Inf=6')
  return all
}
