/** What a field means to a line, beside being one. */
export type FieldRole = 'time' | 'level' | 'logger' | 'message' | 'errorType' | 'errorMessage' | 'trace' | 'maybeTrace'

export interface RankedRole {
  readonly role: FieldRole
  /** Of several fields with one role the lowest rank that can be read wins. */
  readonly rank: number
}

/** Paths as in `LogField`, in the order of trust. Lower case: names are compared without case. */
const PATHS: Readonly<Record<FieldRole, string>> = {
  time: 'timestamp @timestamp ts time t datetime asctime eventtime event_time date created',
  level:
    'level severity levelname log.level lvl loglevel log_level level_name severity_text severitytext priority levelno severity_number severitynumber',
  logger: 'logger logger_name loggername log.logger name module component service service.name',
  message: 'message msg event log body text @message short_message',
  errorType:
    'exception.type exception.0.exc_type exception.class error.type error.kind error.name err.type err.name exc_type exception.name exception_type',
  errorMessage: 'exception.message exception.0.exc_value error.message err.message exc_value exception_message',
  trace:
    'exception.traceback exception.stack exception.stacktrace exception.stack_trace exc_info exc_text traceback stack stacktrace stack_trace error.stack error.stack_trace error.stacktrace err.stack stack_info',
  maybeTrace: 'exception error err',
}

const BY_PATH = new Map<string, RankedRole>()
for (const [role, paths] of Object.entries(PATHS) as [FieldRole, string][]) {
  for (const [rank, path] of paths.split(' ').entries()) BY_PATH.set(path, { role, rank })
}

/** Undefined for a field that is only a field. */
export function roleOfPath(path: string): RankedRole | undefined {
  return path.length > 32 ? undefined : BY_PATH.get(path.toLowerCase())
}
