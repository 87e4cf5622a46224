import { expect, it } from 'vitest'
import { createKeptValues } from '~/lib/storage'
import { keepRecentRange, readRecentRanges } from './recent-ranges'

const range = (hours: number) => ({ from: `now-${hours}h`, to: 'now' })

it('keeps the latest five, each once', () => {
  const kept = createKeptValues(() => undefined)
  for (const hours of [1, 2, 3, 4, 5, 6, 4]) keepRecentRange(range(hours), kept)
  expect(readRecentRanges(kept)).toEqual([4, 6, 5, 3, 2].map(range))
})

it.each(['{', '[]', '{"from":1}', '[{"from":"now"}]', 'null'])('starts without %s', (text) => {
  const kept = createKeptValues(() => undefined)
  kept.set('recent-ranges', text)
  expect(readRecentRanges(kept)).toEqual([])
})
