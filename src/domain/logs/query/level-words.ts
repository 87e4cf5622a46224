import type { LogLevel } from '~/domain/logs/model'

/** Levels as they are written anywhere, in lower case. */
const LEVEL_OF_WORD: ReadonlyMap<string, LogLevel> = new Map([
  ['unknown', 'unknown'],
  ['trace', 'trace'],
  ['verbose', 'trace'],
  ['debug', 'debug'],
  ['dbg', 'debug'],
  ['info', 'info'],
  ['information', 'info'],
  ['notice', 'info'],
  ['warn', 'warning'],
  ['warning', 'warning'],
  ['err', 'error'],
  ['error', 'error'],
  ['crit', 'critical'],
  ['critical', 'critical'],
  ['fatal', 'critical'],
  ['panic', 'critical'],
  ['alert', 'critical'],
  ['emerg', 'critical'],
  ['emergency', 'critical'],
])

/** The level that a word of a query means, whatever its case; undefined for no level. */
export function levelOfWord(word: string): LogLevel | undefined {
  return LEVEL_OF_WORD.get(word.toLowerCase())
}
