/** What pages of the app itself say in an address beside a view. */
const PAGE_PARAMS = [
  ...(['q', 'severity', 'sort', 'rule', 'group', 'span', 'threshold', 'for'] as const),
  ...(['order', 'columns', 'source', 'line', 'by'] as const),
  ...(['service', 'failed', 'min'] as const),
  ...(['platform', 'rate'] as const),
  ...(['filter', 'state', 'labels', 'alert', 'comment', 'if'] as const),
  'overscan',
] as const
export type PageParam = (typeof PAGE_PARAMS)[number]

/** Copies them from one search to another: another range is no other filter. */
export function keepPageParams(from: URLSearchParams, to: URLSearchParams): void {
  for (const name of PAGE_PARAMS) {
    for (const value of from.getAll(name)) to.append(name, value)
  }
}
