import type { Page, Request } from '@playwright/test'

/** One question of the page to the Prometheus API. */
export interface AskedQuery {
  readonly kind: 'query' | 'query_range'
  readonly expr: string
  /** Milliseconds; for an instant query start and end are its time. */
  readonly startMs: number
  readonly endMs: number
  readonly request: Request
}

/** Reads a request as a question; null for any other request. */
export function readQuery(request: Request): AskedQuery | null {
  const url = new URL(request.url())
  const kind = /\/api\/v1\/(query|query_range)$/.exec(url.pathname)?.[1]
  if (kind !== 'query' && kind !== 'query_range') return null
  const params = new URLSearchParams(request.postData() ?? url.search)
  const ms = (name: string) => Math.round(Number(params.get(name)) * 1000)
  const [start, end] = kind === 'query' ? (['time', 'time'] as const) : (['start', 'end'] as const)
  return { kind, expr: params.get('query') ?? '', startMs: ms(start), endMs: ms(end), request }
}

/** Collects the questions of a page from now on. */
export function recordQueries(page: Page): AskedQuery[] {
  const asked: AskedQuery[] = []
  page.on('request', (request) => {
    const query = readQuery(request)
    if (query !== null) asked.push(query)
  })
  return asked
}
