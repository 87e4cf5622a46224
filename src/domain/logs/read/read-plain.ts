import type { LogField, LogLevel } from '~/domain/logs/model'
import type { UnixMs } from '~/domain/units-of-measure'
import { levelOfSyslog, readLevel } from './read-level'
import { dateMs, readIsoTime } from './read-time'

/** What a plain line tells of itself; undefined and empty where it does not. */
export interface PlainFacts {
  readonly timeMs?: UnixMs | undefined
  readonly level?: LogLevel
  readonly logger?: string
  readonly fields?: readonly LogField[]
}

/** Where time and level stand, if they do; what is farther in is what somebody said. */
const MAX_HEAD = 240
/** Colours of terminals: uvicorn and others write them around the level. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const COLOURS = /\u001b\[[\d;]{0,20}m/g

const ACCESS =
  /^(\S{1,64}) \S{1,64} (\S{1,256}) \[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-]\d{4})\] "([^"]{0,4096})" (\d{3}) (\d+|-)/
const UVICORN = /^([A-Z]{4,8}):\s{1,10}(\S{1,64}:\d+) - "([A-Z]{3,7}) (\S+) HTTP\/[\d.]+" (\d{3})/
const BASIC_PYTHON = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]{1,100}):/
const CELERY = /^: ([A-Z]+)\/([\w.:-]{1,80})\]/
const PRIORITY = /^<(\d{1,3})>(?:1 )?/
const SYSLOG =
  /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,9})? (\S{1,255}) ([^\s:[]{1,100})(?:\[(\d+)\])?: /
const LEVELS = 'TRACE|DEBUG|DBG|INFO|NOTICE|WARN|WARNING|WRN|ERR|ERROR|SEVERE|CRIT|CRITICAL|FATAL|ALERT|EMERG|PANIC'
/** In capitals a level is a word like any other; else only between signs: `error` is what a sentence may say. */
const LEVEL_WORD = new RegExp(String.raw`(?:^|[\s[(|<:])(${LEVELS})(?=$|[\s\])|>:,/])`)
const LEVEL_BETWEEN_SIGNS = new RegExp(String.raw`(?:[[(|<]\s?|^\s*)(${LEVELS})\s{0,8}[\])|>:]`, 'i')
/** `app.core - INFO - text` and `INFO app.core: text` of the formats that Python projects write. */
const LOGGER_BEFORE = /^[\s\-|[\]:]*([A-Za-z_][\w.]{0,99})(?: -|\s*\|)?\s*[-|[(]?\s*$/
const LOGGER_AFTER = /^[\])>]?\s*(?:[-|:]\s*)?\[?([A-Za-z_][\w]*(?:\.\w+)+|[A-Za-z_]\w{0,60}(?=\s*(?:: | - |\])))/
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** Finds time, level and logger at the start of a line that is no JSON. `nowMs` tells the year where a format has none. */
export function readPlain(text: string, nowMs: UnixMs): PlainFacts {
  const head = text.slice(0, MAX_HEAD).replace(COLOURS, '').trimStart()
  return readAccess(text) ?? readUvicorn(head) ?? readLogfmt(text) ?? readSyslog(head, nowMs) ?? readHead(head)
}

function readAccess(text: string): PlainFacts | undefined {
  const match = ACCESS.exec(text)
  if (match === null) return undefined
  const [, address = '', user = '', day, month = '', year, hour, minute, second, zone, request = '', status = ''] =
    match
  const iso = `${year}-${String(monthOf(month)).padStart(2, '0')}-${day}T${hour}:${minute}:${second}${zone}`
  const [method = '', path = ''] = request.split(' ')
  return {
    timeMs: readIsoTime(iso, 0)?.timeMs,
    fields: [
      field('remote_addr', address),
      ...(user === '-' ? [] : [field('remote_user', user)]),
      ...(path === '' ? [field('request', request)] : [field('method', method), field('path', path)]),
      field('status_code', status, 'number'),
      ...(match[12] === '-' ? [] : [field('bytes', match[12] ?? '', 'number' as const)]),
    ],
  }
}

