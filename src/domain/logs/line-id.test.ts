import { expect, it } from 'vitest'
import { createLineIds, lineId } from './line-id'

const line = { stream: 'app.log', timeMs: 1_769_614_200_123.4, timeIs: 'own' as const, raw: 'password=hunter2 <é&?#/>' }

it('is the same whoever reads, and other where stream, time or text differ', () => {
  expect(lineId(line)).toBe(lineId({ ...line }))
  const others = [{ stream: 'b' }, { timeMs: 1 }, { raw: 'password=hunter3 <é&?#/>' }, { raw: '' }]
  const ids = [line, ...others.map((other) => ({ ...line, ...other }))].map((one) => lineId(one))
  expect(new Set([...ids, lineId(line, 1)]).size).toBe(6)
})

it('does not depend on when the line was read', () => {
  const read = { ...line, timeIs: 'read' as const }
  expect(lineId(read)).toBe(lineId({ ...read, timeMs: 5 }))
})

it('is safe in an address and holds nothing of the line', () => {
  const id = lineId(line, 40)
  expect(id).toMatch(/^[0-9a-z.]{10,50}$/)
  expect(id).not.toContain('hunter')
})

it('tells equal lines apart by their order, and 100,000 others by themselves', () => {
  const idOf = createLineIds()
  expect([idOf(line), idOf(line), idOf(line)]).toEqual([lineId(line), lineId(line, 1), lineId(line, 2)])
  const ids = new Set<string>()
  for (let i = 0; i < 100_000; i++) ids.add(lineId({ ...line, raw: `request ${i}` }))
  expect(ids.size).toBe(100_000)
})
