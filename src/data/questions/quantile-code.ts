export { readLayouts } from '~/domain/histogram/bucket-layouts'
export { findQuantile } from '~/domain/histogram/quantile-source'
