import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import * as v from 'valibot'
import { PROMETHEUS_TEXT_TYPE, printPrometheusText } from '~/demo/exposition'
import type { Journey } from '~/demo/logs/journey'
import type { SamplePlatforms } from '~/demo/sample-platforms'
import type { SampleTarget } from '~/demo/scraper'
import { decode } from '~/lib/decode'
import { messageOf } from '~/lib/message-of'
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

const VIDEOS = { platform: 'shorts', path: '/shorts/api/v1/videos' } as const
/** Pages of this machine may ask, and read by which ids a request is found again. */
const LOOPBACK = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/

export interface SampleServerOptions {
  readonly platforms: SamplePlatforms
  readonly port: number
  readonly nowMs: () => number
  /** Opens `POST /control`, by which a test starts an incident or stops the answers of a platform or of one of its targets. */
  readonly hasControl: boolean
  /** Answers `POST /shorts/api/v1/videos`, once the request has come to its end; without it there is no such place. */
  readonly createVideo?: () => Promise<Journey>
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

function allowLoopback(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'origin')
  const { origin = '' } = request.headers
  if (!LOOPBACK.test(origin)) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'X-Trace-ID, X-Request-ID')
  response.setHeader('access-control-allow-headers', 'content-type')
}

/** The answer of the sample API: what became of the request, and the ids that its log lines have. */
function answerVideo(response: ServerResponse, { traceId, requestId, jobId, steps }: Journey): void {
  const status = steps.findLast(({ statusCode }) => statusCode !== null)?.statusCode ?? 500
  response.setHeader('x-trace-id', traceId)
  response.setHeader('x-request-id', requestId)
  const body = { id: jobId, status: status < 400 ? 'accepted' : 'failed' }
  answer(response, status, 'application/json', `${JSON.stringify(body)}\n`)
}

/**
 * Serves `/<platform>/<job>/metrics` and `/<platform>/<job>/health` of every target of every sample platform on loopback; the job can be
 * left out where a platform has one target. With `createVideo`, one of them has an API.
 */
export async function startSampleServer({
  platforms,
  port,
  nowMs,
  hasControl,
  createVideo,
}: SampleServerOptions): Promise<SampleServer> {
  const silent = new Set<SampleTarget>()
  const targetsOf = (platform: string, job: string | undefined): readonly SampleTarget[] =>
    platforms.targets.filter((target) => target.platformId === platform && (job === undefined || target.job === job))

  const isAway = (target: SampleTarget): boolean =>
    silent.has(target) || platforms.isDown(target.platformId, target.job, nowMs())

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
      const message = messageOf(error)
      answer(response, 400, 'text/plain; charset=utf-8', `${message}\n`)
    }
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', `http://${HOST}`).pathname
    if (hasControl && request.method === 'POST' && path === '/control') {
      void control(request, response)
      return
    }
    if (createVideo && path === VIDEOS.path && (request.method === 'POST' || request.method === 'OPTIONS')) {
      allowLoopback(request, response)
      request.resume()
      if (request.method === 'OPTIONS') response.writeHead(204).end()
      else if (targetsOf(VIDEOS.platform, undefined).some(isAway)) request.socket.destroy()
      else {
        createVideo().then(
          (journey) => answerVideo(response, journey),
          () => response.destroy(),
        )
      }
      return
    }
    const { target, resource } = findTarget(path)
    if (request.method !== 'GET' || !target || (resource !== 'metrics' && resource !== 'health')) {
      answer(response, 404, 'text/plain; charset=utf-8', 'Not here.\n')
    } else if (isAway(target)) {
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
