import type { PanelKind } from '../panel-kind'
import { type BargaugeOptions, decodeBargaugeOptions } from './options'

/** Newest values as horizontal bars, one a series, to compare them. */
export const bargaugeKind: PanelKind<BargaugeOptions> = {
  kind: 'bargauge',
  accepts: 'both',
  decodeOptions: decodeBargaugeOptions,
  load: async () => ({ Panel: (await import('./BargaugePanel')).BargaugePanel }),
}
