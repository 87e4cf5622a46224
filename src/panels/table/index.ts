import type { PanelKind } from '../panel-kind'
import { decodeTableOptions, type TableOptions } from './options'

/** Newest values as rows, joined by their labels. */
export const tableKind: PanelKind<TableOptions> = {
  kind: 'table',
  accepts: 'both',
  decodeOptions: decodeTableOptions,
  load: async () => ({ Panel: (await import('./TablePanel')).TablePanel }),
}
