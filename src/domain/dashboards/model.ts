import type * as v from 'valibot'
import type { dashboardFrameSchema, kpiSchema, panelSchema } from '~/domain/dashboards/schema'
import type { DecodeIssue } from '~/lib/decode'

export type Kpi = v.InferOutput<typeof kpiSchema>
export type Panel = v.InferOutput<typeof panelSchema>
export type PanelQuery = Panel['queries'][number]
export type PanelLayout = Panel['layout']

/** A tile or panel that could not be decoded: it keeps its place and says why. */
export interface BrokenPanel {
  readonly id: string
  readonly title: string
  readonly layout: PanelLayout
  readonly issues: readonly DecodeIssue[]
}

export type PanelEntry =
  | { readonly ok: true; readonly panel: Panel }
  | { readonly ok: false; readonly broken: BrokenPanel }

type Frame = v.InferOutput<typeof dashboardFrameSchema>

export interface Dashboard extends Omit<Frame, '$schema' | 'kpis' | 'panels' | 'variables'> {
  readonly kpis: readonly Kpi[]
  readonly panels: readonly PanelEntry[]
  /** Tiles left out because they are broken. */
  readonly kpiIssues: readonly DecodeIssue[]
}
