import type { ComponentType, ReactNode } from 'react'
import type { Labels } from '~/domain/series/frame'
import type { Truth } from '~/domain/truth/truth'
import type { DurationMs, UnixMs } from '~/domain/units-of-measure'
import type { ChartOverlay } from '~/ui/chart/chart-overlay'

/** One named line of a panel: the points of a query's series on the panel's common times. */
export interface PanelSeries {
  /** Stable over refreshes: query index and canonical labels. */
  readonly id: string
  /** From the legend template; literal text. */
  readonly name: string
  readonly labels: Labels
  /** A colour token such as `--s3` or `--q99`, stable by label set. */
  readonly colour: string
  /** Same length as `PanelData.timesMs`. NaN where `present` is 0; NaN with `present` 1 is "no traffic" (0/0). */
  readonly values: Float64Array
  readonly present: Uint8Array
  /** Newest evaluation: the last point the server gave, or null. */
  readonly last: { readonly timeMs: UnixMs; readonly value: number } | null
}

export interface PanelData {
  /** Evaluation times, ascending: the aligned grid and, last, the newest instant evaluation where there is one. */
  readonly timesMs: Float64Array
  /** The grid's step: two points further apart than this have a gap between them. */
  readonly stepMs: DurationMs
  readonly series: readonly PanelSeries[]
  /** Time at which the newest values were evaluated, on the server's clock. */
  readonly evaluatedMs: UnixMs | null
}

/** The answers to the same queries for an earlier period. */
export interface EarlierData {
  /** In words, such as "yesterday". */
  readonly label: string
  /** Its times are those of the panel: the same moment of the earlier period stands at the same place. Same series ids. */
  readonly data: PanelData
  /**
   * What stands beside the newest value of a series: what it was and how far it is from that. `wordOf` is the kind's own
   * word for a value that is known. The code comes with whoever made this: a kind knows none.
   */
  readonly asideOf: (
    series: PanelSeries | undefined,
    format: PanelFormat,
    wordOf?: (value: number) => string | undefined,
  ) => ReactNode
}

/** What is worked out after a panel's answers and lies over them; without it a panel is true and says less. */
export interface PanelOverlay {
  /** For charts over time. */
  readonly chart: ChartOverlay
  readonly earlier: EarlierData | null
  /**
   * Of series that are quantiles of a histogram: its highest finite bucket bound, by series id. A quantile that equals it
   * is only known to be at least that.
   */
  readonly topBounds: ReadonlyMap<string, number>
  /** Sentences for the panel's details. */
  readonly details: readonly string[]
}

export interface PanelFormat {
  /** A Grafana unit id such as `percent`, `s`, `reqps`, or any text, printed as a suffix. */
  readonly unit: string
  readonly decimals?: number | undefined
}

/** What a panel's component gets. It draws; it never fetches and never reads a clock. */
export interface PanelProps<Options> {
  readonly title: string
  readonly format: PanelFormat
  readonly options: Options
  readonly data: PanelData
  readonly truth: Truth
  readonly range: { readonly fromMs: UnixMs; readonly toMs: UnixMs }
  /** IANA zone, resolved. */
  readonly timeZone: string
  /** Identifies the crosshair that panels share. */
  readonly cursorGroup: string
  /** The panel has a page to itself. */
  readonly large: boolean
  readonly overlay?: PanelOverlay | undefined
  /** `withShift` leads to the logs of the span. */
  readonly onZoom: (fromMs: UnixMs, toMs: UnixMs, withShift?: boolean) => void
  /** Back to the range before the last zoom. */
  readonly onZoomBack?: () => void
}

/** What draws a kind, and reads what a dashboard says of it. */
export interface PanelCode<Options> {
  readonly Panel: ComponentType<PanelProps<Options>>
  /** Throws a DecodeError that names the path. */
  readonly decodeOptions: (input: unknown) => Options
}

/** The one declarative entry of a panel kind: see CONTRIBUTING, "add a panel kind". */
export interface PanelKind<Options> {
  readonly kind: string
  /** Which answers it draws: values over time, or the newest value alone. */
  readonly accepts: 'range' | 'instant' | 'both'
  /** Its code is fetched where a dashboard shows it: no page pays for kinds that it does not have. */
  readonly load: () => Promise<PanelCode<Options>>
}
