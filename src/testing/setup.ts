import { afterEach, beforeEach, expect, vi } from 'vitest'

/** A console error or warning fails the test that caused it: noise hides the one line that matters. */
const noise: string[] = []

beforeEach(() => {
  noise.length = 0
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      noise.push(`console.${level}: ${parts.map(String).join(' ')}`)
    })
  }
})

afterEach(() => {
  expect(noise).toEqual([])
})
