import { describe, expect, it } from 'vitest'
import { countFiring, firingOfRows } from './firing'
import type { AlertRow, Delivery } from './merge-alerts'
import { createTeller } from './telling'

const MINUTE_MS = 60_000

function rowOf(
  id: string,
  more: Partial<AlertRow> & { readonly severity?: string; readonly kind?: string } = {},
): AlertRow {
  const { severity = 'critical', kind = 'delivered', ...rest } = more
  return {
    id,
    name: id,
    labels: new Map([
      ['alertname', id],
      ['severity', severity],
    ]),
    annotations: new Map(),
    state: 'firing',
    toldBy: 'rules',
    sinceMs: 0,
    value: 1,
    rule: {} as AlertRow['rule'],
    received: null,
    delivery: { kind, receivers: [], by: [] } as unknown as Delivery,
    ...rest,
  }
}

const OLD: Delivery = { kind: 'unasked', why: '', last: { kind: 'silenced', receivers: [], heardMs: 0 } }
const ids = (rows: readonly AlertRow[]) => rows.map(({ id }) => id)

describe('what is told', () => {
  it('a new critical alert once, and nothing of those that fire already', () => {
    const teller = createTeller()
    expect(teller.hear([rowOf('old')], 0)).toEqual([])
    expect(ids(teller.hear([rowOf('old'), rowOf('new')], 1))).toEqual(['new'])
    expect(teller.hear([rowOf('old'), rowOf('new')], 2)).toEqual([])
  })

  it('the first alert after a quiet start is new', () => {
    const teller = createTeller()
    expect(teller.hear([], 0)).toEqual([])
    expect(ids(teller.hear([rowOf('a'), rowOf('b')], 1))).toEqual(['a', 'b'])
  })

  it('the end of one is quiet, and so is one that flaps', () => {
    const teller = createTeller()
    teller.hear([], 0)
    teller.hear([rowOf('a')], 1)
    expect(teller.hear([], 2)).toEqual([])
    expect(teller.hear([rowOf('a')], 2 * MINUTE_MS)).toEqual([])
  })

  it('one that was away for long is new again', () => {
    const teller = createTeller()
    teller.hear([], 0)
    teller.hear([rowOf('a')], 1)
    teller.hear([], 2)
    expect(ids(teller.hear([rowOf('a')], 6 * MINUTE_MS))).toEqual(['a'])
  })

  it('one that fires on while the page slept is not new', () => {
    const teller = createTeller()
    teller.hear([rowOf('a')], 0)
    teller.hear([rowOf('a')], 4 * MINUTE_MS)
    expect(teller.hear([rowOf('a')], 8 * MINUTE_MS)).toEqual([])
    expect(ids(teller.hear([rowOf('a'), rowOf('b')], 8 * 60 * MINUTE_MS))).toEqual(['b'])
    // It is away from the last time on that it was seen.
    teller.hear([], 8 * 60 * MINUTE_MS + 1)
    teller.hear([], 8 * 60 * MINUTE_MS + 6 * MINUTE_MS)
    expect(ids(teller.hear([rowOf('a')], 8 * 60 * MINUTE_MS + 7 * MINUTE_MS))).toEqual(['a'])
  })

  it.each([
    ['a warning', { severity: 'warning' }],
    ['pending', { state: 'pending' }],
    ['silenced', { kind: 'silenced' }],
    ['inhibited', { kind: 'inhibited' }],
    ["a dead man's switch", { name: 'Watchdog' }],
    ['silenced when that was last known', { delivery: OLD }],
  ] as const)('not %s', (_, more) => {
    const teller = createTeller()
    teller.hear([], 0)
    expect(teller.hear([rowOf('a', more)], 1)).toEqual([])
  })

  it('while no Alertmanager answers, what was silenced stays quiet', () => {
    const teller = createTeller()
    teller.hear([rowOf('a', { kind: 'silenced' })], 0)
    const away = [rowOf('a', { delivery: OLD }), rowOf('b', { kind: 'unasked' })]
    expect(countFiring(firingOfRows(away).loud).critical).toBe(1)
    expect(ids(teller.hear(away, 1))).toEqual(['b'])
    expect(teller.hear([rowOf('a', { kind: 'unasked' }), rowOf('b', { kind: 'unasked' })], 2)).toEqual([])
  })

  it('a silence that ends tells', () => {
    const teller = createTeller()
    teller.hear([rowOf('a', { kind: 'silenced' })], 0)
    expect(ids(teller.hear([rowOf('a')], 1))).toEqual(['a'])
  })
})

it('counts what fires and is not silenced', () => {
  const rows = [
    rowOf('a'),
    rowOf('b', { kind: 'silenced' }),
    rowOf('c', { severity: 'warning' }),
    rowOf('d', { severity: 'info' }),
    rowOf('e', { state: 'pending' }),
  ]
  expect(countFiring(firingOfRows(rows).loud)).toEqual({ critical: 1, warning: 1 })
})
