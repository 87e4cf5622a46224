import type { FindingSeverity } from '~/domain/checks/finding'
import type { StatusMark } from '~/ui/status/tone'

/** What is only worth knowing is no fault. */
export const SEVERITY_MARKS: Readonly<Record<FindingSeverity | 'ok', StatusMark>> = {
  crit: 'crit',
  warn: 'warn',
  info: 'ok',
  ok: 'ok',
}
