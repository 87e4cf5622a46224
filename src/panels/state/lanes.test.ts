import { describe, expect, test } from 'vitest'
import { buildPanelData, buildSeries } from '~/testing/panel-builders'
import { buildLanes } from './lanes'
import { decodeStateOptions } from './options'

const MINUTE = 60_000
const sla = {
  steps: [
    { value: null, status: 'ok', text: 'met' },
    { value: 300, status: 'crit', text: 'breached' },
  ],
}

function lanes(values: readonly (readonly (number | null)[])[], input: unknown, unit = 's', top?: number) {
  const series = values.map((one, i) => buildSeries({ name: `n${i}`, labels: { i: String(i) }, values: one }))
  const toMs = Math.max(0, ...values.map((one) => one.length)) * MINUTE
  const topBounds = new Map(top === undefined ? [] : series.map(({ id }) => [id, top]))
  return buildLanes(buildPanelData(series), { fromMs: 0, toMs }, decodeStateOptions(input), { unit }, { topBounds })
}

describe('buildLanes', () => {
  test('states in declared order, the share of the good one, and how it stands now', () => {
    const { states, shares, watched, lanes: found } = lanes([[10, 10, 10, 400]], sla)
    expect(states.map(({ text, tone, pattern }) => `${text} ${tone} ${pattern}`)).toEqual([
      'met ok solid',
      'breached crit cross',
    ])
    expect(watched?.text).toBe('met')
    expect(shares).toEqual([0.75, 0.25])
    expect(found[0]).toMatchObject({ share: 0.75, current: { text: 'breached' } })
    expect(found[0]?.segments).toHaveLength(2)
  })

  test('no traffic and gaps are no part of the time', () => {
    const { states, shares, lanes: found } = lanes([[10, Number.NaN, null, 400]], sla)
    expect(states.map(({ text }) => text)).toEqual(['met', 'breached', 'no traffic'])
    expect(shares).toEqual([0.5, 0.5, null])
    expect(found[0]?.share).toBe(0.5)
  })

  test('a declared state that says no traffic is no part of the time either, and a critical one that does is', () => {
    const shareWith = (status: string) => {
      const mappings = [
        { value: 1, text: 'OK', status: 'ok' },
        { value: 0, text: 'no traffic', status },
      ]
      return lanes([[1, Number.NaN, 0, 0]], { mappings }).lanes[0]?.share
    }
    expect(shareWith('unknown')).toBe(1)
    expect(shareWith('crit')).toBeCloseTo(1 / 3)
  })

  test('nothing but no traffic has no share', () => {
    const { lanes: found } = lanes([[Number.NaN, Number.NaN]], sla)
    expect(found[0]).toMatchObject({ share: null, current: { text: 'no traffic', tone: 'unknown' } })
  })

  test('another state may be watched', () => {
    const { watched, lanes: found } = lanes([[10, 10, 10, 400]], { ...sla, share: 'breached' })
    expect(watched?.text).toBe('breached')
    expect(found[0]?.share).toBe(0.25)
    expect(lanes([[1]], { ...sla, share: 'nobody' }).watched).toBeNull()
  })

  test('a series that has ended stands nowhere now', () => {
    expect(lanes([[10, null]], sla).lanes[0]?.current).toBeNull()
  })

  test('values without a word are states of their own, up to a bound', () => {
    const { states, watched } = lanes([[1, 2, 1]], {}, 'none')
    expect(states.map(({ text, tone, pattern }) => `${text} ${tone} ${pattern}`)).toEqual([
      '1 unknown solid',
      '2 unknown solid',
    ])
    expect(watched).toBeNull()
    const many = lanes([Array.from({ length: 100 }, (_, i) => i)], {}, 'none')
    expect(many.states).toHaveLength(25)
    expect(many.states.at(-1)?.text).toBe('other values')
  })

  test('of many series the first are drawn', () => {
    expect(lanes([[1], [1], [1]], { ...sla, limit: 2 }).lanes.map(({ name }) => name)).toEqual(['n0', 'n1'])
  })
})

describe('a quantile at the end of its buckets', () => {
  const words = ({ states }: ReturnType<typeof lanes>) => states.map(({ text, tone }) => `${text} ${tone}`)

  test('may be good or not where a step is above it: that time is no part of what is known', () => {
    const found = lanes([[10, 250, 250, 400]], sla, 's', 250)
    expect(words(found)).toEqual(['met ok', 'breached crit', 'at least 4.17 min unknown'])
    expect(found.shares).toEqual([0.5, 0.5, null])
    expect(found.lanes[0]?.share).toBe(0.5)
    expect(lanes([[10, 250]], sla, 's', 250).lanes[0]?.current?.text).toBe('at least 4.17 min')
  })

  test('has the word of the highest step where that is sure', () => {
    expect(words(lanes([[10, 400]], sla, 's', 400))).toEqual(['met ok', 'breached crit'])
  })

  test('is bad, and perhaps worse', () => {
    const steps = [
      { value: null, status: 'ok' },
      { value: 5, status: 'warn' },
      { value: 20, status: 'crit' },
    ]
    const found = lanes([[1, 10]], { steps }, 's', 10)
    expect(words(found).at(-1)).toBe('at least 10 s warn')
    expect(found.lanes[0]?.share).toBe(0.5)
  })

  test('has no word that is one value\u2019s', () => {
    const mappings = [{ value: 10, text: 'ten', status: 'ok' }]
    expect(words(lanes([[10]], { mappings }, 's', 10))).toEqual(['ten ok', 'at least 10 s unknown'])
    expect(words(lanes([[10]], {}, 's', 10))).toEqual(['at least 10 s unknown'])
  })
})
