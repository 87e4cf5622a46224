import type * as v from 'valibot'
import type { dashboardFrameSchema, kpiSchema, panelSchema } from '~/domain/dashboards/schema'
import type { DecodeIssue } from '~/lib/decode'

export type Kpi = v.InferOutput<typeof kpiSchema>
type PanelText = v.InferOutput<typeof panelSchema>

/** Tokens behind a figure that is made of prices; both are expressions of a newest value. */
export interface PricedTokens {
  /** What the tokens are of, in words. */
  readonly usage: string
  /** Those that no price is for, by model. */
  readonly unpriced: string
  /** All of them. */
  readonly all: string
}

export interface PanelQuery extends Readonly<PanelText['queries'][number]> {
  /** Of an expression that `$__cost` and its kin were replaced in. */
  readonly priced?: readonly PricedTokens[]
}

export interface Panel extends Omit<PanelText, 'queries'> {
  readonly queries: readonly PanelQuery[]
}
export type PanelLayout = Panel['layout']

/** A tile or panel that could not be decoded: it keeps its place and says why. */
export interface BrokenPanel {
  readonly id: string
  readonly title: string
  readonly layout: PanelLayout
  readonly issues: readonly DecodeIssue[]
  /** It is well described, but cannot be asked for what is chosen now: in words for the reader. */
  readonly reason?: string
}

export type PanelEntry =
  | { readonly ok: true; readonly panel: Panel }
  | { readonly ok: false; readonly broken: BrokenPanel }

type Frame = v.InferOutput<typeof dashboardFrameSchema>

export interface Dashboard extends Omit<Frame, '$schema' | 'kpis' | 'panels'> {
  readonly kpis: readonly Kpi[]
  readonly panels: readonly PanelEntry[]
  /** Tiles left out because they are broken. */
  readonly kpiIssues: readonly DecodeIssue[]
}
