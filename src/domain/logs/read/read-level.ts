import type { LogLevel } from '~/domain/logs/model'

const SPELLINGS: Readonly<Record<LogLevel, string>> = {
  unknown: '',
  trace: 'trace trc finest finer verbose silly',
  debug: 'debug dbg fine debu',
  info: 'info information informational notice inf inform success http ok',
  warning: 'warning warn wrn',
  error: 'error err eror severe failure',
  critical: 'critical crit fatal emergency emerg alert panic dpanic ftl pnc',
}

const BY_NAME = new Map<string, LogLevel>()
for (const [level, names] of Object.entries(SPELLINGS) as [LogLevel, string][]) {
  for (const name of names.split(' ')) {
    if (name === '') continue
    BY_NAME.set(name, level)
    BY_NAME.set(name.toUpperCase(), level)
    BY_NAME.set(name.charAt(0).toUpperCase() + name.slice(1), level)
  }
}

/** Which numbers a field counts levels with. */
export type LevelScale = 'pino' | 'python' | 'otel'

/** A level by its name in any case, or by a number of the field's scale; `unknown` for what is none. */
export function readLevel(text: string, scale: LevelScale = 'pino'): LogLevel {
  const known = BY_NAME.get(text)
  if (known !== undefined) return known
  if (text.length > 20) return 'unknown'
  if (/^\d{1,3}$/.test(text)) return levelOfNumber(Number(text), scale)
  return BY_NAME.get(text.trim().toLowerCase()) ?? 'unknown'
}

/** Pino counts 10 to 60, syslog 0 to 7 downwards, Python 10 to 50 and OpenTelemetry 1 to 24. */
function levelOfNumber(number: number, scale: LevelScale): LogLevel {
  if (scale === 'otel') return ladder(Math.ceil(number / 4) - 1)
  if (scale === 'python') return number >= 10 && number <= 50 ? ladder(Math.floor(number / 10)) : 'unknown'
  if (number <= 7) return levelOfSyslog(number)
  return number >= 10 && number <= 69 ? ladder(Math.floor(number / 10) - 1) : 'unknown'
}

function ladder(step: number): LogLevel {
  return (['trace', 'debug', 'info', 'warning', 'error', 'critical'] as const)[step] ?? 'unknown'
}

/** Severity of syslog, 0 to 7. */
export function levelOfSyslog(severity: number): LogLevel {
  if (severity <= 2) return 'critical'
  return (['error', 'warning', 'info', 'info', 'debug'] as const)[severity - 3] ?? 'unknown'
}
