import { expect, it } from 'vitest'
import { FUNCTION_SIGNATURES } from './function-signatures'

it.each([...FUNCTION_SIGNATURES.values()])(
  '$name takes arguments that can be given',
  ({ name, argTypes, variadic }) => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(argTypes.length).toBeGreaterThanOrEqual(variadic === 0 ? 0 : 1)
  },
)

it('knows every function of Prometheus 2.42, which has 70, and no name of an object', () => {
  const known = [...FUNCTION_SIGNATURES.values()].filter(({ since3 }) => !since3)
  expect(known).toHaveLength(70)
  expect(FUNCTION_SIGNATURES.get('constructor')).toBeUndefined()
})
