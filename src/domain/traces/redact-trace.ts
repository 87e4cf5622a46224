import type { Trace } from './model'

/** A trace whose texts are masked, as those of log lines are; a tag is masked with its name before it, which may say that it is secret. */
export function redactTrace(trace: Trace, redact: (text: string) => string): Trace {
  return {
    ...trace,
    spans: trace.spans.map((span) => ({
      ...span,
      name: redact(span.name),
      tags: span.tags.map(({ key, value }) => ({ key, value: redactValue(key, value, redact) })),
      events: span.events.map((event) => ({
        ...event,
        name: redact(event.name),
        exception:
          event.exception === null
            ? null
            : {
                type: event.exception.type,
                message: redact(event.exception.message),
                traceback: redact(event.exception.traceback),
              },
      })),
    })),
  }
}

function redactValue(key: string, value: string, redact: (text: string) => string): string {
  const named = `${key}=${value}`
  const masked = redact(named)
  if (masked === named) return redact(value)
  return masked.startsWith(`${key}=`) ? masked.slice(key.length + 1) : redact(value)
}
