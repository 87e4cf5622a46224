import { Agent, request } from 'node:http'

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

/** Asks over a few connections that stay open: a small query costs 1 to 2 ms then. */
export interface HttpClient {
  post(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>
  get(path: string): Promise<HttpAnswer>
  close(): void
}

const TIMEOUT_MS = 120_000

export function createHttpClient(address: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const send = (
    method: 'GET' | 'POST',
    path: string,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        `${address}${path}`,
        { method, agent, timeout: TIMEOUT_MS, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
        (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
          )
        },
      )
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)))
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return {
    post: (path, body, headers) => send('POST', path, body, headers),
    get: (path) => send('GET', path, '', {}),
    close: () => agent.destroy(),
  }
}
