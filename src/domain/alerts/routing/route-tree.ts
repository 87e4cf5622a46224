import type { LabelMatcher } from '~/domain/promql/matchers'
import type { RuleFileIssue } from '~/domain/rules/rule-file'
import type { DurationMs } from '~/domain/units-of-measure'
import type { TimeInterval } from './time-intervals'

/** A matcher that is ready to be asked. A label that an alert does not have is the empty text. */
export interface RouteMatcher extends LabelMatcher {
  readonly test: (value: string) => boolean
}

/** A route with all that it has from the routes around it. */
export interface Route {
  /** Places in the lists of routes from the top, such as `0/2/1`; `0` is the top. */
  readonly id: string
  /** All must match; none matches every alert. */
  readonly matchers: readonly RouteMatcher[]
  /** Whether what it takes goes on to the routes after it. */
  readonly goesOn: boolean
  readonly receiver: string
  /** `...` alone stands for all labels. */
  readonly groupBy: readonly string[]
  readonly groupWaitMs: DurationMs
  readonly groupIntervalMs: DurationMs
  readonly repeatIntervalMs: DurationMs
  /** Names of time intervals in which it sends nothing; not inherited. */
  readonly muteTimes: readonly string[]
  /** Names of the only time intervals in which it sends; not inherited. */
  readonly activeTimes: readonly string[]
  readonly routes: readonly Route[]
}

export interface Receiver {
  readonly name: string
  /** `email`, `slack` and so on, as the configuration has them; none for one that sends nothing. */
  readonly kinds: readonly string[]
}

/** While an alert of the source fires, alerts of the target with the same values of `equal` are not sent. */
export interface InhibitRule {
  readonly source: readonly RouteMatcher[]
  readonly target: readonly RouteMatcher[]
  readonly equal: readonly string[]
}

/** What decides who is told of an alert. */
export interface Routing {
  readonly root: Route
  readonly receivers: readonly Receiver[]
  readonly inhibitRules: readonly InhibitRule[]
  /** By their names. */
  readonly intervals: ReadonlyMap<string, TimeInterval>
}

/** A configuration that cannot be read. The message names the first fault and its place; `issues` has them all. */
export class RoutingError extends Error {
  readonly issues: readonly RuleFileIssue[]
  constructor(issues: readonly RuleFileIssue[]) {
    const [first] = issues
    super(first === undefined ? 'This is no configuration of an Alertmanager.' : printPlace(first))
    this.name = 'RoutingError'
    this.issues = issues
  }
}

/** A fault with its place. */
export function printPlace({ line, column, path, message }: RuleFileIssue): string {
  return `line ${line}, column ${column}${path === '' ? '' : `, ${path}`}: ${message}`
}
