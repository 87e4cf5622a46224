import type { AlertGrouping } from '~/domain/alerts/order-alerts'

/** What alerts can be grouped by, in words. */
export const GROUPINGS: readonly (readonly [AlertGrouping, string])[] = [
  ['none', 'not grouped'],
  ['platform', 'by platform'],
  ['severity', 'by severity'],
  ['alertname', 'by name'],
]

/** The grouping that an address asks for; one that nobody knows is none. */
export function groupingOf(params: URLSearchParams): AlertGrouping {
  return GROUPINGS.find(([each]) => each === params.get('group'))?.[0] ?? 'none'
}
