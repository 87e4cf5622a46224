import type { PanelKind } from '../panel-kind'
import { decodePieOptions, type PieOptions } from './options'

/** Newest values as shares of their sum. */
export const pieKind: PanelKind<PieOptions> = {
  kind: 'pie',
  accepts: 'both',
  decodeOptions: decodePieOptions,
  load: async () => ({ Panel: (await import('./PiePanel')).PiePanel }),
}
