import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as v from 'valibot'
import { PROMETHEUS_TEXT_TYPE, printPrometheusText } from '~/demo/exposition'
import type { SamplePlatforms } from '~/demo/sample-platforms'
import type { SampleTarget } from '~/demo/scraper'
import { DecodeError, decode } from '~/lib/decode'
import { HOST } from './ports'
import { StackError } from './stack-error'

const ControlSchema = v.union([
  v.object({
    platform: v.string(),
    incident: v.string(),
    seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
  }),
  v.object({ platform: v.string(), job: v.optional(v.string()), answers: v.boolean() }),
])

const MAX_CONTROL_BYTES = 4096

export interface SampleServerOptions {
  readonly platforms: SamplePlatforms
  readonly port: number
  readonly nowMs: () => number
  /** Opens `POST /control`, by which a test starts an incident or stops the answers of a platform or of one of its targets. */
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

/**
 * Serves `/<platform>/<job>/metrics` and `/<platform>/<job>/health` of every target of every sample platform on loopback; the job can be
 * left out where a platform has one target.
 */
export async function startSampleServer({
  platforms,
  port,
  nowMs,
  hasControl,
}: SampleServerOptions): Promise<SampleServer> {
  const silent = new Set<SampleTarget>()
  const targetsOf = (platform: string, job: string | undefined): readonly SampleTarget[] =>
    platforms.targets.filter((target) => target.platformId === platform && (job === undefined || target.job === job))

  /** The one target of a path such as `/shorts/metrics` or `/transcode/redis/metrics`, and the last word. */
  function findTarget(path: string): { target: SampleTarget | undefined; resource: string | undefined } {
    const words = path.slice(1).split('/')
    const resource = words.pop()
    const [platform = '', job, ...more] = words
    const [target, another] = targetsOf(platform, job)
    return { target: more.length === 0 && !another ? target : undefined, resource }
  }

  async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const wish = decode(ControlSchema, await readBody(request))
      const targets = targetsOf(wish.platform, 'job' in wish ? wish.job : undefined)
      if (targets.length === 0) throw new Error(`there is no sample platform ${wish.platform} with such a target`)
      if ('incident' in wish) {
        const startMs = nowMs()
        platforms.ask(wish.platform, { incidentId: wish.incident, startMs, endMs: startMs + wish.seconds * 1000 })
      }
      if ('answers' in wish) {
        for (const target of targets) {
          if (wish.answers) silent.delete(target)
          else silent.add(target)
        }
      }
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
    const { target, resource } = findTarget(path)
    if (request.method !== 'GET' || !target || (resource !== 'metrics' && resource !== 'health')) {
      answer(response, 404, 'text/plain; charset=utf-8', 'Not here.\n')
    } else if (silent.has(target) || platforms.isDown(target.platformId, target.job, nowMs())) {
      request.socket.destroy()
    } else if (resource === 'metrics') {
      platforms.advanceTo(nowMs(), target.platformId)
      answer(response, 200, PROMETHEUS_TEXT_TYPE, printPrometheusText(platforms.collect(target.platformId, target.job)))
    } else {
      answer(response, 200, 'application/json', '{"status":"ok"}\n')
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
