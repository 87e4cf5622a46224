import type { PanelKind } from '../panel-kind'
import type { PieOptions } from './options'

/** Newest values as shares of their sum. */
export const pieKind: PanelKind<PieOptions> = {
  kind: 'pie',
  accepts: 'both',
  load: () => import('./code'),
}
