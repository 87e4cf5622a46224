import { type FileHandle, open, realpath } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Header } from '../headers/policy'
import { fileOfUrlPath } from './static-files'

/** A part of a file, `to` included; `whole` where no range was asked for, or one that is left aside. */
export type Range = { readonly from: number; readonly to: number } | 'whole' | 'beyond'

/**
 * One range of bytes (RFC 9110, 14.1.2): `bytes=0-99`, `bytes=100-` or `bytes=-100`. Several at once, other units and what is none are
 * left aside, as the standard allows.
 */
export function rangeOf(header: string | undefined, size: number): Range {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole'
  if (first === '')
    return Number(last) === 0 || size === 0 ? 'beyond' : { from: Math.max(0, size - Number(last)), to: size - 1 }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return 'whole'
  if (from >= size) return 'beyond'
  return { from, to: last === '' ? size - 1 : Math.min(size - 1, Number(last)) }
}

/**
 * Answers with a file that grows and may be renamed while it is sent: as many bytes as it had when it was opened, never compressed. False
 * where there is no such file in the folder, and nothing was sent.
 */
export async function sendLogFile(
  request: IncomingMessage,
  response: ServerResponse,
  headers: readonly Header[],
  folder: string,
  urlPath: string,
): Promise<boolean> {
  const file = await openBelow(folder, urlPath)
  if (file === undefined) return false
  try {
    const info = await file.stat()
    if (!info.isFile()) return false
    // There are no tags to compare: a condition that cannot be met asks for the whole.
    const range = request.headers['if-range'] === undefined ? rangeOf(request.headers.range, info.size) : 'whole'
    for (const [name, value] of headers) response.setHeader(name, value)
    response.setHeader('Content-Type', 'text/plain; charset=utf-8')
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('Accept-Ranges', 'bytes')
    response.setHeader('Last-Modified', info.mtime.toUTCString())
    if (range === 'beyond') {
      response.setHeader('Content-Range', `bytes */${info.size}`)
      response.setHeader('Content-Length', 0)
      response.writeHead(416).end()
      return true
    }
    const { from, to } = range === 'whole' ? { from: 0, to: info.size - 1 } : range
    if (range !== 'whole') response.setHeader('Content-Range', `bytes ${from}-${to}/${info.size}`)
    response.setHeader('Content-Length', to - from + 1)
    response.writeHead(range === 'whole' ? 200 : 206)
    if (request.method === 'HEAD' || to < from) {
      response.end()
      return true
    }
    const body = file.createReadStream({ start: from, end: to, autoClose: false })
    await pipeline(body, response, { end: false })
    // A file that was cut meanwhile has fewer bytes than were promised: that must not look like an end.
    if (body.bytesRead === to - from + 1) response.end()
    else response.destroy()
    return true
  } finally {
    await file.close()
  }
}

/** Links that lead out of the folder are not followed. */
async function openBelow(folder: string, urlPath: string): Promise<FileHandle | undefined> {
  const relative = fileOfUrlPath(urlPath)
  if (relative === undefined) return undefined
  try {
    const base = await realpath(folder)
    const path = await realpath(join(base, relative))
    return path.startsWith(base + sep) ? await open(path, 'r') : undefined
  } catch {
    return undefined
  }
}
