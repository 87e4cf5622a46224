export { GaugePanel as Panel } from './GaugePanel'
export { decodeGaugeOptions as decodeOptions } from './options'
