import type { PanelKind } from '../panel-kind'
import type { TableOptions } from './options'

/** Newest values as rows, joined by their labels. */
export const tableKind: PanelKind<TableOptions> = {
  kind: 'table',
  accepts: 'both',
  load: () => import('./code'),
}
