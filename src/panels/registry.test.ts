import { describe, expect, test } from 'vitest'
import { DecodeError } from '~/lib/decode'
import { panelCode, panelKindNames } from './registry'

async function decodeOptions(kind: string, input: unknown): Promise<unknown> {
  return (await panelCode(kind).load()).decodeOptions(input)
}

test('knows its kinds', () => {
  expect(panelKindNames()).toEqual(['bargauge', 'gauge', 'pie', 'stat', 'state', 'table', 'text', 'timeseries'])
})

test('an unknown kind says which there are', async () => {
  for (const kind of ['heatmap', '__proto__', 'constructor']) {
    await expect(decodeOptions(kind, {})).rejects.toThrow(
      new RegExp(
        `/kind: "${kind}" is not a panel kind; there are bargauge, gauge, pie, stat, state, table, text, timeseries`,
      ),
    )
  }
})

describe('options', () => {
  const good: [string, unknown, unknown][] = [
    ['stat', {}, { steps: [], sparkline: true }],
    ['gauge', { max: 50 }, { min: 0, max: 50, steps: [], mappings: [] }],
    [
      'timeseries',
      { legend: { show: false } },
      {
        drawStyle: 'line',
        stacking: 'none',
        thresholds: [],
        thresholdStyle: 'line',
        legend: { show: false, calcs: ['min', 'mean', 'max', 'last'] },
      },
    ],
    ['bargauge', { max: 5 }, { max: 5, steps: [], sort: 'desc', limit: 20 }],
    ['pie', {}, { limit: 8, total: true }],
    ['state', {}, { mappings: [], steps: [], limit: 50 }],
    [
      'state',
      { mappings: [{ value: 1, text: 'up' }] },
      { mappings: [{ value: 1, text: 'up', status: 'unknown' }], steps: [], limit: 50 },
    ],
    ['table', { sort: { column: 'Rate' } }, { columns: [], sort: { column: 'Rate', desc: false } }],
    ['text', { content: 'a' }, { content: 'a', mode: 'markdown' }],
  ]
  test.each(good)('%s: defaults', async (kind, input, options) => {
    expect(await decodeOptions(kind, input)).toEqual(options)
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
    ['bargauge', 'max below min', { min: 5, max: 1 }, '/max'],
    ['bargauge', 'no bars', { limit: 0 }, '/limit'],
    ['bargauge', 'a step without a word', { steps: [{ value: null, status: 'ok', text: '' }] }, '/steps/0/text'],
    ['pie', 'more slices than can be told apart', { limit: 9 }, '/limit'],
    ['state', 'a mapping of nothing', { mappings: [{ text: 'up' }] }, '/mappings/0'],
    ['state', 'a mapping of both', { mappings: [{ text: 'up', value: 1, from: 1 }] }, '/mappings/0'],
    ['state', 'a mapping without a word', { mappings: [{ value: 1 }] }, '/mappings/0/text'],
    ['table', 'a column of nothing', { columns: [{ title: 'x' }] }, '/columns/0'],
    ['table', 'a column of both', { columns: [{ label: 'a', query: 0 }] }, '/columns/0'],
    ['table', 'a label with a unit', { columns: [{ label: 'a', unit: 's' }] }, '/columns/0'],
    ['table', 'a query that is no number', { columns: [{ query: 'A' }] }, '/columns/0/query'],
    [
      'table',
      'a mapping in a column',
      { columns: [{ query: 0, mappings: [{ value: 1 }] }] },
      '/columns/0/mappings/0/text',
    ],
    ['text', 'no text', {}, '/content'],
    ['text', 'markup', { content: '', mode: 'html' }, '/mode'],
    ['timeseries', 'a figure that is none', { legend: { calcs: ['median'] } }, '/legend/calcs/0'],
    ['timeseries', 'an infinite bound', { max: Number.POSITIVE_INFINITY }, '/max'],
  ]
  test.each(bad)('%s: %s names its place', async (kind, _name, input, path) => {
    try {
      await decodeOptions(kind, input)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DecodeError)
      expect((error as DecodeError).issues[0]?.path).toBe(path)
    }
  })
})
