import { describe, expect, it } from 'vitest'
import { cap } from '~/lib/soak'
import { addSoakCode } from './vite-plugin'

describe('addSoakCode', () => {
  const { apply } = addSoakCode()
  it.each([
    ['build', 'soak', true],
    ['build', 'production', false],
    ['serve', 'soak', false],
  ] as const)('%s --mode %s: %s', (command, mode, expected) => {
    expect(typeof apply === 'function' && apply({}, { command, mode })).toBe(expected)
  })
})

it('outside of the soak test a store has its real cap', () => {
  expect(cap(120_000, 2_000)).toBe(120_000)
})
