/** Evaluates rule files at their times. */
export interface RulesLoop {
  start(): void
  stop(): void
  /** The `data` of /api/v1/rules and /api/v1/alerts. */
  rules(): object
  alerts(): object
}

/** Where there are no rule files. */
export const NO_RULES: RulesLoop = {
  start: () => undefined,
  stop: () => undefined,
  rules: () => ({ groups: [] }),
  alerts: () => ({ alerts: [] }),
}
