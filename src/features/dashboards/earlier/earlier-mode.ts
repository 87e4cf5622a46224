import type { PlaneQuery } from '~/data/query-plane/query-data'
import { findPanelKind } from '~/panels/registry'

/** How the earlier period of a kind is asked: points where it draws a course, else the one value that it shows beside its own. */
export function earlierMode(kind: string): PlaneQuery['mode'] {
  return findPanelKind(kind).accepts === 'range' ? 'range' : 'instant'
}
