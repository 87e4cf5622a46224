import type { UnixMs } from '~/domain/units-of-measure'

export interface SharedPlace {
  /** Where the app is, such as `https://lookout.example/monitoring/`. */
  readonly appUrl: string
  /** From `dashboardPath` or `embedPath`. */
  readonly path: string
  /** From the codec of the view. */
  readonly params: URLSearchParams
}

/** Link that shows what is shown now and moves on with the clock. */
export function liveLink({ appUrl, path, params }: SharedPlace): string {
  const url = new URL(`.${path}`, appUrl.endsWith('/') ? appUrl : `${appUrl}/`)
  url.search = params.toString()
  return url.href
}

/** Link with the range frozen in epoch milliseconds of the server's clock: it shows the same data tomorrow. */
export function frozenLink(place: SharedPlace, range: { readonly fromMs: UnixMs; readonly toMs: UnixMs }): string {
  const params = new URLSearchParams(place.params)
  for (const name of ['time', 'time.window', 'start', 'end']) params.delete(name)
  params.set('from', String(Math.round(range.fromMs)))
  params.set('to', String(Math.round(range.toMs)))
  params.set('refresh', 'off')
  return liveLink({ ...place, params })
}

/** HTML of an iframe that shows a panel on another page; `place.path` is from `embedPath`. */
export function embedSnippet(place: SharedPlace, title: string): string {
  const src = escapeAttribute(liveLink(place))
  return `<iframe src="${src}" title="${escapeAttribute(title)}" width="640" height="320" loading="lazy"></iframe>`
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
