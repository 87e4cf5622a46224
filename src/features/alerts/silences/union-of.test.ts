import { expect, test } from 'vitest'
import type { StoreState } from '~/data/alerts/use-alerts'
import type { AlertStore } from '~/domain/alerts/alert-ports'
import type { Silence } from '~/domain/alerts/model'
import { unionOf } from './union-of'

function silence(id: string, endsMs: number, state: Silence['state'] = 'active'): Silence {
  return { id, matchers: [], startsMs: 0, endsMs, updatedMs: 0, createdBy: '', comment: '', state }
}

function stateOf(title: string, silences: readonly Silence[] | undefined): StoreState {
  const store = { id: title, title } as AlertStore
  return { store, silences, alerts: undefined, heardMs: null, status: undefined, error: null, statusError: null }
}

test('F49 replicas that disagree: each silence once, with those that do not have it yet', () => {
  const [a, b, c] = [silence('a', 30), silence('b', 20), silence('c', 10, 'expired')]
  const found = unionOf([stateOf('am-1', [a, c]), stateOf('am-2', [a, b, c]), stateOf('away', undefined)])
  expect(found.map((one) => [one.silence.id, one.state.store.title, one.missingOn])).toEqual([
    ['c', 'am-1', []],
    ['b', 'am-2', ['am-1']],
    ['a', 'am-1', []],
  ])
})

test('with one Alertmanager nothing is missing anywhere', () => {
  expect(unionOf([stateOf('am', [silence('a', 1)])])[0]?.missingOn).toEqual([])
  expect(unionOf([])).toEqual([])
})
