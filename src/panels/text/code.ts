export { decodeTextOptions as decodeOptions } from './options'
export { TextPanel as Panel } from './TextPanel'
