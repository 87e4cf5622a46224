export { decodeStateOptions as decodeOptions } from './options'
export { StatePanel as Panel } from './StatePanel'
