import type { PanelKind } from '../panel-kind'
import type { StateOptions } from './options'

/** States over time, a row each series, with the share of the time that was good. */
export const stateKind: PanelKind<StateOptions> = {
  kind: 'state',
  accepts: 'range',
  load: () => import('./code'),
}
