import { afterEach, expect, test, vi } from 'vitest'
import { drawNoMore, drawSoon } from './draw-queue'

afterEach(() => vi.unstubAllGlobals())

test('each picture is drawn once after a frame, none that was taken back', async () => {
  const frames: (() => void)[] = []
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback))
  const drawn: string[] = []
  const first = () => void drawn.push('first')
  const second = () => void drawn.push('second')
  const last = () => void drawn.push('last')
  for (const draw of [first, second, first, last, last]) drawSoon(draw)
  drawNoMore(second)
  expect(drawn).toEqual([])
  expect(frames).toHaveLength(1)
  frames[0]?.()
  await vi.waitFor(() => expect(drawn).toEqual(['first', 'last']))
  drawSoon(second)
  expect(frames).toHaveLength(2)
})
