import type { PanelKind } from '../panel-kind'
import type { GaugeOptions } from './options'

/** A value on an arc between two bounds. */
export const gaugeKind: PanelKind<GaugeOptions> = {
  kind: 'gauge',
  accepts: 'both',
  load: () => import('./code'),
}
