/** Where in a traceback the line before was. */
export type TraceState =
  | 'none'
  | 'frames' // within frames: an indented line goes on, in Python the exception's own line ends it
  | 'ended' // the exception has been named: only another traceback or a cause goes on

const PYTHON = /^Traceback \(most recent call last\):|^\s*(?:\+ )?Exception Group Traceback/
const LINK =
  /^(?:During handling of the above exception, another exception occurred:|The above exception was the direct cause of the following exception:)/
const JAVA_LINK = /^(?:Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames))/
/** A line that is nothing but an exception and its message, as Java and Node begin a stack. */
const EXCEPTION = /^(?:Uncaught )?(?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*(?:Error|Exception|Throwable)(?:: .*)?$/s
/** Python's last line of a traceback: any class, such as `KeyboardInterrupt` or `app.errors.Timeout: slow`. */
const NAMED = /^[A-Za-z_][\w.]*(?:: .*|:)?$/s
const LEVEL = /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b/

/** Whether a line belongs to the one before it, and where in a traceback that leaves the reader; null where it does not. */
export function continuesLine(text: string, state: TraceState): TraceState | null {
  const first = text.charCodeAt(0)
  // Tab or blank: a frame, or any other text that a message goes on with. Indented JSON is a line of its own.
  if (first === 9 || first === 32) return isIndentedObject(text) ? null : 'frames'
  // `{`, and digits: nearly all lines end here.
  if (first === 123 || (first >= 48 && first <= 57) || first === 91) return null
  if (PYTHON.test(text) || LINK.test(text) || JAVA_LINK.test(text)) return 'frames'
  if (EXCEPTION.test(text)) return 'ended'
  if (state === 'frames' && NAMED.test(text) && !LEVEL.test(text)) return 'ended'
  return null
}

function isIndentedObject(text: string): boolean {
  const ink = text.trim()
  return ink.startsWith('{"') && ink.endsWith('}')
}
