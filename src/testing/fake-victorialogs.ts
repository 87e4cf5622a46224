import type { LogServerFaults } from './fake-loki'
import { readAll, startServer, type TestServer } from './http-server'

/** An entry as it is stored: all values are text, and `_time` has nanoseconds. */
export type VictoriaEntry = Readonly<Record<string, string>> & { readonly _msg: string; readonly _time: string }

export interface FakeVictoriaLogs extends TestServer {
  readonly entries: VictoriaEntry[]
  readonly faults: LogServerFaults
  readonly asked: { readonly path: string; readonly params: URLSearchParams }[]
}

/**
 * VictoriaLogs' query and `field_names`, written from its documentation
 * (https://docs.victoriametrics.com/victorialogs/querying/#querying-logs and https://docs.victoriametrics.com/victorialogs/logsql/):
 * JSON lines in no order without `limit`, the newest with it, the filters `_time:[a, b)`, `_stream_id:`, `name:="exact"`,
 * `name:~"pattern"`, `or` and the pipe `sort by (_time) limit n`. Other queries are refused, with text and status 400.
 */
export async function startFakeVictoriaLogs(): Promise<FakeVictoriaLogs> {
  const entries: VictoriaEntry[] = []
  const faults: LogServerFaults = {}
  const asked: FakeVictoriaLogs['asked'] = []
  const server = await startServer(async (request, response) => {
    const path = request.url ?? '/'
    const params = new URLSearchParams((await readAll(request)).toString())
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') => {
      const headers = faults.retryAfter === undefined ? {} : { 'retry-after': faults.retryAfter }
      response.writeHead(status, { 'content-type': type, ...headers }).end(body)
    }
    if (faults.hangs === true) return
    if (faults.status !== undefined) return answer(faults.status, faults.body ?? '')
    asked.push({ path, params })
    const query = compile(params.get('query') ?? '')
    if (query === null) return answer(400, `cannot parse query [${params.get('query')}]: unexpected token`)
    const [start = 0n, end = 0n] = ['start', 'end'].map((name) => nsOf(params.get(name) ?? ''))
    const found = entries.filter((entry) => {
      const ns = timeOf(entry)
      return ns >= start && ns < end && query.passes(entry)
    })
    if (path === '/select/logsql/field_names') {
      const names = new Set(found.flatMap((entry) => Object.keys(entry)))
      const values = [...names].map((value) => ({ value, hits: 1 }))
      return answer(200, JSON.stringify({ values }), 'application/json')
    }
    if (path !== '/select/logsql/query') return answer(404, 'unsupported path requested\n')
    const limit = params.get('limit')
    const newestFirst = () => found.toSorted((a, b) => Number(timeOf(b) - timeOf(a)))
    const given =
      query.oldest !== null
        ? newestFirst().reverse().slice(0, query.oldest)
        : limit === null
          ? found
          : newestFirst().slice(0, Number(limit))
    const line = (entry: VictoriaEntry) => JSON.stringify(Object.fromEntries(Object.entries(entry).sort()))
    answer(200, given.map((entry) => `${line(entry)}\n`).join(''), 'application/stream+json')
  })
  return { ...server, entries, faults, asked }
}

/** An entry of a line that was pushed as JSON with `_msg_field=message&_time_field=timestamp`, or as plain text. */
export function toVictoriaEntry(raw: string, timeMs: number, labels: Readonly<Record<string, string>>): VictoriaEntry {
  const text = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  const common = {
    ...labels,
    _stream: `{${text.join(',')}}`,
    _stream_id: Buffer.from(text.join()).toString('hex').slice(0, 48),
    _time: new Date(timeMs).toISOString().replace('Z', '000000Z'),
  }
  if (!raw.startsWith('{')) return { ...common, _msg: raw }
  const { message, timestamp: _, ...fields } = JSON.parse(raw)
  return { ...flat('', fields), ...common, _msg: String(message) }
}

function flat(prefix: string, value: object): Record<string, string> {
  const entries = Object.entries(value).map(([name, inner]) =>
    typeof inner === 'object' && inner !== null
      ? flat(`${prefix}${name}.`, inner)
      : { [`${prefix}${name}`]: String(inner) },
  )
  return Object.assign({}, ...entries)
}

type Passes = (entry: VictoriaEntry) => boolean

/** Null for a query that is not one of those above. */
function compile(text: string): { readonly passes: Passes; readonly oldest: number | null } | null {
  const pipe = / \| sort by \(_time\) limit (\d+)$/.exec(text)
  let rest = pipe === null ? text : text.slice(0, pipe.index)
  const tests: Passes[] = []
  while (rest !== '') {
    const read = readFilter(rest)
    if (read === null) return null
    tests.push(read.passes)
    rest = rest.slice(read.length).trimStart()
  }
  return { passes: (entry) => tests.every((test) => test(entry)), oldest: pipe === null ? null : Number(pipe[1]) }
}

function readFilter(text: string): { readonly passes: Passes; readonly length: number } | null {
  const time = /^_time:\[(\S+), (\S+)\)/.exec(text)
  if (time !== null) {
    const [from, to] = [nsOf(time[1] ?? ''), nsOf(time[2] ?? '')]
    return { passes: (entry) => timeOf(entry) >= from && timeOf(entry) < to, length: time[0].length }
  }
  if (text.startsWith('*')) return { passes: () => true, length: 1 }
  const id = /^_stream_id:([0-9a-f]+)/.exec(text)
  if (id !== null) return { passes: (entry) => entry['_stream_id'] === id[1], length: id[0].length }
  if (text.startsWith('(')) {
    const any: Passes[] = []
    let at = 1
    for (;;) {
      const read = readFilter(text.slice(at))
      if (read === null) return null
      any.push(read.passes)
      at += read.length
      if (text[at] === ')') return { passes: (entry) => any.some((test) => test(entry)), length: at + 1 }
      if (!text.startsWith(' or ', at)) return null
      at += 4
    }
  }
  const field = /^("(?:[^"\\]|\\.)*"|[a-z_]+):([=~])("(?:[^"\\]|\\.)*")/.exec(text)
  if (field === null) return null
  const [, written = '', op, value = ''] = field
  const name: string = written.startsWith('"') ? JSON.parse(written) : written
  const wanted: string = JSON.parse(value)
  const [, fold, pattern = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(wanted) ?? []
  const regex = new RegExp(pattern, fold === undefined ? 'u' : 'iu')
  const passes: Passes = (entry) => (op === '=' ? entry[name] === wanted : regex.test(entry[name] ?? ''))
  return { passes, length: field[0].length }
}

function nsOf(text: string): bigint {
  const [, seconds = '', decimals = ''] = /^(.+?)(?:\.(\d+))?Z$/.exec(text) ?? []
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(decimals.padEnd(9, '0'))
}

const times = new WeakMap<VictoriaEntry, bigint>()

function timeOf(entry: VictoriaEntry): bigint {
  const known = times.get(entry) ?? nsOf(entry._time)
  times.set(entry, known)
  return known
}
