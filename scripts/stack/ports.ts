import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StackError } from './stack-error'

/** Everything listens here and nowhere else. */
export const HOST = '127.0.0.1'

export interface StackPorts {
  readonly prometheus: number
  readonly alertmanager: number
  readonly sample: number
}

const PORTS = {
  prometheus: { title: 'Prometheus', variable: 'LOOKOUT_PROMETHEUS_PORT', port: 19090 },
  alertmanager: { title: 'Alertmanager', variable: 'LOOKOUT_ALERTMANAGER_PORT', port: 19093 },
  sample: { title: 'the sample platforms', variable: 'LOOKOUT_SAMPLE_PORT', port: 18000 },
} as const

/** The ports of the stack from the environment. Throws a StackError for a value that is no port. */
export function parseStackPorts(env: Readonly<Record<string, string | undefined>>): StackPorts {
  const read = ({ variable, port }: { variable: string; port: number }) => {
    const text = env[variable]
    if (text === undefined || text === '') return port
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < 1 || value > 65535) {
      throw new StackError(`${variable} is ${JSON.stringify(text)}; it must be a port from 1 to 65535.`)
    }
    return value
  }
  return { prometheus: read(PORTS.prometheus), alertmanager: read(PORTS.alertmanager), sample: read(PORTS.sample) }
}

/** A program that was just killed keeps its port for a moment, longer than its entry in the process list. */
const PORT_PATIENCE_MS = 1500

/** Throws a StackError that names the first port someone else listens on. */
export async function requireFreePorts(ports: StackPorts): Promise<void> {
  for (const name of ['prometheus', 'alertmanager', 'sample'] as const) {
    let fault = await tryPort(ports[name])
    for (const deadlineMs = Date.now() + PORT_PATIENCE_MS; fault && Date.now() < deadlineMs; ) {
      await sleep(50)
      fault = await tryPort(ports[name])
    }
    if (!fault) continue
    const { title, variable } = PORTS[name]
    const reason = fault === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${fault})`
    throw new StackError(
      `Port ${ports[name]} for ${title} ${reason}: stop what listens there, or set ${variable} to another port.`,
    )
  }
}

/** Listens on a port for a moment; resolves to the system's word for what is wrong, or undefined. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(undefined)))
  })
}
