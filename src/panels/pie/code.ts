export { decodePieOptions as decodeOptions } from './options'
export { PiePanel as Panel } from './PiePanel'
