import { describe, expect, it } from 'vitest'
import { parseOptions } from './options'

describe('parseOptions', () => {
  it('has defaults for everything', () => {
    expect(parseOptions([])).toEqual({ seed: 1, count: 20_000, from: 0, only: undefined, show: 20, self: false })
  })

  it('reads all of them', () => {
    const args = ['--seed', '7', '--count', '30', '--from', '4', '--only', '^rate', '--show', '0', '--self']
    expect(parseOptions(args)).toEqual({ seed: 7, count: 30, from: 4, only: /^rate/, show: 0, self: true })
  })

  it.each([
    [['--seed', 'x'], /--seed must be a whole number/],
    [['--count', '-1'], /--count/],
    [['--count', '1e9x'], /--count must be/],
    [['--nosuch'], /nosuch/],
    [['--only', '('], /Invalid regular expression/],
  ])('refuses %j', (args, said) => {
    expect(() => parseOptions(args)).toThrow(said)
  })
})
