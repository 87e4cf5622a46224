import type { LogException } from '~/domain/logs/model'

const NO_TEXT = ''

/** `ValueError: bad preset`, `java.io.IOException: gone`, `Uncaught TypeError: x`: a name and what it says. */
const NAMED = /^(?:Uncaught |Exception in thread "[^"]{0,200}" |Caused by: )?([A-Za-z_$][\w$.]{0,199})(?:: ?(.*))?$/s
const TRACEBACK = /Traceback \(most recent call last\):/

/** Whether a text of several lines is a traceback of Python, Java or Node. */
export function looksLikeTrace(text: string): boolean {
  return TRACEBACK.test(text) || /\n\s+at /.test(text)
}

/** An exception of what a line tells of it; type and message are found in the traceback where nothing else tells them. */
export function toException(type: string, message: string, traceback: string): LogException | null {
  if (type === '' && message === '' && traceback === '') return null
  if (traceback === '' || (type !== '' && message !== '')) return { type, message, traceback }
  const named = nameInTrace(traceback)
  return { type: type || named.type, message: message || named.message, traceback }
}

/** Python names the exception last, in a line that is not indented; all others name it first. */
function nameInTrace(traceback: string): { readonly type: string; readonly message: string } {
  const lines = traceback.split('\n').filter((line) => line.trim() !== '')
  if (!TRACEBACK.test(traceback)) {
    const stack = lines.findIndex((line) => /^\s+at /.test(line))
    return named(lines[Math.max(0, stack - 1)] ?? NO_TEXT)
  }
  const lastFrame = lines.findLastIndex((line) => /^\s/.test(line))
  return named(lines[lastFrame + 1] ?? NO_TEXT)
}

function named(line: string): { readonly type: string; readonly message: string } {
  const match = NAMED.exec(line.trim())
  return { type: match?.[1] ?? '', message: match?.[2] ?? '' }
}
