import type { PanelKind } from '../panel-kind'
import type { TimeseriesOptions } from './options'

/** Lines or stacked areas over time, with a table as legend. */
export const timeseriesKind: PanelKind<TimeseriesOptions> = {
  kind: 'timeseries',
  accepts: 'range',
  load: () => import('./code'),
}
