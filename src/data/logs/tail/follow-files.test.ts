import { expect, it } from 'vitest'
import { createFilesFollower } from './follow-files'
import type { PartFetch } from './http-parts'

it('reads each file as a stream, whatever becomes of the others', async () => {
  const bodies: Record<string, string> = { '/a': 'a1\na2\n', '/b': 'b1\n' }
  const fetch: PartFetch = async (url, { from, length }) => {
    const text = bodies[url]
    if (text === undefined) throw new TypeError('no network')
    const body = new TextEncoder().encode(text).slice(from, from + length)
    const contentRange = `bytes ${from}-${from + body.length - 1}/${text.length}`
    return {
      status: 206,
      contentRange,
      contentEncoding: null,
      contentLength: body.length,
      body,
      skipped: 0,
      ended: true,
    }
  }
  const options = { fetch, now: () => 0 }
  const feed = createFilesFollower([
    { ...options, stream: 'a', addresses: ['/a'] },
    { ...options, stream: 'gone', addresses: ['/gone'] },
    { ...options, stream: 'b', addresses: ['/b'] },
  ])
  const heard: string[] = []
  await feed.poll(new AbortController().signal, (stream, { pieces, error }) => {
    const lines = pieces.flatMap((piece) => (piece.kind === 'lines' ? piece.lines.map(({ text }) => text) : []))
    heard.push(`${stream}: ${error?.message ?? lines.join()}`)
  })
  expect(heard).toEqual(['a: a1,a2', 'gone: no network', 'b: b1'])
})
