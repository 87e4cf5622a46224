/** `=`, `!=`, `=~` and `!~` as PromQL writes them. An absent label matches as the empty text. */
export type MatchOp = '=' | '!=' | '=~' | '!~'

/** One matcher of a selector. The pattern of `=~` and `!~` is RE2 syntax, anchored at both ends. */
export interface LabelMatcher {
  readonly name: string
  readonly op: MatchOp
  readonly value: string
}
