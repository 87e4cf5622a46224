import { describe, expect, test } from 'vitest'
import { createFakeTime, settled } from '~/testing/fake-schedule'
import { bodyOf, failure, matrix, matrixSeries, success, vector } from '~/testing/prometheus-bodies'
import { createDecoder, type StartWorker } from './decode-client'
import { answerDecode, type DecodeRequest } from './worker-protocol'

const grid = { startMs: 1_700_000_000_000, stepMs: 15_000, count: 2 }
const rangeBody = () => bodyOf(success(matrix(matrixSeries({ a: 'b' }, grid, ['1', '2']))))
const instantBody = () => bodyOf(success(vector(0, [{}, '1'])))

type Behaviour = 'answers' | 'hangs' | 'dies' | 'never loads' | 'refused'

/** A worker in the same thread, that moves buffers as a real one does. Its n-th start behaves as the n-th word says. */
function fakeWorkers(...behaviours: Behaviour[]) {
  let starts = 0
  let running = 0
  const start: StartWorker = (events) => {
    const behaviour = behaviours[Math.min(starts, behaviours.length - 1)]
    starts += 1
    if (behaviour === 'refused') throw new TypeError('refused by policy')
    running += 1
    let stopped = false
    const soon = (run: () => void) => queueMicrotask(() => stopped || run())
    soon(() => (behaviour === 'never loads' ? events.died() : events.replied({ id: 0, ready: true })))
    return {
      post(request, transfer) {
        const moved = structuredClone(request, { transfer: transfer as ArrayBuffer[] }) as DecodeRequest
        if (behaviour === 'dies') soon(() => events.died())
        if (behaviour === 'answers') soon(() => events.replied(structuredClone(answerDecode(moved).reply)))
      },
      stop() {
        stopped = true
        running -= 1
      },
    }
  }
  return { start, starts: () => starts, running: () => running }
}

function decoderWith(...behaviours: Behaviour[]) {
  const time = createFakeTime()
  const workers = fakeWorkers(...behaviours)
  return { time, workers, decoder: createDecoder({ start: workers.start, schedule: time.schedule }) }
}

describe('a decoder in a worker', () => {
  test('answers ranges, instants and errors, and leaves no timer', async () => {
    const { decoder, time, workers } = decoderWith('answers')
    const body = rangeBody()
    const range = decoder.decodeRange(body, grid)
    expect(body.byteLength).toBe(0)
    const instant = decoder.decodeInstant(instantBody(), 0)
    const error = decoder.decodeInstant(bodyOf(failure('x', 'boom')), 0)
    expect((await range).matrix.series[0]?.values[1]).toBe(2)
    expect((await instant).vector.samples).toHaveLength(1)
    await expect(error).rejects.toMatchObject({ kind: 'execution' })
    expect(time.waiting).toBe(0)
    expect(workers.starts()).toBe(1)
  })

  test('F83 a worker that hangs is replaced and its work done again', async () => {
    const { decoder, time, workers } = decoderWith('hangs', 'answers')
    const first = decoder.decodeRange(rangeBody(), grid)
    const second = decoder.decodeInstant(instantBody(), 0)
    await time.advance(2_900)
    expect(workers.starts()).toBe(1)
    await time.advance(200)
    expect((await first).matrix.series).toHaveLength(1)
    expect((await second).vector.samples).toHaveLength(1)
    expect([workers.starts(), workers.running(), time.waiting]).toEqual([2, 1, 0])
  })

  test.each(['hangs', 'dies'] as const)(
    'F83 a body on which every worker %s is given up after one more try',
    async (fault) => {
      const { decoder, time, workers } = decoderWith(fault, fault, 'answers')
      const bad = decoder.decodeRange(rangeBody(), grid)
      const good = decoder.decodeInstant(instantBody(), 0)
      const outcome = expect(bad).rejects.toMatchObject({ kind: 'client' })
      await time.advance(10_000)
      await outcome
      expect((await good).vector.samples).toHaveLength(1)
      expect([workers.starts(), workers.running(), time.waiting]).toEqual([3, 1, 0])
    },
  )

  test.each(['never loads', 'refused'] as const)(
    'F81 where the worker script is %s, decoding goes on in the page',
    async (fault) => {
      const { decoder, time, workers } = decoderWith(fault)
      const range = decoder.decodeRange(rangeBody(), grid)
      await settled()
      expect((await range).matrix.series).toHaveLength(1)
      await expect(decoder.decodeInstant(bodyOf('<html>'), 0)).rejects.toMatchObject({ kind: 'badPayload' })
      expect([workers.running(), time.waiting]).toEqual([0, 0])
    },
  )

  test('disposing ends the worker and answers what waits', async () => {
    const { decoder, time, workers } = decoderWith('hangs')
    const waiting = decoder.decodeRange(rangeBody(), grid)
    decoder.dispose()
    await expect(waiting).rejects.toMatchObject({ kind: 'client' })
    expect([workers.running(), time.waiting]).toEqual([0, 0])
  })
})
