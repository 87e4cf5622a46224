import { describe, expect, it } from 'vitest'
import { replaceMacros } from '~/domain/promql/macros'
import { parsePromql } from '~/domain/promql/parse/parse-promql'
import type { Points } from './points'
import { findRestarts, jobSizes, restartsExpr } from './restarts'

/** Points each 60 s, from this time on. */
const T0 = 1_700_000_040
const STEP = 60
const hole = Number.NaN

interface Target {
  readonly job?: string
  readonly instance?: string
  /** Start in Unix seconds at each point; NaN for none. */
  readonly starts: readonly number[]
  readonly changes?: readonly number[]
}

function pointsOf(targets: readonly Target[], lastGapSeconds = STEP): Points {
  const length = targets[0]?.starts.length ?? 0
  const timesMs = Array.from({ length }, (_, i) => (T0 + i * STEP) * 1000)
  if (length > 1) timesMs[length - 1] = (timesMs[length - 2] ?? 0) + lastGapSeconds * 1000
  const one = (kind: string, { job = 'api', instance = 'a:1' }: Target, values: readonly number[]) => ({
    labels: new Map([
      ['instance', instance],
      ['job', job],
      ['lookout', kind],
    ]),
    values: Float64Array.from(values),
    present: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)),
  })
  return {
    timesMs: Float64Array.from(timesMs),
    series: targets.flatMap((target) => [
      one('start', target, target.starts),
      ...(target.changes ? [one('changes', target, target.changes)] : []),
    ]),
  }
}

const before = T0 - 5000
const told = (points: Points) =>
  findRestarts(points).map(({ timeMs, again, count }) => [timeMs / 1000 - T0, again ? 'again' : 'new', count])

describe('findRestarts', () => {
  const cases: [string, Target, (string | number)[][]][] = [
    ['a process that goes on', { starts: [before, before, before] }, []],
    [
      'a restart has the time of the process, not of the point',
      { starts: [before, before, T0 + 77.25] },
      [[77.25, 'again', 1]],
    ],
    [
      'each distinct value is a restart',
      { starts: [before, T0 + 10, T0 + 10, T0 + 130.5] },
      [
        [10, 'again', 1],
        [130.5, 'again', 1],
      ],
    ],
    ['a target that begins within the range', { starts: [hole, hole, T0 + 100] }, [[100, 'new', 1]]],
    ['a target that is found late and began before', { starts: [hole, hole, before] }, []],
    ['a gap is no restart', { starts: [before, hole, hole, before] }, []],
    ['a restart in a gap', { starts: [before, hole, hole, T0 + 175] }, [[175, 'again', 1]]],
    [
      'two restarts in one step: the last has its time, the number is told',
      { starts: [before, T0 + 58], changes: [hole, 2] },
      [[58, 'again', 2]],
    ],
    [
      'a change counted in the step of the restart is that restart',
      { starts: [before, T0 + 30], changes: [hole, 1] },
      [[30, 'again', 1]],
    ],
    [
      'changes of another step are none of this one',
      { starts: [before, T0 + 9, T0 + 9], changes: [hole, hole, 4] },
      [[9, 'again', 1]],
    ],
    ['a new target that crashes at once', { starts: [hole, T0 + 50], changes: [hole, 3] }, [[50, 'new', 4]]],
    [
      'a boot time that moves by a second',
      { starts: [before, before + 1, before - 1, before], changes: [hole, 1, 1, 1] },
      [],
    ],
    [
      'two processes behind one address take turns',
      { starts: [before, T0 + 20, before, T0 + 20, before] },
      [[20, 'again', 1]],
    ],
    [
      'a clock that is ahead: it began when it was seen at the latest',
      { starts: [before, T0 + 900] },
      [[60, 'again', 1]],
    ],
    ['what is no time', { starts: [before, Number.POSITIVE_INFINITY, 0, before] }, []],
    ['the newest evaluation alone', { starts: [T0 - 1] }, []],
  ]
  it.each(cases)('%s', (_name, target, expected) => {
    expect(told(pointsOf([target]))).toEqual(expected)
  })

  it('does not count twice what the newest evaluation looks back over', () => {
    // The point before told of two; within the 20 s since then there was one more.
    const target = { starts: [before, T0 + 55, T0 + 70], changes: [hole, 2, 3] }
    expect(told(pointsOf([target], 20))).toEqual([
      [55, 'again', 2],
      [70, 'again', 1],
    ])
  })

  it('keeps hostile names as they are, and tells targets of equal text apart', () => {
    const hostile = '<img src=x onerror=alert(1)>","__proto__'
    const targets = [
      { job: hostile, instance: '\u202Ea', starts: [before, T0 + 30] },
      { job: 'a,b', instance: 'c', starts: [before, T0 + 40], changes: [hole, 2] },
      { job: 'a', instance: 'b,c', starts: [before, T0 + 50] },
    ]
    expect(findRestarts(pointsOf(targets)).map(({ job, instance, count }) => [job, instance, count])).toEqual([
      [hostile, '\u202Ea', 1],
      ['a,b', 'c', 2],
      ['a', 'b,c', 1],
    ])
  })

  it('finds 10,000 restarts, in order', () => {
    const targets = Array.from({ length: 28 }, (_, t) => ({
      instance: `i${t}`,
      starts: Array.from({ length: 361 }, (_, i) => (i === 0 ? before : T0 + (i - 1) * STEP + 2 * t)),
    }))
    const found = findRestarts(pointsOf(targets))
    expect(found).toHaveLength(28 * 360 - 1)
    expect(found.every(({ timeMs }, i) => i === 0 || timeMs >= (found[i - 1]?.timeMs ?? 0))).toBe(true)
  })
})

it('jobSizes counts the targets that are there', () => {
  const sizes = jobSizes(
    pointsOf([
      { instance: 'a', starts: [1, 1, hole], changes: [1, 1, 1] },
      { instance: 'b', starts: [hole, 1, 1] },
      { job: 'db', starts: [hole, hole, 1] },
    ]),
  )
  expect([...sizes].map(([job, counts]) => [job, [...counts]])).toEqual([
    ['api', [1, 2, 1]],
    ['db', [0, 0, 1]],
  ])
})

it('asks one question that parses', () => {
  const expr = replaceMacros(restartsExpr('shorts'), { stepMs: 60_000, rangeMs: 3_600_000, scrapeIntervalMs: 15_000 })
  expect(() => parsePromql(expr)).not.toThrow()
  expect(expr).toContain('changes(process_start_time_seconds{platform="shorts"}[1m])')
})
