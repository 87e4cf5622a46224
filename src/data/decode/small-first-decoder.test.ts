import { describe, expect, it } from 'vitest'
import { bodyOf, matrix, matrixSeries, success, vector } from '~/testing/prometheus-bodies'
import { createInThreadDecoder } from './decoder'
import { createSmallFirstDecoder } from './small-first-decoder'

const grid = { startMs: 1_700_000_000_000, stepMs: 15_000, count: 2 }
const small = () => bodyOf(success(matrix(matrixSeries({ a: 'b' }, grid, ['1', '2']))))
const large = () => bodyOf(success(matrix(matrixSeries({ a: 'b'.repeat(300_000) }, grid, ['1', '2']))))

function setUp(fails = false) {
  const did = { loads: 0, decodes: 0, disposals: 0 }
  const inner = createInThreadDecoder()
  const decoder = createSmallFirstDecoder(async () => {
    did.loads += 1
    if (fails) throw new Error('gone')
    return {
      decodeRange: (body, on) => {
        did.decodes += 1
        return inner.decodeRange(body, on)
      },
      decodeInstant: (body, at) => {
        did.decodes += 1
        return inner.decodeInstant(body, at)
      },
      decodeAlerts: (body, task) => {
        did.decodes += 1
        return inner.decodeAlerts(body, task)
      },
      dispose: () => {
        did.disposals += 1
      },
    }
  })
  return { did, decoder }
}

describe('a decoder that starts small', () => {
  it('decodes small answers without a worker until it is told otherwise', async () => {
    const { did, decoder } = setUp()
    expect((await decoder.decodeRange(small(), grid)).matrix.series[0]?.values[1]).toBe(2)
    expect((await decoder.decodeInstant(bodyOf(success(vector(0, [{}, '1']))), 0)).vector.samples).toHaveLength(1)
    expect(did).toEqual({ loads: 0, decodes: 0, disposals: 0 })
    decoder.warm()
    await decoder.decodeRange(small(), grid)
    expect(did).toEqual({ loads: 1, decodes: 0, disposals: 0 })
    decoder.moveToWorker()
    await decoder.decodeRange(small(), grid)
    expect(did).toEqual({ loads: 1, decodes: 1, disposals: 0 })
  })

  it('starts the worker for a large answer, once', async () => {
    const { did, decoder } = setUp()
    await Promise.all([decoder.decodeRange(large(), grid), decoder.decodeRange(large(), grid)])
    expect(did).toEqual({ loads: 1, decodes: 2, disposals: 0 })
  })

  it('decodes the rules that are in a hurry in the page, once', async () => {
    const { did, decoder } = setUp()
    const rules = () => bodyOf({ status: 'success', data: { groups: [], padding: 'x'.repeat(300_000) } })
    const task = { kind: 'rules', feed: 'f', base: 0 } as const
    decoder.hurryRules()
    expect(await decoder.decodeAlerts(rules(), task)).toMatchObject({ kind: 'rules' })
    expect(did).toEqual({ loads: 0, decodes: 0, disposals: 0 })
    await decoder.decodeAlerts(rules(), task)
    expect(did).toEqual({ loads: 1, decodes: 1, disposals: 0 })
  })

  it('goes on in the page where the worker cannot be had', async () => {
    const { did, decoder } = setUp(true)
    expect((await decoder.decodeRange(large(), grid)).matrix.series).toHaveLength(1)
    expect(did).toMatchObject({ loads: 1, decodes: 0 })
  })

  it('ends what it started', async () => {
    const { did, decoder } = setUp()
    decoder.moveToWorker()
    decoder.dispose()
    await decoder.decodeRange(small(), grid)
    expect(did.disposals).toBeGreaterThan(0)
  })
})
