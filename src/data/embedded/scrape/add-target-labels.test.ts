import { describe, expect, test } from 'vitest'
import { addTargetLabels } from './add-target-labels'

type Pairs = Record<string, string>

describe('labels of a target and of its samples', () => {
  test.each<[name: string, exposed: Pairs, target: Pairs, honorLabels: boolean, stored: Pairs]>([
    ['stand side by side', { a: '1' }, { job: 'j' }, false, { a: '1', job: 'j' }],
    ['in conflict: the target wins', { job: 'x' }, { job: 'j' }, false, { job: 'j', exported_job: 'x' }],
    ['in conflict: an equal value too', { job: 'j' }, { job: 'j' }, false, { job: 'j', exported_job: 'j' }],
    ['in conflict: the sample wins where honoured', { job: 'x' }, { job: 'j' }, true, { job: 'x' }],
    ['an empty one is no conflict', { job: '' }, { job: 'j' }, false, { job: 'j' }],
    ['an empty one takes the target’s away where honoured', { job: '' }, { job: 'j' }, true, {}],
    [
      'exported twice',
      { job: 'x', exported_job: 'y' },
      { job: 'j' },
      false,
      { job: 'j', exported_job: 'y', exported_exported_job: 'x' },
    ],
    [
      'the shorter name is renamed first',
      { exported_a: 'y', a: 'x' },
      { exported_a: 'n', a: 'm' },
      false,
      { a: 'm', exported_a: 'n', exported_exported_a: 'x', exported_exported_exported_a: 'y' },
    ],
    [
      'a name that is a method',
      { constructor: 'x' },
      { constructor: 'y' },
      false,
      { constructor: 'y', exported_constructor: 'x' },
    ],
  ])('%s', (_, exposed, target, honorLabels, stored) => {
    const labels = addTargetLabels(new Map(Object.entries(exposed)), new Map(Object.entries(target)), honorLabels)
    expect(Object.fromEntries(labels)).toEqual(stored)
  })

  test('__proto__ is a label like any other', () => {
    const labels = addTargetLabels(new Map([['__proto__', 'x']]), new Map([['__proto__', 'y']]), false)
    expect([...labels]).toEqual([
      ['__proto__', 'y'],
      ['exported___proto__', 'x'],
    ])
  })
})