function readUvicorn(head: string): PlainFacts | undefined {
  const match = UVICORN.exec(head)
  if (match !== null) {
    const [, level = '', client = '', method = '', path = '', status = ''] = match
    const fields = [field('client', client), field('method', method), field('path', path)]
    return { level: readLevel(level), fields: [...fields, field('status_code', status, 'number')] }
  }
  const basic = BASIC_PYTHON.exec(head)
  return basic === null ? undefined : { level: readLevel(basic[1] ?? ''), logger: basic[2] ?? '' }
}

function readSyslog(head: string, nowMs: UnixMs): PlainFacts | undefined {
  const priority = PRIORITY.exec(head)
  const number = Number(priority?.[1] ?? Number.NaN)
  const level = number <= 191 ? levelOfSyslog(number % 8) : undefined
  const rest = head.slice(priority?.[0].length ?? 0)
  const match = SYSLOG.exec(rest)
  if (match === null) {
    if (level === undefined) return undefined
    const facts = readHead(rest)
    return { ...facts, level }
  }
  const [, month = '', day, hour, minute, second, host = '', app = '', pid] = match
  const inYearMs = (year: number) => dateMs(year, monthOf(month), Number(day))
  const year = new Date(nowMs).getUTCFullYear()
  const clockMs = (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000
  const thisYear = inYearMs(year)
  // A line of December that is read in January is of the year before.
  const dayMs = thisYear === undefined || thisYear + clockMs > nowMs + 86_400_000 ? inYearMs(year - 1) : thisYear
  const found = level ?? readHead(rest.slice(match[0].length)).level
  return {
    timeMs: dayMs === undefined ? undefined : dayMs + clockMs,
    ...(found === undefined ? {} : { level: found }),
    logger: app,
    fields: [field('host', host), ...(pid === undefined ? [] : [field('process_id', pid, 'number' as const)])],
  }
}

function readHead(head: string): PlainFacts {
  const from = head.charCodeAt(0) === 91 ? 1 : 0
  const time = readIsoTime(head, from)
  const rest = time === undefined ? head : head.slice(time.end)
  const celery = CELERY.exec(rest)
  if (celery !== null) {
    return { timeMs: time?.timeMs, level: readLevel(celery[1] ?? ''), fields: [field('process', celery[2] ?? '')] }
  }
  const word = LEVEL_BETWEEN_SIGNS.exec(rest) ?? LEVEL_WORD.exec(rest)
  // Without a time the level must be the first word.
  const limit = time === undefined ? 2 : 80
  if (word?.[1] === undefined || word.index > limit) return { timeMs: time?.timeMs }
  const logger =
    LOGGER_BEFORE.exec(rest.slice(0, word.index))?.[1] ??
    LOGGER_AFTER.exec(rest.slice(word.index + word[0].length))?.[1] ??
    ''
  return { timeMs: time?.timeMs, level: readLevel(word[1]), logger }
}

const PAIR = /\s*([A-Za-z_@][\w.@/-]{0,127})=(?:"((?:[^"\\]|\\.)*)"|(\S*))/y

/** `ts=... level=info msg="..."`: a line that is pairs from its start to its end, two at least. */
function readLogfmt(text: string): PlainFacts | undefined {
  if (!/^[A-Za-z_@][\w.@/-]{0,127}=/.test(text)) return undefined
  const fields: LogField[] = []
  PAIR.lastIndex = 0
  let end = 0
  for (let match = PAIR.exec(text); match !== null && fields.length < 500; match = PAIR.exec(text)) {
    end = PAIR.lastIndex
    const [, path = '', quoted, bare = ''] = match
    if (quoted === undefined)
      fields.push(field(path, bare, /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(bare) ? 'number' : 'text'))
    else fields.push(field(path, quoted.replace(/\\(["\\])/g, '$1')))
  }
  return fields.length >= 2 && text.slice(end).trim() === '' ? { fields } : undefined
}

function field(path: string, value: string, type: LogField['type'] = 'text'): LogField {
  return { path, value, type }
}

function monthOf(name: string): number {
  const at = MONTHS.indexOf(name)
  return at % 3 === 0 ? at / 3 + 1 : 0
}
