import { describe, expect, test } from 'vitest'
import { DecodeError } from '~/lib/decode'
import { findPanelKind, panelKindNames } from './registry'

test('knows its kinds', () => {
  expect(panelKindNames()).toEqual(['gauge', 'stat', 'timeseries'])
})

test('an unknown kind says which there are', () => {
  for (const kind of ['pie', '__proto__', 'constructor']) {
    expect(() => findPanelKind(kind).decodeOptions({})).toThrow(
      new RegExp(`/kind: "${kind}" is not a panel kind; there are gauge, stat, timeseries`),
    )
  }
})

describe('options', () => {
  const good: [string, unknown, unknown][] = [
    ['stat', {}, { steps: [], sparkline: true }],
    ['gauge', { max: 50 }, { min: 0, max: 50, steps: [] }],
    [
      'timeseries',
      { legend: { show: false } },
      {
        stacking: 'none',
        thresholds: [],
        thresholdStyle: 'line',
        legend: { show: false, calcs: ['min', 'mean', 'max', 'last'] },
      },
    ],
  ]
  test.each(good)('%s: defaults', (kind, input, options) => {
    expect(findPanelKind(kind).decodeOptions(input)).toEqual(options)
  })

  const bad: [string, string, unknown, string][] = [
    [
      'stat',
      'a step out of order',
      {
        steps: [
          { value: 5, status: 'ok' },
          { value: 2, status: 'crit' },
        ],
      },
      '/steps',
    ],
    ['stat', 'a colour instead of a status', { steps: [{ value: null, status: 'red' }] }, '/steps/0/status'],
    ['stat', 'a misspelt name', { spark: true }, '/spark'],
    ['gauge', 'max below min', { min: 5, max: 1 }, '/max'],
    ['timeseries', 'a figure that is none', { legend: { calcs: ['median'] } }, '/legend/calcs/0'],
    ['timeseries', 'an infinite bound', { max: Number.POSITIVE_INFINITY }, '/max'],
  ]
  test.each(bad)('%s: %s names its place', (kind, _name, input, path) => {
    try {
      findPanelKind(kind).decodeOptions(input)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeError)
      expect((error as DecodeError).issues[0]?.path).toBe(path)
    }
  })
})
