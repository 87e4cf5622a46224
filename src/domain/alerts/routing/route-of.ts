import type { Labels } from '~/domain/series/frame'
import type { Route } from './route-tree'

/** A route that an alert comes to, with the routes that led there: from the top to the route itself. */
export interface Arrival {
  readonly route: Route
  readonly path: readonly Route[]
}

/**
 * The routes that send an alert with these labels, in Alertmanager's order: the routes inside before the one around them, which
 * sends only what none inside takes; and the first that takes an alert is the last, but for those that let it go on.
 */
export function routeOf(root: Route, labels: Labels): readonly Arrival[] {
  return arrivals(root, labels, [])
}

function arrivals(route: Route, labels: Labels, above: readonly Route[]): Arrival[] {
  if (!route.matchers.every(({ name, test }) => test(labels.get(name) ?? ''))) return []
  const path = [...above, route]
  const found: Arrival[] = []
  for (const inner of route.routes) {
    const taken = arrivals(inner, labels, path)
    for (const arrival of taken) found.push(arrival)
    if (taken.length > 0 && !inner.goesOn) break
  }
  return found.length > 0 ? found : [{ route, path }]
}
