import type { Refresh } from '~/domain/time/refresh'

/** What a link says about how a dashboard is seen: see decodeView. Null means that the link leaves it to the reader. */
export interface View {
  /** Ends of the time range as written: `now-6h`, epoch milliseconds, a date. */
  readonly from: string
  readonly to: string
  readonly refresh: Refresh
  /** `utc`, `browser` or an IANA name that the runtime may not know: see `resolveTimeZone`. */
  readonly timeZone: string | null
  readonly theme: 'light' | 'dark' | null
  readonly kiosk: boolean
  readonly autofitPanels: boolean
  readonly hideTimePicker: boolean
  readonly hideVariables: boolean
  readonly hideLinks: boolean
  /** Bounds of the buckets that quantiles fall in. */
  readonly bounds: boolean
  readonly hideAnnotations: boolean
  /** How far back the period lies that each panel is compared with, such as `1d`; null for none. */
  readonly compare: string | null
  /** Variables the link sets; never an empty list, no value twice. */
  readonly vars: ReadonlyMap<string, readonly string[]>
}

/** What the dashboard says where the link is silent. */
export type ViewDefaults = Pick<View, 'from' | 'to' | 'refresh'>

export const DEFAULT_VIEW: ViewDefaults = { from: 'now-1h', to: 'now', refresh: 30_000 }

/** Where the alerts' history is silent: an hour has too little of it. */
export const HISTORY_RANGE: Pick<View, 'from' | 'to'> = { from: 'now-24h', to: 'now' }

/** Where a page of one id is silent: an id is looked for further back than lines are read. */
export const FLOW_RANGE: Pick<View, 'from' | 'to'> = { from: 'now-6h', to: 'now' }
