import { expect, it } from 'vitest'
import { labelsKey } from '~/domain/series/frame'
import { readSeriesAlerts } from './series-alerts'

const sampleOf = (name: string, texts: Record<string, string>, value: number) => {
  const labels = new Map(Object.entries({ __name__: name, ...texts }))
  return { labels, key: labelsKey(labels), value }
}
const alert = (state: string, value = 1, job = 'a') =>
  sampleOf('ALERTS', { alertname: 'Slow', alertstate: state, job }, value)
const since = (value: number, job = 'a') => sampleOf('ALERTS_FOR_STATE', { alertname: 'Slow', job }, value)

it.each([
  ['nothing', [], []],
  ['one with its time', [alert('firing'), since(1_700_000_000)], [['firing', 1_700_000_000_000]]],
  ['the time first', [since(1_700_000_000), alert('pending')], [['pending', 1_700_000_000_000]]],
  ['one without a time', [alert('firing')], [['firing', null]]],
  ['the time of another', [alert('firing'), since(5, 'b')], [['firing', null]]],
  ['no time at all', [alert('firing'), since(Number.NaN)], [['firing', null]]],
  ['a time without an alert', [since(5)], []],
  ['one that has just begun to fire', [alert('pending'), alert('firing')], [['firing', null]]],
  ['the same, the other way round', [alert('firing'), alert('pending')], [['firing', null]]],
  ['one that is over', [alert('firing', 0)], []],
  ['a state that nobody knows', [alert('odd')], []],
  ['no number', [alert('firing', Number.NaN)], []],
  [
    'two',
    [alert('firing'), alert('pending', 1, 'b')],
    [
      ['firing', null],
      ['pending', null],
    ],
  ],
] as const)('%s', (_, samples, expected) => {
  const found = readSeriesAlerts(samples)
  expect(found.map(({ state, activeMs }) => [state, activeMs])).toEqual(expected)
  for (const { labels } of found) expect([...labels.keys()].sort()).toEqual(['alertname', 'job'])
})
