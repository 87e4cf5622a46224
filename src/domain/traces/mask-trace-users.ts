import { isUserPath, maskIds } from '~/domain/logs/mask-users'
import { MASK } from '~/domain/logs/redact'
import type { Span, Trace } from './model'

type Tag = Span['tags'][number]

/** A trace without its user ids: an id that one span tells is in no text of the others, either. */
export function maskTraceUsers(trace: Trace): Trace {
  const ids = trace.spans.flatMap(({ tags }) => tags.filter(isUserTag).map(({ value }) => value))
  const mask = maskIds(new Set(ids))
  return {
    ...trace,
    warnings: trace.warnings.map(mask),
    spans: trace.spans.map((span) => ({
      ...span,
      name: mask(span.name),
      tags: span.tags.map((tag) => ({ ...tag, value: isUserTag(tag) ? MASK : mask(tag.value) })),
      events: span.events.map((event) => ({
        ...event,
        name: mask(event.name),
        exception:
          event.exception === null
            ? null
            : {
                type: event.exception.type,
                message: mask(event.exception.message),
                traceback: mask(event.exception.traceback),
              },
      })),
    })),
  }
}

/** Whether somebody is signed in names nobody. */
function isUserTag({ key, value }: Tag): boolean {
  return isUserPath(key) && value !== '' && value !== 'true' && value !== 'false' && value !== 'null'
}
