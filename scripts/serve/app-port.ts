import { createServer } from 'node:net'

const VARIABLE = 'LOOKOUT_PORT'
const DEFAULT_PORT = 4173

/** The port of the app from the environment. Throws an Error for a value that is no port. */
export function parseAppPort(env: Readonly<Record<string, string | undefined>>): number {
  const text = env[VARIABLE]
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new Error(`${VARIABLE} is ${JSON.stringify(text)}; it must be a port from 1 to 65535.`)
}

/** Throws an Error with the one line to print when the app cannot listen here. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code ?? error.message})`
      reject(
        new Error(`Port ${port} for the app ${reason}: stop what listens there, or set ${VARIABLE} to another port.`),
      )
    })
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve()))
  })
}
