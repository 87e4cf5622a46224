import type { PanelKind } from '../panel-kind'
import { decodeTextOptions, type TextOptions } from './options'

/** Words beside the numbers; it asks nothing. */
export const textKind: PanelKind<TextOptions> = {
  kind: 'text',
  accepts: 'both',
  decodeOptions: decodeTextOptions,
  load: async () => ({ Panel: (await import('./TextPanel')).TextPanel }),
}
