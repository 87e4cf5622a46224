import type { RulesLoop } from './rules-loop'

/** Rules whose code is fetched when they are started; until then there are none. */
export function createLateRules(load: () => Promise<RulesLoop>): RulesLoop {
  let inner: RulesLoop | undefined
  let failure: string | undefined
  let isStopped = false
  return {
    start(pastMs) {
      load().then(
        (rules) => {
          inner = rules
          if (!isStopped) rules.start(pastMs)
        },
        (error: unknown) => {
          failure = error instanceof Error ? error.message : String(error)
        },
      )
    },
    stop() {
      isStopped = true
      inner?.stop()
    },
    rules: () =>
      inner?.rules() ?? { groups: [], faults: failure === undefined ? [] : [{ file: '', message: failure }] },
    alerts: () => inner?.alerts() ?? { alerts: [] },
  }
}
