import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settled } from '~/testing/fake-schedule'
import { createSlots, type Priority } from './slots'

const live = () => new AbortController().signal

describe('slots of an origin', () => {
  test('F18 a click starts at once while 30 refreshes hold and wait', async () => {
    const slots = createSlots(4, 1)
    const refreshes = Array.from({ length: 30 }, () => slots.acquire('refresh', live()))
    await settled()
    expect(slots.busy).toBe(3)
    const release = await slots.acquire('user', live())
    expect(slots.busy).toBe(4)
    release()
    release()
    expect(slots.busy).toBe(3)
    expect(refreshes).toHaveLength(30)
  })

  test('a second click goes before the waiting refreshes', async () => {
    const slots = createSlots(2, 1)
    const order: string[] = []
    const hold = (name: string, priority: Priority) =>
      slots.acquire(priority, live()).then((release) => {
        order.push(name)
        return release
      })
    const first = hold('first', 'refresh')
    void hold('second', 'refresh')
    void hold('click', 'user')
    void hold('click 2', 'user')
    await settled()
    expect(order).toEqual(['first', 'click'])
    ;(await first)()
    await settled()
    expect(order).toEqual(['first', 'click', 'click 2'])
  })

  test('one that is cancelled while it waits leaves the queue', async () => {
    const slots = createSlots(1, 0)
    const release = await slots.acquire('refresh', live())
    const abort = new AbortController()
    const waiting = slots.acquire('refresh', abort.signal)
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ kind: 'aborted' })
    release()
    expect(slots.busy).toBe(0)
  })

  test('in any order of asking, cancelling and freeing: never above the limit, and no one is forgotten', async () => {
    const step = fc.record({
      priority: fc.constantFrom<Priority>('refresh', 'user'),
      cancels: fc.boolean(),
      frees: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const slots = createSlots(4, 1)
        const held: (() => void)[] = []
        let settledCount = 0
        for (const { priority, cancels, frees } of steps) {
          const abort = new AbortController()
          slots.acquire(priority, abort.signal).then(
            (release) => {
              settledCount += 1
              held.push(release)
            },
            () => {
              settledCount += 1
            },
          )
          if (cancels) abort.abort()
          await Promise.resolve()
          expect(slots.busy).toBeLessThanOrEqual(4)
          if (frees) held.shift()?.()
        }
        await settled()
        while (held.length > 0) {
          held.shift()?.()
          await settled()
        }
        expect([slots.busy, settledCount]).toEqual([0, steps.length])
      }),
      { numRuns: 50 },
    )
  })
})
