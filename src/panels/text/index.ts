import type { PanelKind } from '../panel-kind'
import type { TextOptions } from './options'

/** Words beside the numbers; it asks nothing. */
export const textKind: PanelKind<TextOptions> = {
  kind: 'text',
  accepts: 'both',
  load: () => import('./code'),
}
