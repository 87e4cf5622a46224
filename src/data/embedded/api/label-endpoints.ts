import { quoteText } from '~/domain/promql/parse/go-quote'
import type { SeriesScope, Tsdb } from '~/domain/tsdb/tsdb-api'
import { ApiError } from './api-error'
import type { WhenReady } from './api-sources'
import { type Parameters, readTimeOr } from './parameters'
import { printLabels } from './print-answer'
import { readSelectors } from './read-selectors'

/** More than a page could show; what is cut is said. */
const MAX_LISTED = 50_000
const LEAST_MS = -8.64e15
const MOST_MS = 8.64e15

/** An answer's `data` as JSON text, with what the asker should know of it. */
export interface Listed {
  readonly data: string
  readonly warnings: readonly string[]
}

/** The endpoints that tell of labels. */
export function createLabelEndpoints(tsdb: Pick<Tsdb, 'seriesOf' | 'labelNames' | 'labelValues'>) {
  async function scopeOf(parameters: Parameters, whenReady: WhenReady, prefix = ''): Promise<SeriesScope> {
    const startMs = readTimeOr(parameters, 'start', LEAST_MS)
    const endMs = readTimeOr(parameters, 'end', MOST_MS)
    const selectors = readSelectors(parameters, prefix)
    if (selectors.length === 0) {
      await whenReady()
      return { startMs, endMs }
    }
    // All series are there as soon as any of their samples is: older ones matter where the window has only those.
    await whenReady(selectors, endMs)
    return { selectors, startMs, endMs }
  }

  return {
    async series(parameters: Parameters, whenReady: WhenReady): Promise<Listed> {
      if (!parameters.has('match[]')) throw new ApiError('bad_data', 'no match[] parameter provided')
      const scope = await scopeOf(parameters, whenReady, 'invalid parameter "match[]": ')
      return list(tsdb.seriesOf(scope), printLabels)
    },
    async labels(parameters: Parameters, whenReady: WhenReady): Promise<Listed> {
      return list(tsdb.labelNames(await scopeOf(parameters, whenReady)), JSON.stringify)
    },
    async values(parameters: Parameters, whenReady: WhenReady, name: string): Promise<Listed> {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        throw new ApiError('bad_data', `invalid label name: ${quoteText(name)}`)
      }
      return list(tsdb.labelValues(name, await scopeOf(parameters, whenReady)), JSON.stringify)
    },
  }
}

function list<Item>(items: readonly Item[], print: (item: Item) => string): Listed {
  const data = `[${items
    .slice(0, MAX_LISTED)
    .map((item) => print(item))
    .join(',')}]`
  const isCut = items.length > MAX_LISTED
  return { data, warnings: isCut ? [`results truncated: ${MAX_LISTED} of ${items.length} are listed`] : [] }
}
