import type { PanelKind } from '../panel-kind'
import type { BargaugeOptions } from './options'

/** Newest values as horizontal bars, one a series, to compare them. */
export const bargaugeKind: PanelKind<BargaugeOptions> = {
  kind: 'bargauge',
  accepts: 'both',
  load: () => import('./code'),
}
