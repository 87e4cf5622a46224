export { decodeTimeseriesOptions as decodeOptions } from './options'
export { TimeseriesPanel as Panel } from './TimeseriesPanel'
