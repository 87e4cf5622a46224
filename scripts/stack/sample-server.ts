import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as v from 'valibot'
import { PROMETHEUS_TEXT_TYPE, printPrometheusText } from '~/demo/exposition'
import type { SamplePlatforms } from '~/demo/sample-platforms'
import { DecodeError, decode } from '~/lib/decode'
import { HOST } from './ports'
import { StackError } from './stack-error'

const ControlSchema = v.union([
  v.object({
    platform: v.string(),
    incident: v.string(),
    seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
  }),
  v.object({ platform: v.string(), answers: v.boolean() }),
])

const MAX_CONTROL_BYTES = 4096

export interface SampleServerOptions {
  readonly platforms: SamplePlatforms
  readonly port: number
  readonly nowMs: () => number
  /** Opens `POST /control`, by which a test starts an incident or stops a platform's answers. */
  readonly hasControl: boolean
}

export interface SampleServer {
  readonly port: number
  stop(): Promise<void>
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > MAX_CONTROL_BYTES) throw new Error('the body is too long')
  }
  return JSON.parse(body)
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Serves `/<platform>/metrics` and `/<platform>/health` of every sample platform on loopback. */
export async function startSampleServer({
  platforms,
  port,
  nowMs,
  hasControl,
}: SampleServerOptions): Promise<SampleServer> {
  const silent = new Set<string>()

  async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const wish = decode(ControlSchema, await readBody(request))
      if (!platforms.ids.includes(wish.platform)) throw new Error(`there is no sample platform ${wish.platform}`)
      if ('incident' in wish) {
        const startMs = nowMs()
        platforms.ask(wish.platform, { incidentId: wish.incident, startMs, endMs: startMs + wish.seconds * 1000 })
      } else if (wish.answers) silent.delete(wish.platform)
      else silent.add(wish.platform)
      response.writeHead(204).end()
    } catch (error) {
      const message = error instanceof DecodeError || error instanceof Error ? error.message : String(error)
      answer(response, 400, 'text/plain; charset=utf-8', `${message}\n`)
    }
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', `http://${HOST}`).pathname
    if (hasControl && request.method === 'POST' && path === '/control') {
      void control(request, response)
      return
    }
    const [platform = '', resource, ...more] = path.slice(1).split('/')
    if (request.method !== 'GET' || !platforms.ids.includes(platform) || more.length > 0) {
      answer(response, 404, 'text/plain; charset=utf-8', 'Not here.\n')
    } else if (silent.has(platform)) {
      request.socket.destroy()
    } else if (resource === 'metrics') {
      platforms.advanceTo(nowMs())
      answer(response, 200, PROMETHEUS_TEXT_TYPE, printPrometheusText(platforms.collect(platform)))
    } else if (resource === 'health') {
      answer(response, 200, 'application/json', '{"status":"ok"}\n')
    } else {
      answer(response, 404, 'text/plain; charset=utf-8', 'Not here.\n')
    }
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new StackError(`The sample platforms cannot listen: ${error.message}.`)))
    server.listen(port, HOST, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
