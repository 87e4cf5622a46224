/** How bad it is: `crit` for what is not seen because of it, `warn` for what will be, `info` for what is worth knowing. */
export type FindingSeverity = 'crit' | 'warn' | 'info'

/** Something that is wrong, and what to do about it. Literal texts. */
export interface Finding {
  readonly severity: FindingSeverity
  /** A name for scripts; it does not change with the words. */
  readonly code: string
  readonly message: string
  readonly nextStep: string
}

const RANKS: readonly (FindingSeverity | 'ok')[] = ['crit', 'warn', 'info', 'ok']

/** The place of a severity in the order of urgency, 0 first. */
export function rankOf(severity: FindingSeverity | 'ok'): number {
  return RANKS.indexOf(severity)
}

/** The most urgent of them; `ok` for none. */
export function worstOf(severities: readonly (FindingSeverity | 'ok')[]): FindingSeverity | 'ok' {
  return RANKS.find((severity) => severities.includes(severity)) ?? 'ok'
}

export function finding(severity: FindingSeverity, code: string, message: string, nextStep: string): Finding {
  return { severity, code, message, nextStep }
}
