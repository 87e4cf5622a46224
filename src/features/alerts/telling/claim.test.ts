import { expect, it } from 'vitest'
import type { KeptValues } from '~/lib/storage'
import { claim } from './claim'

function createKept(stored: string | null = null): KeptValues {
  let value = stored
  return { get: () => value, set: (_, next) => (value = next), quarantine: () => undefined } as KeptValues
}

const now = async (run: () => readonly string[]) => run()

it('one of two tabs tells of an alert', async () => {
  const kept = createKept()
  expect(await claim(['a'], 1000, now, kept)).toEqual(['a'])
  expect(await claim(['a', 'b'], 1500, now, kept)).toEqual(['b'])
})

it('F53 thousands at once are told by one of two tabs', async () => {
  const kept = createKept()
  const ids = Array.from({ length: 2_000 }, (_, i) => `9:alertname=4:Down;3:pod=${String(i).length}:${i};`)
  expect(await claim(ids, 1000, now, kept)).toEqual(ids)
  expect(await claim(ids, 9000, now, kept)).toEqual([])
  expect(kept.get('told')?.length).toBeLessThan(100_000)
})

it('what was told long ago may be told again', async () => {
  const kept = createKept()
  await claim(['a'], 0, now, kept)
  expect(await claim(['a'], 200_000, now, kept)).toEqual(['a'])
})

it.each(['{', 'null', '{"a":1}', '[["a"],[1,2],null,["b","x"]]'])(
  'what cannot be read is nothing told: %s',
  async (text) => {
    expect(await claim(['a'], 0, now, createKept(text))).toEqual(['a'])
  },
)
