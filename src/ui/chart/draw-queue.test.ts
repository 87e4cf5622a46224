import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { drawNoMore, drawSoon, writeSoon } from './draw-queue'

beforeEach(() => void vi.stubGlobal('document', { hidden: false }))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('each picture is drawn once, not at once, and none that was taken back', async () => {
  const tasks = vi.spyOn(MessagePort.prototype, 'postMessage')
  const drawn: string[] = []
  const first = () => void drawn.push('first')
  const second = () => void drawn.push('second')
  const last = () => void drawn.push('last')
  for (const draw of [first, second, first, last, last]) drawSoon(draw)
  drawNoMore(second)
  expect(drawn).toEqual([])
  // One task for all of them.
  expect(tasks).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(drawn).toEqual(['first', 'last']))
  tasks.mockClear()
  drawSoon(second)
  expect(tasks).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(drawn).toEqual(['first', 'last', 'second']))
})

test('a hidden page draws when it has frames again', async () => {
  const frames: (() => void)[] = []
  vi.stubGlobal('document', { hidden: true })
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback))
  const drawn: string[] = []
  drawSoon(() => void drawn.push('first'))
  drawSoon(() => void drawn.push('second'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(drawn).toEqual([])
  expect(frames).toHaveLength(1)
  frames[0]?.()
  await vi.waitFor(() => expect(drawn).toEqual(['first', 'second']))
})

test('texts come after the pictures, and also after one that failed', async () => {
  const faults: unknown[] = []
  const keepFault = (fault: unknown) => void faults.push(fault)
  process.on('uncaughtException', keepFault)
  const done: string[] = []
  writeSoon(() => void done.push('text'))
  drawSoon(() => {
    throw new Error('broken')
  })
  drawSoon(() => void done.push('picture'))
  await vi.waitFor(() => expect(done).toEqual(['picture', 'text']))
  process.off('uncaughtException', keepFault)
  expect(faults).toHaveLength(1)
})
