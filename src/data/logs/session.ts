import type { Hits } from '~/domain/logs/index/hits'
import type { IndexQuery, LogIndex } from '~/domain/logs/index/log-index'
import type { LogOverview, LogPattern, LogQuestion } from '~/domain/logs/log-ports'
import { isUserPath, maskIds, maskUsers } from '~/domain/logs/mask-users'
import type { LogLine } from '~/domain/logs/model'
import { minePatterns } from '~/domain/logs/patterns/mine-patterns'
import { compileLogQuery } from '~/domain/logs/query/compile-log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import type { Redactor } from '~/domain/logs/redact'
import type { LogBook } from './book'
import { exportChunks } from './export-lines'

/** Bars of the volume: each wide enough for a finger on a phone, and a hundred levels of detail on a wall. */
const BARS = 80
/** Fields whose values are counted, where lines have them. */
const FACETS = [
  'level',
  'stream',
  'service',
  'logger',
  'status_code',
  'endpoint',
  'event_type',
  'user',
  'model',
  'agent',
  'preset',
]
/** Answers to questions that the page may still have on screen. */
const KEPT_VERSIONS = 3
/** Lines read at once for patterns, before others may ask something. */
const PATTERN_SLICE = 5_000
/** User ids that are looked for where a text stands without its line: the most frequent of each field. */
const MOST_USERS = 2_000

interface KnownHits {
  readonly version: number
  readonly index: LogIndex
  readonly hits: Hits
  readonly question: LogQuestion
  readonly masked: boolean
  /** Counted when it is asked for first. */
  summary: Summary | null
}

/** What is counted over all matching lines. */
type Summary = Pick<LogOverview, 'volume' | 'volumeStepMs' | 'facets' | 'fields'>

/** Answers one question after the other from a book. */
export interface BookSession {
  ask(question: LogQuestion): void
  readonly question: LogQuestion
  overview(): LogOverview
  lines(version: number, from: number, count: number): readonly LogLine[] | null
  around(id: string, before: number, after: number): Promise<readonly LogLine[] | null>
  find(version: number, id: string): number
  patterns(version: number, pause: () => Promise<void>): Promise<readonly LogPattern[] | null>
  /** All matching lines as pieces of a file. */
  download(version: number, as: 'jsonl' | 'csv', columns: readonly string[]): readonly string[] | null
}

/** What of the lines is not for the page. */
export interface SessionPrivacy {
  readonly redactor: Redactor
  /** Whether user ids are masked now; asked at each answer. */
  readonly masksUsers: () => boolean
}

/** Versions begin after `afterVersion`. What a server has filtered is filtered again: it may have given more than was asked. */
export function createBookSession(
  book: LogBook,
  first: LogQuestion,
  { redactor, masksUsers }: SessionPrivacy,
  afterVersion: number,
): BookSession {
  let question = first
  let query = compile(first.query)
  let version = afterVersion
  const known: KnownHits[] = []

  function compile(text: string): IndexQuery {
    const parsed = parseLogQuery(text)
    const compiled = parsed.ok ? compileLogQuery(parsed.query) : null
    return { key: text, tests: compiled?.ok === true ? compiled.tests : [] }
  }

  function current(): KnownHits {
    const last = known.at(-1)
    const { index } = book
    const masked = masksUsers()
    const isSettled = last?.index === index && last.hits.version === index.version
    if (isSettled && last.question === question && last.masked === masked) return last
    const hits = index.search(query, question.fromMs, question.toMs, question.order)
    const isSame =
      last?.index === index &&
      last.masked === masked &&
      last.question.order === question.order &&
      areSame(last.hits, hits)
    if (!isSame) version += 1
    else known.pop()
    const next = { version, index, hits, question, masked, summary: null }
    known.push(next)
    if (known.length > KEPT_VERSIONS) known.shift()
    return next
  }

  const at = (wanted: number) => known.find((one) => one.version === wanted)
  const show = (line: LogLine) => redactor.line(masksUsers() ? maskUsers(line) : line)
  const shown = (line: LogLine | null) => (line === null ? null : show(line))

  /** How text is shown that stands without its line: who is meant there is known from all of them. */
  function textOf({ index, hits }: KnownHits): (text: string) => string {
    if (!masksUsers()) return redactor.text
    const paths = new Set(['user', 'user_id', ...index.fieldsOf(hits).filter(isUserPath)])
    const facets = index.facets(hits, [...paths], MOST_USERS)
    const mask = maskIds(facets.flatMap(({ values }) => values.map(({ value }) => value)))
    return (text) => redactor.text(mask(text))
  }

  function facetsOf(known: KnownHits): LogOverview['facets'] {
    const { index, hits, question, masked } = known
    const { facets = FACETS } = question
    const text = textOf(known)
    return index.facets(hits, masked ? facets.filter((path) => !isUserPath(path)) : facets).map((facet) => ({
      ...facet,
      values: facet.values.map(({ value, count }) => ({ value: text(value), count })),
    }))
  }

  function summaryOf(known: KnownHits): Summary {
    const { index, hits, question } = known
    known.summary ??= {
      ...index.volume(hits, question.fromMs, question.toMs, BARS),
      facets: facetsOf(known),
      fields: index.fieldsOf(hits),
    }
    return known.summary
  }

  return {
    get question() {
      return question
    },
    ask(next) {
      if (next.query !== question.query) query = compile(next.query)
      question = next
    },
    overview() {
      const known = current()
      const { hits, index } = known
      return {
        version,
        matched: hits.count,
        scanned: hits.scanned,
        broken: hits.broken,
        newestMs: index.newestMs,
        ...summaryOf(known),
        gaps: book.gaps,
        wholeFromMs: book.wholeFromMs,
        readMs: book.readMs,
        loading: book.loading,
        error: book.error,
      }
    },
    lines(wanted, from, count) {
      const one = at(wanted)
      if (one === undefined) return null
      return [...one.hits.refs.subarray(from, from + count)].flatMap((ref) => shown(one.index.line(ref)) ?? [])
    },
    around: async (id, before, after) => (await book.around(id, before, after))?.map(show) ?? null,
    find(wanted, id) {
      const one = at(wanted)
      return one === undefined ? -1 : one.index.find(one.hits, id)
    },
    async patterns(wanted, pause) {
      const one = at(wanted)
      if (one === undefined) return null
      const { fromMs, toMs } = one.question
      const miner = minePatterns(one.index, one.hits, { fromMs, toMs, bars: BARS })
      while (miner.read(PATTERN_SLICE)) await pause()
      const text = textOf(one)
      return miner.patterns().map((pattern) => ({
        ...pattern,
        template: text(pattern.template),
        query: text(pattern.query),
        example: show(pattern.example),
      }))
    },
    download(wanted, as, columns) {
      const one = at(wanted)
      if (one === undefined) return null
      const lines = function* () {
        for (const ref of one.hits.refs) {
          const line = shown(one.index.line(ref))
          if (line !== null) yield line
        }
      }
      return exportChunks(lines(), as, columns)
    },
  }
}

/** Whether two answers are the same lines in the same order. */
function areSame(a: Hits, b: Hits): boolean {
  if (a.count !== b.count) return false
  for (let i = 0; i < a.count; i++) if (a.refs[i] !== b.refs[i]) return false
  return true
}
