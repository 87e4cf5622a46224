import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { HOST, parseStackPorts, requireFreePorts } from './ports'

describe('parseStackPorts', () => {
  it('has defaults and takes each from its variable', () => {
    expect(parseStackPorts({})).toEqual({ prometheus: 19090, alertmanager: 19093, sample: 18000 })
    expect(parseStackPorts({ LOOKOUT_SAMPLE_PORT: '8123', LOOKOUT_PROMETHEUS_PORT: '' })).toEqual({
      prometheus: 19090,
      alertmanager: 19093,
      sample: 8123,
    })
  })

  it.each(['0', '65536', 'http', '80.5', '-1', ' 80'])('refuses %j', (text) => {
    expect(() => parseStackPorts({ LOOKOUT_ALERTMANAGER_PORT: text })).toThrow('LOOKOUT_ALERTMANAGER_PORT is')
  })
})

describe('requireFreePorts', () => {
  it('names the port that is taken and the variable that moves it', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, HOST, () => {
        const address = taken.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    try {
      await expect(requireFreePorts({ prometheus: port, alertmanager: port, sample: port })).rejects.toThrow(
        `Port ${port} for Prometheus is in use: stop what listens there, or set LOOKOUT_PROMETHEUS_PORT to another port.`,
      )
    } finally {
      await new Promise((resolve) => taken.close(resolve))
    }
    await requireFreePorts({ prometheus: port, alertmanager: port, sample: port })
  })
})
