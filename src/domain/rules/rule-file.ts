import type { Expr } from '~/domain/promql/ast'
import type { Labels } from '~/domain/series/frame'
import type { DurationMs } from '~/domain/units-of-measure'

/** Writes what an expression evaluates to as series of a name. */
export interface RecordingRule {
  readonly kind: 'recording'
  readonly name: string
  readonly expr: Expr
  /** Put on each series, over its own; an empty value takes the label away. Sorted by name. */
  readonly labels: Labels
}

/** Makes an alert of each series that an expression evaluates to. */
export interface AlertingRule {
  readonly kind: 'alerting'
  readonly name: string
  readonly expr: Expr
  /** How long the expression must hold before its alert fires. */
  readonly forMs: DurationMs
  /** How long an alert fires on when the expression holds no more. */
  readonly keepFiringForMs: DurationMs
  /** Templates, sorted by name. */
  readonly labels: Labels
  readonly annotations: Labels
}

export type Rule = RecordingRule | AlertingRule

export interface RuleGroup {
  readonly name: string
  /** Undefined for the server's own interval. */
  readonly intervalMs: DurationMs | undefined
  /** Most series of a recording rule, or alerts of an alerting one; 0 for any number. */
  readonly limit: number
  readonly rules: readonly Rule[]
}

export interface RuleFile {
  readonly fileName: string
  readonly groups: readonly RuleGroup[]
  /** What is allowed and hardly meant: rules that write the same series. */
  readonly warnings: readonly RuleFileIssue[]
}

/** A fault of a rule file and its place. */
export interface RuleFileIssue {
  /** JSON pointer (RFC 6901) to the place, such as `/groups/0/rules/2/expr`; empty for the whole file. */
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** As `promtool check rules` words it, where it has words. */
  readonly message: string
}

/** A rule file that Prometheus would refuse. The message names the first fault; `issues` has them all. */
export class RuleFileError extends Error {
  readonly fileName: string
  readonly issues: readonly RuleFileIssue[]
  constructor(fileName: string, issues: readonly RuleFileIssue[]) {
    const [first] = issues
    super(first === undefined ? `${fileName}: is not a rule file` : printIssue(fileName, first))
    this.name = 'RuleFileError'
    this.fileName = fileName
    this.issues = issues
  }
}

/** An issue in one line: `rules.yml:5:11: /groups/0/rules/0/expr: could not parse expression: ...`. */
export function printIssue(fileName: string, { line, column, path, message }: RuleFileIssue): string {
  return `${fileName}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`
}
