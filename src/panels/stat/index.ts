import type { PanelKind } from '../panel-kind'
import type { StatOptions } from './options'

/** One number, large, with its course behind it. */
export const statKind: PanelKind<StatOptions> = {
  kind: 'stat',
  accepts: 'both',
  load: () => import('./code'),
}
