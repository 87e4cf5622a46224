import type { PanelKind } from '../panel-kind'
import { decodeStatOptions, type StatOptions } from './options'
import { StatPanel } from './StatPanel'

/** One number, large, with its course behind it. */
export const statKind: PanelKind<StatOptions> = {
  kind: 'stat',
  accepts: 'both',
  decodeOptions: decodeStatOptions,
  load: async () => ({ Panel: StatPanel }),
}
