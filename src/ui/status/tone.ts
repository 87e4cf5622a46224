/** The five colours of status. A tone never stands alone: an icon and a word go with it. */
export type Tone = 'ok' | 'warn' | 'crit' | 'info' | 'unknown'

/** What an icon says. `idle` is no traffic, `loading` a first answer that is on its way, `broken` a failed source, `muted` an alert that nobody is told of. */
export type StatusMark = Tone | 'idle' | 'loading' | 'broken' | 'partial' | 'muted'

const TONES: Readonly<Record<StatusMark, Tone>> = {
  ok: 'ok',
  warn: 'warn',
  crit: 'crit',
  info: 'info',
  unknown: 'unknown',
  idle: 'unknown',
  loading: 'unknown',
  broken: 'crit',
  partial: 'warn',
  muted: 'unknown',
}

/** Colour of a mark. */
export function toneOf(mark: StatusMark): Tone {
  return TONES[mark]
}
