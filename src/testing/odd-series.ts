import type { SeriesSlice } from '~/domain/promql/queryable'
import { type Points, seriesOf } from './promql'

/** Ten in the morning of a leap day, UTC. */
export const ODD_START_MS = 1_709_200_800_000
/** 40 minutes of a sample each 15 s. */
const COUNT = 160

/** A sequence that looks random and is always the same: the arithmetic of Park and Miller. */
function createSequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function pointsBy(value: (index: number) => number | 'stale' | null): Points {
  return Array.from({ length: COUNT }, (_, index) => value(index))
}

function counter(seed: number, resetEvery: number): Points {
  const next = createSequence(seed)
  let total = Math.floor(next() * 1000)
  return pointsBy((index) => {
    total = index % resetEvery === resetEvery - 1 ? Math.floor(next() * 5) : total + Math.floor(next() * 20)
    return total
  })
}

function scraped(selector: string, points: Points, offsetMs = 0): SeriesSlice {
  return seriesOf(selector, points, { startMs: ODD_START_MS + offsetMs, everyMs: 15_000 })
}

function services(): SeriesSlice[] {
  const instances = ['a:9100', 'b:9100', 'c:9100']
  return instances.flatMap((instance, i) => {
    const job = i < 2 ? 'api' : 'worker'
    const at = (name: string, more: string, points: Points) =>
      scraped(`${name}{instance="${instance}",job="${job}"${more}}`, points, i * 3_137)
    const next = createSequence(77 + i)
    return [
      at(
        'up',
        '',
        pointsBy((index) => (i === 1 && index > 50 && index < 60 ? 0 : 1)),
      ),
      at('requests_total', ',code="200"', counter(1 + i, 45)),
      at('requests_total', ',code="500"', counter(11 + i, 10_000)),
      at(
        'memory_bytes',
        '',
        pointsBy(() => 1e9 + next() * 1e8),
      ),
      at(
        'build_info',
        ',version="1"',
        pointsBy((index) => (index < 70 ? 1 : index === 70 ? 'stale' : null)),
      ),
      at(
        'build_info',
        ',version="2"',
        pointsBy((index) => (index < 70 ? null : 1)),
      ),
      ...['0.1', '0.5', '1', '+Inf'].map((le, bucket) =>
        at(
          'latency_bucket',
          `,le="${le}"`,
          pointsBy((index) => Math.floor(index * (bucket + 1) * (1 + i) * 1.7)),
        ),
      ),
    ]
  })
}

function owners(): SeriesSlice[] {
  return [
    scraped(
      'team{instance="a:9100",team="red",tier=""}',
      pointsBy(() => 1),
    ),
    scraped(
      'team{instance="b:9100",team="blue",tier="2"}',
      pointsBy(() => 2),
    ),
    scraped(
      'limits{job="api"}',
      pointsBy(() => 1.05e9),
    ),
    scraped(
      'limits{job="batch"}',
      pointsBy(() => 5),
    ),
  ]
}

/** Values at the edges of what a float can be, and series that come and go. */
function oddValues(): SeriesSlice[] {
  const next = createSequence(5)
  const kinds: Record<string, (index: number) => number | 'stale' | null> = {
    'NaN at times': (index) => (index % 7 === 0 ? Number.NaN : index),
    'only NaN': () => Number.NaN,
    infinite: (index) => (index % 9 === 4 ? Number.POSITIVE_INFINITY : index),
    'both infinities': (index) => [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY][index % 3] ?? 0,
    zeros: (index) => [0, -0, -0][index % 3] ?? 0,
    huge: (index) => (index % 2 === 0 ? 1e308 : 1.5e308) * (index < 100 ? 1 : -1),
    tiny: (index) => 5e-324 * (index % 5),
    constant: () => 0.1,
    cancelling: (index) => [1, 1e16, -1e16][index % 3] ?? 0,
    'beyond whole numbers': (index) => 2 ** 53 + 2 * index,
    'random and signed': () => next() - 0.5,
    'one sample': (index) => (index === 80 ? 42 : null),
    'long gap': (index) => (index > 40 && index < 100 ? null : index),
    'ends and comes back': (index) => (index % 50 === 49 ? 'stale' : index % 50 > 40 ? null : index),
    'falls and falls': (index) => 1000 - index,
    'a negative counter': (index) => index - 80,
  }
  return Object.entries(kinds).map(([kind, value]) => scraped(`odd{kind="${kind}"}`, pointsBy(value)))
}

function oddBuckets(): SeriesSlice[] {
  const shapes: Record<string, readonly (readonly [le: string, count: number])[]> = {
    'without infinity': [
      ['1', 5],
      ['2', 7],
    ],
    'only infinity': [['+Inf', 5]],
    'not monotonic': [
      ['1', 9],
      ['2', 4],
      ['5', 12],
      ['+Inf', 11],
    ],
    'negative first': [
      ['-1', 3],
      ['1', 6],
      ['+Inf', 9],
    ],
    'zero first': [
      ['0', 8],
      ['1', 9],
      ['+Inf', 9],
    ],
    twice: [
      ['1', 2],
      ['1.0', 3],
      ['1e0', 4],
      ['+Inf', 20],
      ['Inf', 1],
    ],
    'no numbers': [
      ['one', 2],
      ['', 3],
      ['1_0', 4],
      ['0x10', 5],
      ['0x1p5', 6],
      ['+Inf', 9],
    ],
    'NaN among them': [
      ['1', 1],
      ['NaN', 2],
      ['3', 3],
      ['+Inf', 4],
    ],
    empty: [
      ['1', 0],
      ['+Inf', 0],
    ],
    'NaN counts': [
      ['1', Number.NaN],
      ['2', 5],
      ['+Inf', Number.NaN],
    ],
    'infinite counts': [
      ['1', 1],
      ['+Inf', Number.POSITIVE_INFINITY],
    ],
    falling: [
      ['1', -1],
      ['2', -5],
      ['+Inf', -2],
    ],
  }
  return Object.entries(shapes).flatMap(([shape, buckets]) =>
    buckets.map(([le, count]) =>
      scraped(
        `odd_bucket{shape="${shape}",le="${le}"}`,
        pointsBy((index) => count * (1 + (index % 3))),
      ),
    ),
  )
}

function oddLabels(): SeriesSlice[] {
  return [
    scraped(
      'labels{__proto__="polluted",text="a"}',
      pointsBy((index) => index),
    ),
    scraped(
      'labels{constructor="x",text="b"}',
      pointsBy(() => 3),
    ),
    scraped(
      'labels{text="ä\\"\\\\",number="010"}',
      pointsBy(() => 4),
    ),
    scraped(
      'labels{text="𝒳",number="9"}',
      pointsBy(() => 4),
    ),
    scraped(
      'labels{text="\uffee",number="10"}',
      pointsBy(() => 2),
    ),
  ]
}

function irregular(): SeriesSlice {
  const next = createSequence(9)
  const series = seriesOf(
    'irregular',
    Array.from({ length: 120 }, (_, index) => Math.floor(index / 3) * 1.5),
  )
  let timeMs = ODD_START_MS
  return { ...series, timesMs: series.timesMs.map(() => (timeMs += 1 + Math.floor(next() * 40_000))) }
}

/** Some 90 series over 40 minutes on which engines of PromQL have come to differ. */
export function oddSeries(): SeriesSlice[] {
  return [...services(), ...owners(), ...oddValues(), ...oddBuckets(), ...oddLabels(), irregular()]
}
