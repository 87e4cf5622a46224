import { COLUMNS, PANEL_HEIGHT, PANEL_WIDTH } from './chart-data'

/** All panels in view at once, each in a box of the same size. */
export const GRID = { display: 'grid', gridTemplateColumns: `repeat(${COLUMNS}, ${PANEL_WIDTH}px)` } as const
export const BOX = { width: PANEL_WIDTH, height: PANEL_HEIGHT, overflow: 'hidden' } as const
