import { describe, expect, it } from 'vitest'
import { createTally, type Tally } from './judge/tally'
import type { LabelOutcome } from './label-run'
import { REQUIRED, REQUIRED_EMPTY } from './query/coverage'
import { faultsOf } from './report'

const noLabels: LabelOutcome = { compared: 1, nonEmpty: 1, differences: [] }

function wholeTally(): Tally {
  const tally = createTally()
  tally.compared = 20_000
  for (const use of REQUIRED) tally.covered.set(use, 1)
  for (const use of [...REQUIRED, ...REQUIRED_EMPTY]) tally.asked.set(use, 1)
  return tally
}

describe('faultsOf', () => {
  it('finds nothing in a good run', () => {
    expect(faultsOf(wholeTally(), noLabels, true)).toEqual([])
  })

  it('counts differences of queries and of labels', () => {
    const faults = faultsOf({ ...wholeTally(), differing: 1 }, { ...noLabels, differences: ['x'] }, true)
    expect(faults).toEqual(['2 answers differ.'])
  })

  it('names what a whole run did not cover, and asks nothing of a part', () => {
    const tally = wholeTally()
    tally.covered.delete('function rate')
    tally.asked.delete('function histogram_count')
    expect(faultsOf(tally, noLabels, true)).toEqual(['Not covered: function rate, function histogram_count.'])
    expect(faultsOf(tally, noLabels, false)).toEqual([])
  })

  it.each([
    [20, []],
    [21, ['Too much is left out: 21 of 20,000.']],
  ])('bounds what is left out: %i', (count, faults) => {
    const tally = wholeTally()
    tally.undefined.set('Prometheus disagrees with itself', count)
    expect(faultsOf(tally, noLabels, true)).toEqual(faults)
  })
})
