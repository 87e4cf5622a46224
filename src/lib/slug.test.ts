import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { hashOf } from '~/lib/hash'
import { slugOf } from '~/lib/slug'

test.each([
  ['Success Rate (24h)', 'success-rate-24h'],
  ['LLM Latency (p95)', 'llm-latency-p95'],
  ['Crème brûlée', 'creme-brulee'],
  ['../../x', 'x'],
  ['con.', 'con'],
  ['\u202Efdp.exe', 'fdp-exe'],
  ['a'.repeat(300), 'a'.repeat(80)],
  [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
])('slug of %j', (title, slug) => {
  expect(slugOf(title)).toBe(slug)
})

it('is a safe, stable path part for any title', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (title) => {
      expect(slugOf(title)).toMatch(/^[a-z0-9-]{1,80}$/)
      expect(slugOf(slugOf(title))).toBe(slugOf(title))
    }),
  )
  expect(slugOf('監視')).not.toBe(slugOf('警報'))
})

it('spreads near texts', () => {
  const slots = new Set(Array.from({ length: 64 }, (_, i) => hashOf(`model-${i}`) % 8))
  expect(slots.size).toBe(8)
})
