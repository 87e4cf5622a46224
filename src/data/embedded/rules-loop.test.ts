import { expect, test } from 'vitest'
import { createTsdb } from '~/domain/tsdb/tsdb'
import { createFakeTime, settled } from '~/testing/fake-schedule'
import { evaluationOptions } from './engine'
import { createRulesLoop } from './rules-loop'

const MINUTE_MS = 60_000

test('after sleep what is due is made up for one group at a time, oldest first, with room between for questions', async () => {
  const time = createFakeTime(Date.UTC(2026, 0, 5))
  const tsdb = createTsdb()
  let sleptMs = 0
  const slices: (() => void)[] = []
  const group = (name: string) => `- name: ${name}\n  rules: [{record: 'is:${name}', expr: 'time()'}]\n`
  const loop = createRulesLoop({
    files: ['http://lookout.example/rules/a.yml'],
    fetchText: async () => `groups:\n${group('one')}${group('two')}`,
    tsdb,
    nowMs: () => time.now() + sleptMs,
    evaluation: evaluationOptions(MINUTE_MS),
    intervalMs: MINUTE_MS,
    externalUrl: 'http://lookout.example/',
    schedule: time.schedule,
    later: (run) => slices.push(run),
  })
  /** Samples of each group's series. */
  const written = () => {
    const found = tsdb.select([{ name: '__name__', op: '=~', value: 'is:.*' }], 0, Number.MAX_SAFE_INTEGER)
    return found.map(({ timesMs }) => timesMs.length).sort((left, right) => left - right)
  }
  const finish = () => {
    for (let slice = slices.shift(); slice !== undefined; slice = slices.shift()) slice()
  }
  loop.start(0)
  await settled()
  finish()
  const before = written().reduce((sum, count) => sum + count, 0)
  sleptMs = 3 * MINUTE_MS
  await time.advance(1_000)
  expect(written().reduce((sum, count) => sum + count, 0)).toBe(before + 1)
  const counts: (readonly number[])[] = []
  while (slices.length > 0) {
    slices.shift()?.()
    counts.push(written())
  }
  expect(counts.every(([least = 0, most = 0]) => most - least <= 1)).toBe(true)
  expect(counts.at(-1)?.reduce((sum, count) => sum + count, 0)).toBe(before + 6)
  loop.stop()
})
