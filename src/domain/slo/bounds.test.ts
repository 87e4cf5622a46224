import { expect, test } from 'vitest'
import { boundFault } from './bounds'

test.each<[string, number, readonly string[], string | null]>([
  ['a bound that is a bucket’s', 300, ['60', '300.0', '+Inf'], null],
  ['one that is not', 200, ['60', '300', '+Inf'], 'The nearest end at 60 and 300.'],
  ['below all', 1, ['60', '300', '+Inf'], 'The nearest end at 60.'],
  ['above all', 1000, ['60', '300', '+Inf'], 'The nearest end at 300.'],
  ['no histogram now', 300, [], null],
  ['only the last bucket', 300, ['+Inf'], null],
])('%s', (_, bound, les, said) => {
  const fault = boundFault(bound, les)
  if (said === null) expect(fault).toBeNull()
  else expect(fault).toContain(said)
})
