import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAlertmanager, type Silence } from './alertmanager'
import type { WorldCommand } from './commands'
import { instant, matrix, rules } from './prometheus'
import { createWorld, linesOf, TICK_S } from './world'

export interface Backend {
  readonly url: string
  /** Answers counted by path, and the most that were under way at once. */
  readonly traffic: {
    mostAtOnce: number
    /** Requests by what was asked: the path with what chooses alerts, and the expression without its times. */
    readonly asked: Map<string, number>
  }
  close(): Promise<void>
}

/** The file is rotated by itself at this size, as a logger does. */
const FILE_BYTES = 2 * 1024 * 1024

/** Prometheus, Alertmanager and a growing log, on an origin of their own; time is what the page says. */
export async function startBackend(): Promise<Backend> {
  const world = createWorld()
  let nowMs = Date.now()
  let file = Buffer.alloc(0)
  let older = Buffer.alloc(0)
  const alertmanager = createAlertmanager(world, nowMs)
  let atOnce = 0
  let isBroken = false
  let isGone = false
  const traffic = { mostAtOnce: 0, asked: new Map<string, number>() }

  function goOn(untilMs: number): void {
    const stepMs = TICK_S * 1000
    // After eight hours asleep not all of it is written at once: what a page wakes to is the newest part.
    for (let ms = Math.max(nowMs + stepMs, untilMs - 100 * stepMs); ms <= untilMs; ms += stepMs) {
      file = Buffer.concat([file, Buffer.from(linesOf(ms, world.isCalm()))])
      if (file.length > FILE_BYTES) rotate()
    }
    nowMs = untilMs
  }

  function rotate(): void {
    older = file
    file = Buffer.alloc(0)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://backend')
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS')
    response.setHeader('access-control-allow-headers', 'Accept, Authorization, Content-Type, Origin, Range')
    response.setHeader('access-control-expose-headers', 'Date, Content-Range, Content-Encoding, Content-Length')
    response.setHeader('date', new Date(nowMs).toUTCString())
    response.setHeader('access-control-max-age', '7200')
    if (request.method === 'OPTIONS') return void response.writeHead(204).end()
    const body = request.method === 'POST' ? await readText(request) : ''
    if (url.pathname === '/soak/now') {
      goOn(Number(body))
      return void response.writeHead(204).end()
    }
    if (url.pathname === '/soak/world') {
      const command = JSON.parse(body) as WorldCommand
      if (command.kind === 'rotate') rotate()
      if (command.kind === 'broken') isBroken = command.on
      if (command.kind === 'gone') isGone = command.on
      if (command.kind === 'calm') world.keepCalm(command.on ? nowMs / 1000 : null)
      return void response.writeHead(204).end()
    }
    if (isGone) return void request.socket.destroy()
    if (isBroken) return json(response, 500, { status: 'error', errorType: 'internal', error: 'broken on purpose' })
    const form = new URLSearchParams(request.method === 'POST' ? body : url.search)
    const number = (name: string) => Number(form.get(name))
    const data = (found: unknown) => json(response, 200, { status: 'success', data: found })
    const expr = form.get('query') ?? ''
    // An Alertmanager is asked for other alerts by other parameters of one path.
    const which = url.pathname.startsWith('/alertmanager/') ? url.search : ''
    const question = `${url.pathname}${which} ${expr}`
    traffic.asked.set(question, (traffic.asked.get(question) ?? 0) + 1)
    switch (url.pathname) {
      case '/prometheus/api/v1/query':
        return data(instant(world, expr, number('time')))
      case '/prometheus/api/v1/query_range':
        return data(matrix(world, expr, number('start'), number('end'), number('step')))
      case '/prometheus/api/v1/rules':
        return data(rules(world, nowMs / 1000))
      case '/prometheus/api/v1/status/buildinfo':
        return data({ version: '2.42.0' })
      case '/alertmanager/api/v2/alerts':
        return json(response, 200, alertmanager.alerts(nowMs, form.get('active') !== 'false'))
      case '/alertmanager/api/v2/silences':
        if (request.method === 'GET') return json(response, 200, alertmanager.silences(nowMs))
        return json(response, 200, alertmanager.put(JSON.parse(body) as Silence, nowMs))
      case '/alertmanager/api/v2/status':
        return json(response, 200, alertmanager.status())
      case '/logs/soak.log':
        return sendPart(request, response, file)
      case '/logs/soak.log.1':
        return sendPart(request, response, older)
      default:
        if (url.pathname.startsWith('/prometheus/api/v1/')) return data([])
        response.writeHead(404).end('not found')
    }
  }

  const server = createServer((request, response) => {
    atOnce += 1
    traffic.mostAtOnce = Math.max(traffic.mostAtOnce, atOnce)
    response.once('close', () => {
      atOnce -= 1
    })
    answer(request, response).catch(() => response.destroy())
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${port}`,
    traffic,
    close,
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendPart(request: IncomingMessage, response: ServerResponse, file: Buffer): void {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  const from = Number(range?.[1] ?? 0)
  if (range !== null && from >= file.length) {
    return void response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end()
  }
  const part = file.subarray(from, range === null ? undefined : Number(range[2]) + 1)
  const place = `bytes ${from}-${from + part.length - 1}/${file.length}`
  response.writeHead(range === null ? 200 : 206, {
    'content-type': 'text/plain',
    'content-length': part.length,
    ...(range === null ? {} : { 'content-range': place }),
  })
  response.end(part)
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
