import type { PanelKind } from '../panel-kind'
import { GaugePanel } from './GaugePanel'
import { decodeGaugeOptions, type GaugeOptions } from './options'

/** A value on an arc between two bounds. */
export const gaugeKind: PanelKind<GaugeOptions> = {
  kind: 'gauge',
  accepts: 'both',
  decodeOptions: decodeGaugeOptions,
  load: async () => ({ Panel: GaugePanel }),
}
