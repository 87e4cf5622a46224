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
  /** Variables the link sets; never an empty list, no value twice. */
  readonly vars: ReadonlyMap<string, readonly string[]>
}

/** What the dashboard says where the link is silent. */
export type ViewDefaults = Pick<View, 'from' | 'to' | 'refresh'>

export const DEFAULT_VIEW: ViewDefaults = { from: 'now-1h', to: 'now', refresh: 30_000 }
