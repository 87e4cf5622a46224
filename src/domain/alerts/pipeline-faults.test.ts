import { describe, expect, it } from 'vitest'
import type { AlertRow } from './merge-alerts'
import type { AlertRule } from './model'
import { pipelineFaults } from './pipeline-faults'

const READ_MS = 1_800_000_000_000

function ruleOf(name: string, agoMs: number | null): AlertRule {
  const evaluatedMs = agoMs === null ? null : READ_MS - agoMs
  return { name, evaluatedMs, intervalMs: 15_000 } as AlertRule
}

const firing = (kind: 'delivered' | 'unknown') =>
  ({ name: 'Watchdog', state: 'firing', delivery: { kind } }) as unknown as AlertRow

describe('F52 faults of what tells of alerts', () => {
  it.each([
    ['a dead man who fires and is heard', [ruleOf('Watchdog', 5_000)], [firing('delivered')], []],
    ['no dead man at all', [ruleOf('Slow', 5_000)], [], []],
    ['a rule that was loaded a moment ago', [ruleOf('Watchdog', null)], [], []],
    ['a dead man who is silent', [ruleOf('Watchdog', 5_000)], [], ['Watchdog is silent']],
    ['a dead man whom nobody hears', [ruleOf('Watchdog', 5_000)], [firing('unknown')], ['Watchdog does not arrive']],
    [
      'a rule that is not evaluated any more',
      [ruleOf('Slow', 60_000)],
      [firing('delivered')],
      ['Rules are not evaluated'],
    ],
    ['rules that nobody tells', null, [], ['Nobody evaluates alerts']],
  ] as const)('%s', (_, rules, rows, titles) => {
    expect(pipelineFaults(rules, 'It is away.', rows, READ_MS).map(({ title }) => title)).toEqual(titles)
  })

  it.each([
    ['some', 'no thresholds, values'],
    ['none', 'whether anything fires is not known'],
  ] as const)('rules that nobody tells, and of their series %s', (series, words) => {
    expect(pipelineFaults(null, 'It refuses.', [], READ_MS, series)).toEqual([
      { title: 'Rules cannot be read', reason: expect.stringMatching(`^It refuses. .*${words}`) },
    ])
  })
})
