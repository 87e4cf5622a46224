import { expect, test } from 'vitest'
import { decodeTargets } from './decode-facts'

test('every target counts, however many there are', () => {
  const activeTargets = Array.from({ length: 6001 }, (_, i) => ({ health: i === 6000 ? 'down' : 'up', labels: {} }))
  const targets = decodeTargets({ activeTargets })
  expect(targets).toHaveLength(6001)
  expect(targets.filter(({ health }) => health === 'down')).toHaveLength(1)
})
