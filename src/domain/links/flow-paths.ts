import type { UnixMs } from '~/domain/units-of-measure'
import { FLOW_PAGES } from './log-links'

/** Address of the page of all that has an id; null for a field that has no such page, or an id that cannot be part of an address. */
export function flowPath(field: string, id: string): string | null {
  const name = field.split('.').at(-1)
  const page = FLOW_PAGES.find(([, own]) => own === name)
  if (page === undefined || id === '' || id === '.' || id === '..' || id.length > 300) return null
  return `/${page[0]}/${encodeURIComponent(id)}`
}

/** A page of an id is opened this much around the moment at which it was met. */
const AROUND_MS = 1_800_000

/** Address of the page of all that has an id, in a range around what is known of it; null as `flowPath`. */
export function flowPathAround(field: string, id: string, fromMs: UnixMs, toMs: UnixMs = fromMs): string | null {
  const path = flowPath(field, id)
  if (path === null) return null
  return `${path}?from=${Math.max(0, Math.floor(fromMs - AROUND_MS))}&to=${Math.ceil(toMs + AROUND_MS)}`
}
