import { expect, test } from 'vitest'
import type { Truth } from './truth'
import { weakestTruth } from './weakest'

const truth = (kind: Truth['kind'], ageMs?: number): Truth => ({
  ...{ kind, word: kind, reason: '', old: kind === 'stale' || (kind === 'failed' && ageMs !== undefined) },
  ...(ageMs !== undefined && { ageMs }),
})

test.each<[string, readonly Truth[], Truth]>([
  ['the older of two', [truth('stale', 70_000), truth('stale', 90_000)], truth('stale', 90_000)],
  ['an old one beside one of now', [truth('live', 1000), truth('stale', 90_000)], truth('stale', 90_000)],
  [
    'what failed is as old as the other, older one',
    [truth('failed', 70_000), truth('stale', 90_000)],
    truth('stale', 90_000),
  ],
  ['what never was answered', [truth('stale', 90_000), truth('failed')], truth('failed')],
  ['what is still asked', [truth('failed'), truth('loading')], truth('loading')],
  ['a warning', [truth('live'), truth('partial')], truth('partial')],
  ['no traffic beside traffic', [truth('idle'), truth('live')], truth('live')],
  ['no traffic beside nothing', [truth('empty'), truth('idle')], truth('idle')],
])('%s decides', (_, truths, wanted) => {
  expect(weakestTruth(truths)).toEqual(wanted)
  expect(weakestTruth(truths.toReversed())).toEqual(wanted)
})

test('of nothing there is nothing to doubt', () => expect(weakestTruth([])).toMatchObject({ kind: 'live', old: false }))
