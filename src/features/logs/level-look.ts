import type { LogLevel } from '~/domain/logs/model'

/** Colour of a level, as logs are coloured everywhere: a token of the chart palette or of status. */
const COLOURS: Readonly<Record<LogLevel, string>> = {
  critical: '--s6',
  error: '--crit',
  warning: '--warn',
  info: '--ok',
  debug: '--info',
  trace: '--q50',
  unknown: '--unknown',
}

export function levelColour(level: LogLevel): string {
  return COLOURS[level]
}

/** The word that stands for a level; three to five letters keep the column narrow. */
const WORDS: Readonly<Record<LogLevel, string>> = {
  critical: 'CRIT',
  error: 'ERROR',
  warning: 'WARN',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
  unknown: '–',
}

export function levelWord(level: LogLevel): string {
  return WORDS[level]
}

/** Paths of 16 by 16, one shape a level, so that it is told apart without colour and without reading. */
export const LEVEL_SHAPES: Readonly<Record<LogLevel, string>> = {
  critical: 'M8 1.8l6.2 6.2L8 14.2 1.8 8zM8 5v3.6M8 10.9v.1',
  error: 'M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3zM8 5v3.8M8 11.1v.1',
  warning: 'M8 2.3l6.2 11.2H1.8zM8 6.5v3.2M8 11.6v.1',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.4v3.4M8 5.1v.1',
  debug: 'M5.5 5.5L3 8l2.5 2.5M10.500 5.5L13 8l-2.5 2.5',
  trace: 'M3 8h2.5l1.5-3 2 6 1.5-3H13',
  unknown: 'M4 8h8',
}
