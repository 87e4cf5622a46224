import { createLogIndex, type IndexQuery, type LogIndex } from '~/domain/logs/index/log-index'
import { minePatterns } from '~/domain/logs/patterns/mine-patterns'
import { compileLogQuery } from '~/domain/logs/query/compile-log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { readLogLine, writeLogLines } from '~/testing/log-lines'
import { median, type Row } from './table'

const LINES = 100_000
const ROUNDS = 7
/** Lines come in parts of this many, as a reader gives them. */
const PART = 2_000
const ALWAYS = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
const FACETS = ['level', 'logger', 'stream', 'status_code', 'endpoint', 'user_id', 'job_id', 'trace_id']

/** Each is another query in each round, by a number for `#` and by its key, so that nothing is answered from memory. */
const QUESTIONS: readonly (readonly [what: string, text: string])[] = [
  ['one value of a field', 'user_id=user_#'],
  ['a value of a field that is in half of the lines', 'status_code=200,40#'],
  ['a number', 'duration_ms>5#'],
  ['a level', 'level>=ERROR'],
  ['text, any case', '"out of memory"'],
  ['text, exact', '"Worker out of memory"'],
  ['short text that no line has', 'zq#'],
  ['short text that begins as most', 'erx#'],
  ['text left out', '-"cache miss #"'],
  ['a value left out', '-logger=audit#'],
  ['three at once', 'level=ERROR duration_ms>5# "batch"'],
]

/** The index of log lines alone, in this process: 100,000 lines in all dialects. */
export function measureLogIndex(): Row[] {
  const written = writeLogLines(LINES, { stepMs: 90 })
  const lines = written.map(({ raw, timeMs }, place) => ({ ...readLogLine(raw, timeMs), id: `line-${place}` }))
  const megabytes = lines.reduce((sum, { raw }) => sum + raw.length, 0) / 1e6
  const index = createLogIndex({ maxLines: LINES * 2, maxBytes: 1e9, reread: (raw) => readLogLine(raw, 0) })
  const beganMs = performance.now()
  let longestMs = 0
  for (let at = 0; at < LINES; at += PART) {
    const partMs = performance.now()
    index.append(at % (PART * 4) === 0 ? 'worker.log' : 'app.log', lines.slice(at, at + PART))
    longestMs = Math.max(longestMs, performance.now() - partMs)
  }
  const appendMs = performance.now() - beganMs
  const rows: Row[] = [
    {
      what: `${LINES} lines (${megabytes.toFixed(0)} MB) into the index, in the worker`,
      measured: `${appendMs.toFixed(0)} ms, ${longestMs.toFixed(0)} ms the longest part, ${(index.bytes / 1e6).toFixed(0)} MB kept`,
      goal: 'at most 1000 ms',
      reached: appendMs <= 1000,
    },
  ]
  for (const [what, text] of QUESTIONS) {
    const times: number[] = []
    let found = 0
    for (let round = 0; round < ROUNDS; round++) {
      const query = { ...queryOf(text.replaceAll('#', String(round + 1))), key: `${text} ${round}` }
      const startMs = performance.now()
      found = index.search(query, ...ALWAYS, 'newest').count
      times.push(performance.now() - startMs)
    }
    rows.push(row(`filter of ${LINES} lines: ${what} (${found} lines)`, times))
  }
  const all = index.search(queryOf(''), ...ALWAYS, 'newest')
  const [fromMs, toMs] = [all.times.at(-1) ?? 0, (all.times[0] ?? 0) + 1]
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now()
    index.facets(all, FACETS)
    index.volume(all, fromMs, toMs, 60)
    index.fieldsOf(all)
    times.push(performance.now() - startMs)
  }
  rows.push(row(`facets of ${FACETS.length} fields, bars and field names of ${LINES} lines`, times))
  const tail: number[] = []
  const query = queryOf('level!=DEBUG')
  for (let round = 0; round < ROUNDS; round++) {
    index.search(query, ...ALWAYS, 'newest')
    const fresh = lines
      .slice(0, 200)
      .map((line, place) => ({ ...line, timeMs: toMs + round, id: `new-${round}-${place}` }))
    const startMs = performance.now()
    index.append('app.log', fresh)
    index.search(query, ...ALWAYS, 'newest')
    tail.push(performance.now() - startMs)
  }
  rows.push(row(`200 new lines beside ${LINES}, and the same question again`, tail))
  rows.push(patternsRow(index, queryOf('')))
  return rows
}

function row(what: string, times: readonly number[]): Row {
  const ms = median(times)
  return { what, measured: `${ms.toFixed(1)} ms`, goal: 'at most 15 ms', reached: ms <= 15 }
}

/** All lines into patterns, in slices of which the longest is told. */
function patternsRow(index: LogIndex, everything: IndexQuery): Row {
  const hits = index.search(everything, ...ALWAYS, 'newest')
  const [fromMs, toMs] = [hits.times.at(-1) ?? 0, (hits.times[0] ?? 0) + 1]
  const startMs = performance.now()
  const miner = minePatterns(index, hits, { fromMs, toMs, bars: 60 })
  let longestMs = 0
  for (let isMore = true, sliceMs = startMs; isMore; sliceMs = performance.now()) {
    isMore = miner.read(PART)
    longestMs = Math.max(longestMs, performance.now() - sliceMs)
  }
  const found = miner.patterns().length
  const ms = performance.now() - startMs
  return {
    what: `patterns of ${hits.count} lines (${found} found)`,
    measured: `${ms.toFixed(0)} ms, ${longestMs.toFixed(0)} ms the longest slice`,
    goal: 'at most 1500 ms',
    reached: ms <= 1500,
  }
}

function queryOf(text: string): IndexQuery {
  const parsed = parseLogQuery(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  const compiled = compileLogQuery(parsed.query)
  if (!compiled.ok) throw new Error(compiled.message)
  return { key: text, tests: compiled.tests }
}
