export { decodeStatOptions as decodeOptions } from './options'
export { StatPanel as Panel } from './StatPanel'
