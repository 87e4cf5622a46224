import { create } from 'zustand'
import type { Dashboard } from '~/domain/dashboards/model'

interface FilledDashboard {
  /** As its file says; null while no dashboard with variables is shown. */
  readonly file: Dashboard | null
  /** The same with the values that are chosen. */
  readonly dashboard: Dashboard | null
}

/** The dashboard with variables that is shown, for titles around it. */
export const useFilledDashboard = create<FilledDashboard>()(() => ({ file: null, dashboard: null }))
