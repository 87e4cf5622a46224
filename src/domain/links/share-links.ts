import { fixedRange, resolveTimeRange, type TimeRangeText } from '~/domain/time/time-range'
import type { UnixMs } from '~/domain/units-of-measure'

/**
 * Search part of a link with the range frozen: "now" becomes epoch milliseconds of the server's clock and the refresh is
 * off, so the link shows the same data tomorrow. A range that cannot be read is left as it is.
 */
export function freezeSearch(search: string, range: TimeRangeText, nowMs: UnixMs, timeZone: string): string {
  const resolved = resolveTimeRange(range, nowMs, timeZone)
  if (!resolved.ok) return search
  const params = new URLSearchParams(search)
  for (const name of ['time', 'time.window', 'start', 'end']) params.delete(name)
  const { from, to } = fixedRange(resolved.value.fromMs, resolved.value.toMs)
  params.set('from', from)
  params.set('to', to)
  params.set('refresh', 'off')
  return `?${params}`
}

/** HTML of an iframe that shows a bare panel on another page; `url` is the full address of its `/embed/` page. */
export function embedSnippet(url: string, title: string): string {
  return `<iframe src="${escapeAttribute(url)}" title="${escapeAttribute(title)}" width="640" height="320" loading="lazy"></iframe>`
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
