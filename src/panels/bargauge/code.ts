export { BargaugePanel as Panel } from './BargaugePanel'
export { decodeBargaugeOptions as decodeOptions } from './options'
