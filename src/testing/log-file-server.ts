import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { startServer, type TestServer } from './http-server'

/** How a server of files treats ranges; `beforeAnswer` runs when a request came and before any file is opened. */
export interface FileServerFaults {
  noRange?: boolean
  /** 206 with a Content-Range of another place. */
  wrongRange?: boolean
  status?: number
  beforeAnswer?: () => void
}

/** Serves the files of a folder with Range, as static servers do: a file is opened, measured and read. */
export function startFileServer(folder: string, faults: FileServerFaults): Promise<TestServer> {
  return startServer((request, response) => {
    faults.beforeAnswer?.()
    const path = join(folder, (request.url ?? '').slice(1))
    if (faults.status !== undefined) response.writeHead(faults.status).end()
    else if (!existsSync(path)) response.writeHead(404).end('not found')
    else {
      const file = openSync(path, 'r')
      try {
        const { size } = fstatSync(file)
        const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
        const from = range === null || faults.noRange === true ? 0 : Number(range[1])
        const isRange = range !== null && faults.noRange !== true
        const to = isRange ? Math.min(size, Number(range[2]) + 1) : size
        if (isRange && from >= size) response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end()
        else {
          const body = Buffer.alloc(to - from)
          readSync(file, body, 0, body.length, from)
          const told = faults.wrongRange === true ? from + 7 : from
          const headers = isRange ? { 'Content-Range': `bytes ${told}-${told + body.length - 1}/${size}` } : {}
          response.writeHead(isRange ? 206 : 200, { ...headers, 'Content-Length': body.length }).end(body)
        }
      } finally {
        closeSync(file)
      }
    }
  })
}
