import { useCallback, useMemo } from 'react'
import { useServices } from '~/data/services-context'
import { type FilterSide, toggleFilter } from '~/domain/logs/query/edit-log-query'
import type { LogQuery, LogQueryError } from '~/domain/logs/query/log-query'
import { parseLogQuery } from '~/domain/logs/query/parse-log-query'
import { printLogQuery } from '~/domain/logs/query/print-log-query'
import type { TimeRangeText } from '~/domain/time/time-range'
import { resolveTimeZone } from '~/domain/time/time-zone'
import { chooseTimeZone } from '~/state/choose'
import { usePageParam } from '~/state/page-params'
import { useBrowserZone } from '~/state/use-browser-zone'
import { usePreferences } from '~/state/use-preferences'
import { useView } from '~/state/use-view'
import { DEFAULT_VIEW, type View } from '~/state/view'

const NOTHING: LogQuery = { terms: [] }
const MOST_COLUMNS = 8
/** In the address: none of the columns that the page has by itself. */
const NO_COLUMNS = 'none'

export interface LogsPageState {
  readonly view: View
  readonly timeZone: string
  /** As the address has it. */
  readonly text: string
  /** No terms where the text cannot be read. */
  readonly query: LogQuery
  readonly fault: LogQueryError | null
  readonly order: 'newest' | 'oldest'
  readonly columns: readonly string[]
  readonly sourceId: string
  readonly linked: string
  readonly setText: (text: string) => void
  readonly setOrder: (order: string) => void
  readonly setSourceId: (id: string) => void
  readonly setLinked: (id: string) => void
  readonly setRange: (fromMs: number, toMs: number) => void
  readonly setView: (range: TimeRangeText) => void
  readonly filter: (field: string, value: string, side: FilterSide) => void
  readonly toggleColumn: (path: string) => void
}

/** What the address of a page of log lines says, and how to change it; `ownColumns` are there where the address is silent. */
export function useLogsPage(ownColumns: readonly string[]): LogsPageState {
  const { config } = useServices()
  const defaults = useMemo(() => ({ ...DEFAULT_VIEW, refresh: config.refreshMs }), [config.refreshMs])
  const [view, changeView] = useView(defaults)
  const preferred = usePreferences((preferences) => preferences.timeZone)
  const zone = resolveTimeZone(chooseTimeZone(view, { timeZone: preferred }, config.timeZone), useBrowserZone())
  const [text, setText] = usePageParam('q')
  const [order, setOrder] = usePageParam('order')
  const [columnText, setColumnText] = usePageParam('columns')
  const [sourceId, setSourceId] = usePageParam('source')
  const [linked, setLinked] = usePageParam('line')
  const parsed = useMemo(() => parseLogQuery(text), [text])
  const query = parsed.ok ? parsed.query : NOTHING
  const columns = useMemo(() => (columnText === '' ? ownColumns : readColumns(columnText)), [columnText, ownColumns])
  const filter = useCallback(
    (field: string, value: string, side: FilterSide) => setText(printLogQuery(toggleFilter(query, field, value, side))),
    [query, setText],
  )
  const toggleColumn = useCallback(
    (path: string) => {
      const next = columns.includes(path) ? columns.filter((one) => one !== path) : [...columns, path]
      setColumnText(next.length === 0 && ownColumns.length > 0 ? NO_COLUMNS : next.join(','))
    },
    [columns, ownColumns, setColumnText],
  )
  const setRange = useCallback(
    (fromMs: number, toMs: number) => changeView({ from: String(Math.floor(fromMs)), to: String(Math.ceil(toMs)) }),
    [changeView],
  )
  return {
    ...{ view, timeZone: zone.timeZone, text, query, fault: parsed.ok ? null : parsed.error },
    ...{ order: order === 'oldest' ? 'oldest' : 'newest', columns, sourceId, linked },
    ...{ setText, setOrder, setSourceId, setLinked, setRange, setView: changeView, filter, toggleColumn },
  }
}

function readColumns(text: string): readonly string[] {
  return text === NO_COLUMNS ? [] : [...new Set(text.split(',').filter((path) => path !== ''))].slice(0, MOST_COLUMNS)
}
