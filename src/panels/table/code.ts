export { decodeTableOptions as decodeOptions } from './options'
export { TablePanel as Panel } from './TablePanel'
