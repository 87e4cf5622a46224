import { expect, it } from 'vitest'
import { judgeComplaints, judgeTraffic, type Traffic } from './verdict-traffic'

const GOOD: Traffic = { faults: [], mostAtOnce: 4, resources: 250, measures: 0, logLines: 2_000 }
const failing = (traffic: Traffic) => judgeTraffic('x', traffic).flatMap(({ what, isGood }) => (isGood ? [] : what))

it.each<[Partial<Traffic>, string[]]>([
  [{}, []],
  [{ faults: ['console.warn: a'] }, ['x: errors and warnings, violations of the policy, unhandled rejections']],
  [{ mostAtOnce: 5 }, ['x: questions at once to the origin']],
  [{ resources: 251 }, ['x: entries that the browser keeps of requests and of measures']],
  [{ measures: 1 }, ['x: entries that the browser keeps of requests and of measures']],
  [{ logLines: 2_001 }, ['x: lines kept of the log, with a cap of 2,000']],
])('of %j refuses %j', (change, expected) => {
  expect(failing({ ...GOOD, ...change })).toEqual(expected)
})

it('refuses what the browser says, each once', () => {
  expect(judgeComplaints('x', [])).toMatchObject({ isGood: true, measured: 'none' })
  expect(judgeComplaints('x', ['a', 'a', 'b'])).toMatchObject({ isGood: false, measured: 'a; b' })
})
