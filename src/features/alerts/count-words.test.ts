import { expect, it } from 'vitest'
import { firingOfRows } from '~/domain/alerts/firing'
import type { AlertRow, Delivery } from '~/domain/alerts/merge-alerts'
import type { Config } from '~/domain/config/config'
import { askingWords, countWords } from './count-words'

function rowOf(severity: string, kind: Delivery['kind'], more: Partial<AlertRow> = {}): AlertRow {
  const labels = new Map([['severity', severity]])
  const delivery = { kind, why: '', receivers: [], by: ['s'] } as unknown as Delivery
  return { id: severity, name: 'A', labels, state: 'firing', toldBy: 'rules', delivery, ...more } as AlertRow
}

const mixed = [
  rowOf('critical', 'delivered'),
  rowOf('warning', 'unknown'),
  rowOf('info', 'delivered'),
  rowOf('critical', 'silenced'),
  rowOf('critical', 'inhibited'),
  rowOf('critical', 'pending', { state: 'pending' }),
  rowOf('critical', 'delivered', { toldBy: 'alertmanager' }),
  rowOf('critical', 'delivered', { toldBy: 'series' }),
]

it.each([
  ['nothing', [], true, true, 'none'],
  // An Alertmanager may have those of another Prometheus.
  ['nothing, while one has not answered', [], true, false, 'Asking…'],
  ['nothing, while Prometheus is away', [], false, true, 'not known'],
  [
    'all kinds',
    mixed,
    true,
    true,
    '3 firing, 1 for information, 1 pending, 1 silenced, 1 inhibited, 1 of Alertmanager alone',
  ],
  [
    'those of Prometheus, while no Alertmanager has answered',
    [rowOf('critical', 'unasked'), rowOf('warning', 'unasked')],
    true,
    false,
    '2 firing; which of them are silenced is not known yet',
  ],
] as const)('%s', (_, all, isKnown, isWhole, words) => {
  expect(countWords({ all, shown: all.length, firing: firingOfRows(all), isKnown, isWhole })).toBe(words)
})

it('what conditions leave is told apart', () => {
  const all = Array.from({ length: 1_200 }, () => rowOf('critical', 'delivered'))
  const told = { all, shown: 7, firing: firingOfRows(all), isKnown: true, isWhole: true }
  expect(countWords(told)).toBe('1,200 firing; 7 shown')
})

it.each([
  ['sample', 'Asking… Two days of sample history are made first.'],
  ['scrape', 'Asking…'],
] as const)('before the first answer of a source of the kind %s', (kind, words) => {
  const source = { id: 's', kind } as Config['sources']['metrics'][number]
  expect(askingWords({ metrics: [source] })).toBe(words)
})
