import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { parseAppPort, requireFreePort } from './app-port'

it.each([
  [undefined, 4173],
  ['', 4173],
  ['8080', 8080],
])('%j is %i', (text, expected) => {
  expect(parseAppPort({ LOOKOUT_PORT: text })).toBe(expected)
})

it.each(['0', '65536', '80a', '-1', '1e3', ' 80'])('%j is no port', (text) => {
  expect(() => parseAppPort({ LOOKOUT_PORT: text })).toThrow(/^LOOKOUT_PORT is .* from 1 to 65535\.$/)
})

it('says in one line that a port is in use, and is silent about a free one', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(requireFreePort(port, '127.0.0.1')).rejects.toThrow(`Port ${port} for the app is in use`)
  await new Promise((resolve) => other.close(resolve))
  await requireFreePort(port, '127.0.0.1')
})
