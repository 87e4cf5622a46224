import type { PanelKind } from '../panel-kind'
import { decodeStateOptions, type StateOptions } from './options'

/** States over time, a row each series, with the share of the time that was good. */
export const stateKind: PanelKind<StateOptions> = {
  kind: 'state',
  accepts: 'range',
  decodeOptions: decodeStateOptions,
  load: async () => ({ Panel: (await import('./StatePanel')).StatePanel }),
}
