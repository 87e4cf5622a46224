import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileLogQuery } from '~/domain/logs/query/compile-log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { indexedLine, readLogLine, writeLogLines } from '~/testing/log-lines'
import { createLogIndex } from './log-index'

const LINES = 100_000
const lines = writeLogLines(LINES)
const folder = mkdtempSync(join(tmpdir(), 'lookout-logs-'))
const file = join(folder, 'app.log')

/** Ids that the file has, so that no question is about nothing. */
const someId = (name: string) => {
  const found = new RegExp(`"${name}":"([^"]+)"`)
  return lines.map(({ raw }) => found.exec(raw)?.[1]).find((id) => id !== undefined) ?? ''
}
const ids = Object.fromEntries(
  ['trace_id', 'request_id', 'user_id', 'job_id', 'batch_id', 'correlation_id'].map((name) => [name, someId(name)]),
)

const anywhere = (name: string, test: string) => `any($objects[] | select(has("${name}")) | .${name}; ${test})`
const flow = (name: string) => [`${name}=${ids[name]}`, anywhere(name, `. == "${ids[name]}"`)] as const

/** A question in our words, and as a condition of jq on the object of a line; a line that is no object is `null` to it. */
const FIELD_QUESTIONS: readonly (readonly [ours: string, jq: string])[] = [
  ...Object.keys(ids).map(flow),
  ['level=ERROR', '.level == "ERROR"'],
  ['level>=warn', '.level | IN("WARNING", "ERROR", "CRITICAL")'],
  ['duration_ms>1400', anywhere('duration_ms', 'type == "number" and . > 1400')],
  ['duration_ms>=1400.5 duration_ms<1402', anywhere('duration_ms', 'type == "number" and . >= 1400.5 and . < 1402')],
  ['status_code=403', anywhere('status_code', '. == 403')],
  ['endpoint=/api/v1/jobs', anywhere('endpoint', '. == "/api/v1/jobs"')],
  ['extra.endpoint=/health -level=INFO', '.extra?.endpoint? == "/health" and .level != "INFO"'],
  ['extra.tags.1=7', '.extra?.tags?[1]? == "7"'],
  ['success=true', anywhere('success', '. == true')],
  ['note=null', anywhere('note', '. == null')],
  [
    'logger=audit event_type=auth_attempt,config_change',
    '.logger == "audit" and (.event_type | IN("auth_attempt", "config_change"))',
  ],
  ['logger=app.*', '(.logger // "") | startswith("app.")'],
  ['-logger=app.api.main', '.logger != "app.api.main"'],
  ['user_id!=*', `${anywhere('user_id', 'true')} | not`],
  ['exception.type=ValueError', '.exception?.type? == "ValueError"'],
  ['message~"item [0-9]+5 of"', '(.message // $line) | test("item [0-9]+5 of")'],
]

const TEXT_QUESTIONS: readonly (readonly [ours: string, grep: readonly string[]])[] = [
  [ids['trace_id'] ?? '', ['-F', '-i', ids['trace_id'] ?? '']],
  ['"out of memory"', ['-F', '-i', 'out of memory']],
  ['"Worker out of"', ['-F', 'Worker out of']],
  ['ERROR', ['-F', 'ERROR']],
  ['-INFO', ['-F', '-v', 'INFO']],
  ['app.legacy', ['-F', '-i', 'app.legacy']],
  ['"\\"intro.mp4"', ['-F', '-i', '"intro.mp4']],
  ['Übertragung', ['-F', 'Übertragung']],
]

const index = createLogIndex({ maxLines: LINES, maxBytes: 1e9, reread: (raw) => readLogLine(raw, 0) })

/** Number of a line in the file, from 1. */
const numberOf = new Map<number, number>()

/** Numbers of lines, in order: that of the file is that of time. */
function ours(text: string): readonly number[] {
  const parsed = parseLogQuery(text)
  const compiled = parsed.ok ? compileLogQuery(parsed.query) : null
  if (compiled === null || !compiled.ok) throw new Error(`cannot read ${text}`)
  const hits = index.search(
    { key: text, tests: compiled.tests },
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    'oldest',
  )
  return Array.from(hits.refs, (ref) => numberOf.get(ref) ?? -1)
}

function run(program: string, args: readonly string[]): string {
  try {
    const env = { ...process.env, LC_ALL: 'C.UTF-8' }
    return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`Missing: ${program}. Install with: sudo apt-get install ${program}`)
    }
    throw error
  }
}

/** Numbers of the lines for which each condition is true, from one run over the file. */
function askJq(): readonly (readonly number[])[] {
  const conditions = FIELD_QUESTIONS.map(([, jq]) => `((${jq}) | if . then 1 else 0 end)`)
  const program = `. as $line | (try fromjson catch null) | [.. | objects] as $objects | [${conditions.join(', ')}]`
  const rows = run('jq', ['-R', '-c', program, file]).trimEnd().split('\n')
  const found = FIELD_QUESTIONS.map((): number[] => [])
  for (const [place, row] of rows.entries()) {
    for (const [question, flag] of (JSON.parse(row) as number[]).entries()) {
      if (flag === 1) found[question]?.push(place + 1)
    }
  }
  return found
}

describe('on 100,000 lines in all dialects', () => {
  let answers: readonly (readonly number[])[] = []

  beforeAll(() => {
    writeFileSync(file, lines.map(({ raw }) => `${raw}\n`).join(''))
    for (let at = 0; at < LINES; at += 5_000) {
      const part = lines.slice(at, at + 5_000)
      index.append(
        'app.log',
        part.map(({ raw, timeMs }, place) => indexedLine(raw, timeMs, String(at + place + 1))),
      )
    }
    for (const { id, ref } of everyRef()) numberOf.set(ref, Number(id))
    answers = askJq()
  }, 180_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(FIELD_QUESTIONS.map(([text], place) => [text, place] as const))(
    '%s finds what jq finds',
    (text, place) => {
      const expected = answers[place] ?? []
      expect(expected.length).toBeGreaterThan(0)
      expect(ours(text)).toEqual(expected)
    },
    60_000,
  )

  it.each(TEXT_QUESTIONS)(
    '%s finds what grep finds',
    (text, grep) => {
      const expected = numbersIn(run('grep', ['-n', ...grep, file]))
      expect(ours(text)).toEqual(expected)
    },
    60_000,
  )
})

function everyRef(): readonly { readonly id: string; readonly ref: number }[] {
  const { refs } = index.search({ key: '', tests: [] }, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 'oldest')
  return Array.from(refs, (ref) => ({ id: index.line(ref)?.id ?? '', ref }))
}

function numbersIn(output: string): readonly number[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => Number.parseInt(line, 10))
}
