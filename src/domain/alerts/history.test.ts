import { describe, expect, it } from 'vitest'
import { alertHistory, episodesOf, FLAPPING, figuresOf, isFlapping, joinEpisodes, sortHistory } from './history'

const STEP = 60_000
const at = (i: number) => 1_000_000 + i * STEP
const timesOf = (count: number) => Array.from({ length: count }, (_, i) => at(i))
/** `#` where there is a point. */
const present = (text: string) => [...text].map((one) => (one === '#' ? 1 : 0))

function seriesOf(labels: Record<string, string>, text: string) {
  return { labels: new Map(Object.entries({ __name__: 'ALERTS', ...labels })), present: present(text) }
}

describe('episodes', () => {
  it.each([
    ['none', '.....', []],
    ['one in the middle', '.##..', [[1, 3, false, false]]],
    ['open at its start', '##...', [[0, 2, true, false]]],
    ['open at its end', '...##', [[3, 5, false, true]]],
    ['all the time', '#####', [[0, 5, true, true]]],
    [
      'two',
      '.#.##.',
      [
        [1, 2, false, false],
        [3, 5, false, false],
      ],
    ],
    ['of no points', '', []],
  ] as const)('%s', (_name, text, expected) => {
    const found = episodesOf(present(text), timesOf(text.length), STEP)
    expect(found).toEqual(
      expected.map(([from, to, openStart, openEnd]) => ({ fromMs: at(from), toMs: at(to), openStart, openEnd })),
    )
  })

  it('have figures: the mean is of those that begin and end in the range', () => {
    const episodes = episodesOf(present('###.#..###.####'), timesOf(15), STEP)
    expect(figuresOf(episodes)).toEqual({
      count: 4,
      totalMs: 11 * STEP,
      meanResolveMs: 2 * STEP,
      longestMs: 4 * STEP,
    })
    expect(figuresOf([])).toEqual({ count: 0, totalMs: 0, meanResolveMs: null, longestMs: 0 })
  })

  it('flap where enough of them begin within the time', () => {
    const begin = (...minutes: number[]) =>
      minutes.map((minute) => ({ fromMs: minute * STEP, toMs: (minute + 1) * STEP, openStart: false, openEnd: false }))
    expect(FLAPPING).toEqual({ episodes: 4, withinMs: 60 * STEP })
    expect(isFlapping(begin(0, 20, 40, 60))).toBe(true)
    expect(isFlapping(begin(0, 20, 40, 61))).toBe(false)
    expect(isFlapping(begin(0, 100, 120, 130, 140))).toBe(true)
    expect(isFlapping(begin(0, 1, 2))).toBe(false)
  })

  it('of several alerts join to the time in which any fired', () => {
    const of = (text: string) => ({ episodes: episodesOf(present(text), timesOf(text.length), STEP) })
    expect(
      joinEpisodes([of('.##....#'), of('..##..#.')]).map(({ fromMs, toMs, openEnd }) => [fromMs, toMs, openEnd]),
    ).toEqual([
      [at(1), at(4), false],
      [at(6), at(8), true],
    ])
  })
})

describe('history', () => {
  const series = [
    seriesOf({ alertname: 'A', alertstate: 'pending', severity: 'warning', i: '1' }, '#..#..#..#'),
    seriesOf({ alertname: 'A', alertstate: 'firing', severity: 'warning', i: '1' }, '.#..#..#..'),
    seriesOf({ alertname: 'A', alertstate: 'firing', severity: 'warning', i: '2' }, '.#..#..#.#'),
    seriesOf({ alertname: 'A', alertstate: 'firing', severity: 'critical' }, '.........#'),
    seriesOf({ alertname: 'B', alertstate: 'firing' }, '.########.'),
    seriesOf({ alertname: 'C', alertstate: 'pending' }, '.########.'),
    seriesOf({ alertname: 'D', alertstate: 'other' }, '.########.'),
  ]
  const history = alertHistory({ timesMs: timesOf(10), stepMs: STEP, series })

  it('is of names, the noisiest first', () => {
    expect(history.map(({ name, severity, count, pendingCount }) => [name, severity, count, pendingCount])).toEqual([
      ['A', 'warning', 7, 4],
      ['B', '', 1, 0],
      ['A', 'critical', 1, 0],
      ['C', '', 0, 1],
    ])
    expect(history[0]).toMatchObject({ totalMs: 7 * STEP, meanResolveMs: STEP, longestMs: STEP, isFlapping: true })
    expect(history[1]).toMatchObject({ isFlapping: false })
  })

  it('has each label set, without what is of the series alone', () => {
    expect(history[0]?.alerts.map(({ labels, count }) => [Object.fromEntries(labels), count])).toEqual([
      [{ alertname: 'A', severity: 'warning', i: '2' }, 4],
      [{ alertname: 'A', severity: 'warning', i: '1' }, 3],
    ])
  })

  it('is sorted as asked', () => {
    const names = (order: Parameters<typeof sortHistory>[1]) =>
      sortHistory(history, order).map(({ name, severity }) => `${name} ${severity}`.trim())
    expect(names('time')).toEqual(['B', 'A warning', 'A critical', 'C'])
    expect(names('mean')).toEqual(['B', 'A warning', 'A critical', 'C'])
    expect(names('name')).toEqual(['A critical', 'A warning', 'B', 'C'])
  })
})
