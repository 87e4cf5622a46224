import type { PanelKind } from '../panel-kind'
import { decodeTimeseriesOptions, type TimeseriesOptions } from './options'

/** Lines or stacked areas over time, with a table as legend. */
export const timeseriesKind: PanelKind<TimeseriesOptions> = {
  kind: 'timeseries',
  accepts: 'range',
  decodeOptions: decodeTimeseriesOptions,
  load: async () => ({ Panel: (await import('./TimeseriesPanel')).TimeseriesPanel }),
}
