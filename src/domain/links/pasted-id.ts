import type { FlowField } from '~/domain/logs/model'
import { FLOW_PAGES } from './log-links'

/** An id that somebody pasted, and what it is of. */
export interface PastedId {
  readonly field: FlowField
  readonly id: string
}

/** `X-Trace-ID: abc`, `trace_id=abc`, `"request_id": "abc"`: a name of one of the pages, and what follows. */
const NAMED = /^["']?(?:x-)?(trace|request|job|batch|user|correlation)[-_ ]?id["']?\s*[:=]\s*["']?([^"'\s,]+)["']?,?$/i
const NAME_ALONE = /^["']?(?:x-)?(?:trace|request|job|batch|user|correlation)[-_ ]?id["']?\s*[:=]?$/i
/** What a tracing library sends (https://www.w3.org/TR/trace-context/): version, trace, span, flags. */
const TRACE_PARENT = /^(?:traceparent\s*:\s*)?[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/i
/** Ids of which the first letters say what they are, as many applications write them. */
const PREFIX = /^(trace|req(?:uest)?|job|batch|user|corr(?:elation)?)[_-](?=.*\d)[\w.-]{4,}$/i
const HEX = /^[0-9a-f]{16,32}$/i
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Reads a pasted id with or without its name; without one that it tells itself, it is that of a trace. Null for no text, or one with blanks. */
export function readPastedId(text: string): PastedId | null {
  const trimmed = text.trim()
  const parent = TRACE_PARENT.exec(trimmed)
  if (parent?.[1] !== undefined) return { field: 'trace_id', id: parent[1] }
  const named = NAMED.exec(trimmed)
  if (named?.[1] !== undefined && named[2] !== undefined) return { field: fieldOfPage(named[1]), id: named[2] }
  const bare = trimmed.replace(/^(["'])(.+)\1$/, '$2')
  if (bare === '' || /\s/.test(bare) || NAME_ALONE.test(trimmed)) return null
  return { field: fieldOfPage(PREFIX.exec(bare)?.[1] ?? 'trace'), id: bare }
}

/** The id that a text most likely is, for places where it may as well be a word; null where it does not look like one. */
export function guessPastedId(text: string): PastedId | null {
  const trimmed = text.trim()
  const looksLikeId = [NAMED, TRACE_PARENT, PREFIX, HEX, UUID].some((pattern) => pattern.test(trimmed))
  return looksLikeId ? readPastedId(trimmed) : null
}

function fieldOfPage(name: string): FlowField {
  const wanted = name.toLowerCase()
  return FLOW_PAGES.find(([page]) => page.startsWith(wanted))?.[1] ?? 'trace_id'
}
